"""The product on PostgreSQL: migrations and the integration tests, in a private cluster of their own.

The usual run asks here again all races, one in two of the others that commit for good, and one in forty of the rest
(tests/sampled.py); `make slow` asks all that writes, counts, sorts or constrains, and opens every page once. Left out
is what a database cannot answer differently: the matrices of pages by roles and methods and of acts by roles (they read
the table of permissions, by queries which the pages that open ask too), words and their translation, addresses and
their declarations, the tests of killed workers that choose a database of their own, which is SQLite here as there, and
the story of the demonstration. Of that story the usual run tells the finished assembly, from its invitation to its
close-out, and `make slow` the whole.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_cluster import missing, running_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
SUBSET = "not browser and not slow and not postgres"
ASKED_ONCE = (
    "(not test_every_role or test_every_page_opens) and not test_every_act and not test_every_url"
    " and not test_every_page_is_translatable and not test_every_language and not test_offline_routes"
    " and not _killed_worker and not killed_between_sending_and_marking"
    " and not test_the_story_is_told_by_the_real_services"
)
STORY = "tests/integration/test_demo.py"
FINISHED, WHOLE = "test_an_assembly_is_told_from_its", "test_the_story_is_told_by_the_real_services"
"""Words in the names of files and tests: see above."""


pytestmark = [pytest.mark.postgres, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Start a cluster without a network port; return the address of its database."""
    with running_cluster() as address:
        yield address


@pytest.mark.parametrize("one_in", [40, pytest.param(1, marks=pytest.mark.slow)])
def test_the_integration_tests_pass_on_postgresql(cluster: str, one_in: int):
    """Everything below tests/integration that needs no browser, or a sample of it, migrations included.

    With the sample the finished assembly is told, by the same services and with the same things to be found at its end.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-rp", "-p", "no:cacheprovider", "-p", "tests.sampled"]
    asked = SUBSET if one_in == 1 else f"({SUBSET}) or finished_story"
    command += ["--one-in", str(one_in), "-m", asked, "-k", ASKED_ONCE, "tests/integration"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert (f"PASSED {STORY}::{FINISHED}" in done.stdout) == (one_in > 1)


@pytest.mark.slow
def test_the_demonstration_is_told_on_postgresql(cluster: str):
    """By the same services, with the same things to be found at its end."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "", "-k", WHOLE, STORY]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout
