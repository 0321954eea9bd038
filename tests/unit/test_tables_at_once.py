"""Making a migration's tables in one step leaves the same database as making them one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, Migration, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BigAutoField, CheckConstraint, Index, Q, UniqueConstraint
from pytest_django import DjangoDbBlocker

from assembly.tables_at_once import CreateTables, at_once

CHECK = CheckConstraint(condition=Q(pages__gt=0), name="book_has_pages")
DRAFT = UniqueConstraint(fields=["shelf"], condition=Q(title=""), name="book_one_draft")
OPERATIONS: list[Operation] = [
    CreateModel("Shelf", [("id", BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
    CreateModel(
        "Book",
        [
            ("id", BigAutoField(primary_key=True)),
            ("title", models.CharField(max_length=9, db_index=True)),
            ("pages", models.PositiveIntegerField()),
            ("beside", models.ManyToManyField("library.book")),
        ],
    ),
    AddField("book", "shelf", models.ForeignKey("library.shelf", models.CASCADE)),
    AddField("shelf", "first", models.OneToOneField("library.book", models.PROTECT, null=True)),
    AddConstraint("book", CHECK),
    AddConstraint("book", DRAFT),
    AddConstraint("book", UniqueConstraint(fields=["shelf", "title"], name="book_title")),
    AddIndex("book", Index(fields=["title", "pages"], name="book_by_title")),
]


@pytest.fixture(autouse=True)
def _databases_of_their_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@contextmanager
def empty_database() -> Iterator[BaseDatabaseWrapper]:
    database = DatabaseWrapper({**settings.DATABASES["default"], "NAME": ":memory:", "OPTIONS": {}}, "other")
    connections["other"] = database
    yield database
    del connections["other"]
    # Django's own `close` keeps a database that is in memory.
    database.connection.close()


def applied(database: BaseDatabaseWrapper, operations: list[Operation]) -> ProjectState:
    """Run the operations as a migration; return the state after them."""
    with database.schema_editor(atomic=True) as editor:
        return migration(operations).apply(ProjectState(), editor)


def migration(operations: list[Operation]) -> Migration:
    made = Migration("0001_library", "library")
    made.operations = operations
    return made


def schema(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Return what SQLite says that it holds: statements by name."""
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return dict(cursor.fetchall())


def test_the_database_and_the_state_are_the_same():
    """Columns, constraints, indexes and the table between two models, statement for statement."""
    found = []
    for operations in (OPERATIONS, at_once(OPERATIONS)):
        with empty_database() as database:
            state = applied(database, operations)
            found.append((schema(database), state.models))
    assert found[0] == found[1]
    assert {"library_book", "library_book_beside", "book_one_draft", "book_by_title"} <= found[0][0].keys()


def test_taken_back_nothing_is_left():
    with empty_database() as database:
        applied(database, at_once(OPERATIONS))
        with database.schema_editor(atomic=True) as editor:
            migration(at_once(OPERATIONS)).unapply(ProjectState(), editor)
        assert {name for name in schema(database) if name != "sqlite_sequence"} == set()


@pytest.mark.parametrize(
    "between",
    [
        RunSQL("SELECT 1"),
        AddField("reader", "age", models.IntegerField(null=True)),
        AlterField("book", "title", models.TextField()),
    ],
    ids=["data", "another table", "an alteration"],
)
def test_what_is_more_than_making_tables_keeps_its_place(between: Operation):
    """Steps before and after it are not joined over it, and a single operation stays as it is."""
    joined = at_once([*OPERATIONS[:2], between, OPERATIONS[0]])
    assert [type(each) for each in joined] == [CreateTables, type(between), CreateModel]
    assert joined[1] is between
    assert joined[0].describe() == "Create 2 tables"
