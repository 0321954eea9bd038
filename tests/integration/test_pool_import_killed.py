"""A process is killed in the middle of a commit: the pool is as it was, and the import can be committed again."""

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

from tests.migrated import copy_migrated

ROOT = Path(__file__).resolve().parent.parent.parent

PREPARE = """
import django
django.setup()
from tests.factories import AssemblyFactory, UserFactory
from tests.factories_pool import dry_run_of

rows = [f"r{n},Person {n},v{n % 3}" for n in range(4000)]
data = chr(10).join(["id,name,ward", *rows]).encode()
pool_import = dry_run_of(AssemblyFactory(), UserFactory(), data)
print(pool_import.pk)
"""

COMMIT = """
import sys, time, django
django.setup()
from django.db import connection
from assembly.models import User
from sortition.models import PoolImport, Respondent
from sortition.services.imports_commit import commit_import
from tests.factories import NOON

halts = sys.argv[1] == "halts"

def halting(execute, sql, params, many, context):
    # All people are written, their answers are next.
    if halts and sql.startswith("SELECT") and 'FROM "sortition_value"' in sql and Respondent.objects.exists():
        print(Respondent.objects.count(), flush=True)
        time.sleep(60)
    return execute(sql, params, many, context)

pool_import = PoolImport.objects.get()
with connection.execute_wrapper(halting):
    counts = commit_import(
        pool_import=pool_import, digest=pool_import.result["digest"], actor=User.objects.first(), now=NOON
    )
print(counts["new"])
"""

LOOK = """
import django
django.setup()
from assembly.models import AuditEvent
from sortition.models import Answer, Category, ImportMemory, PoolImport, Respondent

print(
    PoolImport.objects.get().state, Respondent.objects.count(), Answer.objects.count(), Category.objects.count(),
    ImportMemory.objects.count(), AuditEvent.objects.filter(type="pool.imported").count(),
)
"""


@pytest.fixture
def environment(tmp_path, django_db_setup, django_db_blocker):
    """The environment of processes that share a fresh database."""
    own = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "ASSEMBLY_VAR": str(tmp_path),
    }
    if connection.vendor == "postgresql":
        name = f"killed_{uuid.uuid4().hex[:8]}"
        settings = connection.settings_dict
        with django_db_blocker.unblock():
            connection.close()  # a database is copied while nobody is in it
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE {settings['NAME']}")
        own["DATABASE_URL"] = f"postgres://{settings['USER']}@/{name}?host={settings['OPTIONS']['host']}"
    else:
        own["DATABASE_URL"] = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        copy_migrated(tmp_path / "killed.sqlite3")
    return own


def python(code, environment, *arguments):
    """Run Python code in a process of its own and return what it printed."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_commit_that_is_killed_leaves_nothing_behind(environment):
    """Killed without warning after 4,000 people were written; then the same commit goes through."""
    python(PREPARE, environment)
    command = [sys.executable, "-c", COMMIT, "halts"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().strip() == "4000"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert python(LOOK, environment) == ["checked", "0", "0", "0", "0", "0"]
    assert python(COMMIT, environment, "runs") == ["4000"]
    assert python(LOOK, environment) == ["committed", "4000", "4000", "1", "1", "1"]
