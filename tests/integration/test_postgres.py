"""The product on PostgreSQL: migrations and the integration tests, in a private cluster of their own.

As the role that owns no table (tests/as_app_role.py), as which an installation runs. The usual run asks here again all
races, one in two of the others that commit for good, and one in forty of the rest (tests/sampled.py); `make slow` asks
all that writes, counts, sorts or constrains, and opens every page once, and what only the owner of the tables may do as
the owner. Left out is what a database cannot answer differently: the matrices of pages by roles and methods and of acts
by roles (they read the table of permissions, by queries which the pages that open ask too), words and their
translation, addresses and their declarations, the tests of killed workers that choose a database of their own, which is
SQLite here as there, and the story of the demonstration, which `make slow` tells.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_cluster import missing, running_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
AS_THE_PRODUCT = ("-p", "tests.as_app_role")
SUBSET = "not browser and not slow and not postgres"
ASKED_ONCE = (
    "(not test_every_role or test_every_page_opens) and not test_every_act and not test_every_url"
    " and not test_every_page_is_translatable and not test_every_language and not test_offline_routes"
    " and not _killed_worker and not killed_between_sending_and_marking"
    " and not test_the_story_is_told_by_the_real_services"
)
STORY = "tests/integration/test_demo.py::test_the_story_is_told_by_the_real_services"

pytestmark = [pytest.mark.postgres, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Start a cluster without a network port; return the address of its database."""
    with running_cluster() as address:
        yield address


@pytest.mark.parametrize("one_in", [40, pytest.param(1, marks=pytest.mark.slow)])
def test_the_integration_tests_pass_on_postgresql(cluster: str, one_in: int):
    """Everything below tests/integration that needs no browser, or a sample of it, migrations included."""
    sample = ["-p", "tests.sampled", "--one-in", str(one_in)]
    run(cluster, *AS_THE_PRODUCT, *sample, "-m", SUBSET, "-k", ASKED_ONCE, "tests/integration")


@pytest.mark.slow
def test_what_only_the_owner_of_the_tables_may_is_done_on_postgresql(cluster: str):
    """Putting back, moving in, and tampering behind triggers."""
    run(cluster, "-m", f"{SUBSET} and owner", "tests/integration")


@pytest.mark.slow
def test_the_demonstration_is_told_on_postgresql(cluster: str):
    """By the same services, with the same things to be found at its end."""
    assert "1 passed" in run(cluster, *AS_THE_PRODUCT, "-m", "", STORY)


def run(cluster: str, *arguments: str) -> str:
    """Run tests in the cluster, which have to pass; return what was said of them."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout
