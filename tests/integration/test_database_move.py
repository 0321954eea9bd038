"""An installation on SQLite is moved to PostgreSQL whole, or not at all."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assembly.evaluation.models import CloseOutCertificate
from assembly.models import Assembly, AuditEvent, EventDetails
from assembly.record_check import check_kept, check_record
from assembly.services.database_move import MoveRefused, copy_from_sqlite
from sortition.models import Respondent
from tests.earlier_contents import BY_DJANGO, rows_of
from tests.earlier_states import ROOT
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.migrated import copy_migrated

pytestmark = [pytest.mark.owner, pytest.mark.django_db(transaction=True)]
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the move ends on PostgreSQL; the run on PostgreSQL asks"
)


@pytest.fixture(scope="module")
def former(tmp_path_factory):
    """A file of SQLite with something of every part in it, made by a process of its own."""
    folder = tmp_path_factory.mktemp("former")
    file = folder / "assembly.sqlite3"
    copy_migrated(file)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "ASSEMBLY_VAR": str(folder),
        "ASSEMBLY_VAR_OF": os.environ.get("PYTEST_XDIST_WORKER", ""),
    }
    subprocess.run([sys.executable, "-m", "tests.filled_database"], cwd=ROOT, env=environment, check=True)
    return file


def test_a_move_begins_from_the_settings_of_postgresql(tmp_path):
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="does not use PostgreSQL"):
            call_command("copy_from_sqlite", str(tmp_path / "assembly.sqlite3"))
    else:
        with pytest.raises(CommandError, match="There is no file"):
            call_command("copy_from_sqlite", str(tmp_path / "assembly.sqlite3"))


def moved(file):
    """Run the command in a process of its own: a test may open no second database. It ends with, and says."""
    here = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "manage.py", "copy_from_sqlite", str(file)]
    environment = {**os.environ, "DATABASE_URL": here}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@on_postgresql
def test_every_row_is_there_afterwards_and_the_next_one_gets_a_number_of_its_own(former):
    """The record holds, its triggers refuse again, and what is written next follows what was copied."""
    before = rows_of(former)
    code, said = moved(former)
    assert (code, "The record is unbroken." in said) == (0, True), said
    with connection.cursor() as cursor:
        for table in before.keys() - BY_DJANGO - {"assembly_recordchain", "django_admin_log"}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (the names are the database’s own)
            more = 1 if table in ("assembly_auditevent", "assembly_eventdetails") else 0
            assert (table, cursor.fetchone()[0]) == (table, len(before[table]) + more)
    assert Assembly.objects.get().name == "⟪Élan — “Straße”⟫"
    assert Respondent.objects.filter(first_name="⟪Zoë⟫").exists()
    assert CloseOutCertificate.objects.count() == 1
    assert ([report.faults for report in check_record()], check_kept()) == ([[], []], [])
    assert AuditEvent.objects.filter(assembly=None).order_by("-number")[0].type == "platform.database_moved"
    with pytest.raises(DatabaseError), transaction.atomic():
        EventDetails.objects.update(text="{}")
    assert AssemblyFactory().pk > Assembly.objects.order_by("pk")[0].pk


@on_postgresql
def test_a_database_that_is_not_empty_takes_nothing(former):
    UserFactory()
    with pytest.raises(MoveRefused, match="already"):
        copy_from_sqlite(source=former, now=NOON)
    assert not Assembly.objects.exists()


@on_postgresql
@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("DELETE FROM django_migrations WHERE app = 'evaluation'", "other migrations"),
        ("DROP TRIGGER assembly_auditevent_no_update; UPDATE assembly_auditevent SET type = 'x'", "record"),
        ("UPDATE sortition_respondent SET first_name = printf('%.*c', 500, 'x')", "sortition_respondent"),
    ],
)
def test_what_does_not_fit_or_hold_leaves_the_database_empty(former, tmp_path, spoilt, said):
    file = tmp_path / "spoilt.sqlite3"
    with closing(sqlite3.connect(former)) as whole, closing(sqlite3.connect(file)) as copy:
        whole.backup(copy)
        copy.executescript(spoilt)
    code, words = moved(file)
    assert (code, said in words) == (1, True), words
    assert not Assembly.objects.exists()
