"""The database of every earlier state is brought up to date: nothing is lost, the record holds, the schema is today's.

The usual run does so with the oldest state on SQLite, which goes through every migration; `make slow` with every state
that docs/releases.md or a tag names, on both kinds of database.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.earlier_contents import changed, lost, rows_of, schema_of
from tests.earlier_states import (
    ROOT,
    State,
    all_states,
    lacks,
    listed_states,
    made_by_itself,
    run_manage,
    run_python,
)
from tests.migrated import copy_migrated
from tests.postgres_cluster import missing, running_cluster

CHANGED_ON_PURPOSE: dict[str, str] = {}
"""Columns whose values a migration changes in rows that stay, each with the reason."""
SLOW = [pytest.param(state, id=state.name, marks=pytest.mark.slow) for state in all_states()]
FIRST = [pytest.param(listed_states()[0], id=listed_states()[0].name), *SLOW[1:]]


@pytest.mark.parametrize("state", FIRST)
def test_a_database_of_sqlite_is_brought_up_to_date(state: State, tmp_path: Path):
    """Made by the state's own code; its rows, its record and its pages are there afterwards."""
    if reason := lacks(state):
        pytest.skip(reason)
    demo = made_by_itself(state, tmp_path)
    fresh = tmp_path / "fresh.sqlite3"
    copy_migrated(fresh)
    assert_brought_up_to_date(demo, demo / "assembly.sqlite3", fresh)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Start a cluster without a network port, with a database that the code of today has laid."""
    with running_cluster() as address:
        yield address


@pytest.fixture(scope="module")
def fresh(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Lay a database with the code of today alone."""
    address = new_database(cluster, "fresh")
    run_manage(
        ROOT, tmp_path_factory.mktemp("fresh") / "demo", ["migrate", "--verbosity=0"], database=address
    )
    run_manage(ROOT, tmp_path_factory.mktemp("fresh") / "demo", ["createcachetable"], database=address)
    return address


def new_database(cluster: str, name: str) -> str:
    """Make an empty database; return its address."""
    with psycopg.connect(cluster.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return cluster.replace("/postgres?", f"/{name}?")


@pytest.mark.postgres
@pytest.mark.skipif(bool(missing()), reason=missing() or "-")
@pytest.mark.parametrize("state", SLOW)
def test_a_database_of_postgresql_is_brought_up_to_date(
    state: State, cluster: str, fresh: str, tmp_path: Path
):
    """The same on the other kind of database, which keeps constraints and triggers in its own way."""
    if reason := lacks(state):
        pytest.skip(reason)
    address = new_database(cluster, state.name)
    demo = made_by_itself(state, tmp_path, address)
    assert_brought_up_to_date(demo, address, fresh)


def assert_brought_up_to_date(demo: Path, database: str | Path, fresh: str | Path) -> None:
    """Migrate, and compare."""
    before = rows_of(database)
    assert sum(map(len, before.values())) > 500
    address = database if isinstance(database, str) else ""
    run_manage(ROOT, demo, ["migrate", "--noinput", "--verbosity=0"], database=address)
    run_manage(ROOT, demo, ["createcachetable"], database=address)
    after = rows_of(database)
    assert lost(before, after) == []
    assert changed(before, after) - CHANGED_ON_PURPOSE.keys() == set()
    ours, todays = schema_of(database), schema_of(fresh)
    assert (sorted(ours - todays), sorted(todays - ours)) == ([], [])
    told = run_manage(ROOT, demo, ["audit_verify"], database=address)
    assert told.count(": unbroken, ") == len(told.splitlines()) >= 2
    opened = run_python(ROOT, demo, ["-m", "tests.earlier_pages"], database=address)
    assert opened.count(" kinds of pages") == len(after["assembly_assembly"])


def test_states_that_are_named_are_in_a_whole_history():
    """Their commits are of this repository; in a shallow clone there is nothing to ask."""
    if shutil.which("git") is None or not (ROOT / ".git").exists() or lacks(State("HEAD", "HEAD~1")):
        pytest.skip("this checkout has no history")
    assert [reason for state in listed_states() if (reason := lacks(state))] == []
