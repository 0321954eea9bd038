"""The product on PostgreSQL: migrations and the integration tests, in a private cluster of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_cluster import missing, running_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
SUBSET = "not browser and not slow and not postgres"


pytestmark = [pytest.mark.postgres, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Start a cluster without a network port; return the address of its database."""
    with running_cluster() as address:
        yield address


def test_the_integration_tests_pass_on_postgresql(cluster: str):
    """Everything below tests/integration that needs no browser, migrations included."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        SUBSET,
        "-k",
        "not kept_in_caches",
        "tests/integration",
        # Who may do what is asked of the table alone, and words are the same, whatever the database.
        "--ignore=tests/integration/test_every_role.py",
        "--ignore=tests/integration/test_every_act.py",
        "--ignore=tests/integration/test_every_page_is_translatable.py",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
