"""A real worker in a process of its own is killed in mid-run: nothing is lost and nothing is written by halves."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.migrated import copy_migrated

ROOT = Path(__file__).resolve().parent.parent.parent

PREPARE = """
import random, django
django.setup()
from sortition.models import Respondent
from sortition.services.runs import start_run
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_targets import make_people, make_targets

chance = random.Random(5)
assembly = AssemblyFactory(seats=60)
names = {f"C{c}": {f"C{c}V{v}": (3, 17) for v in range(6)} for c in range(6)}
values = make_targets(assembly, **names)
for _ in range(500):
    make_people(assembly, 3, *(values[f"C{c}V{int(6 * chance.random() ** 1.5)}"] for c in range(6)))
print(start_run(assembly=assembly, actor=UserFactory(), now=NOON, source=chance).pk)
"""

LOOK_LATER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from assembly.clock import tick
from sortition.models import Respondent, RunData, SelectionRun

run = SelectionRun.objects.get()
print(run.state, RunData.objects.get().result is None, Respondent.objects.exclude(state="pool").count())
tick(timezone.now() + timedelta(minutes=3))
run.refresh_from_db()
print(run.state, run.error["code"])
"""


def python(code: str, environment: dict[str, str]) -> str:
    """Run Python code in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_for_running(database: Path) -> None:
    """Return as soon as a worker has claimed the run."""
    until = time.monotonic() + 60
    connection = sqlite3.connect(database, timeout=20)
    try:
        while time.monotonic() < until:
            (state,) = connection.execute("SELECT state FROM sortition_selectionrun").fetchone()
            if state != "pending":
                assert state == "running"
                return
            time.sleep(0.02)
    finally:
        connection.close()
    pytest.fail("no worker claimed the run within a minute")


def test_a_killed_worker_leaves_a_run_that_the_clock_fails(tmp_path):
    """Killed without warning: the row still says running, no result, nobody selected; then the clock says failed."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "ASSEMBLY_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
    }
    manage = [sys.executable, "manage.py"]
    copy_migrated(tmp_path / "killed.sqlite3")
    python(PREPARE, environment)
    worker = subprocess.Popen(
        [*manage, "db_worker", "--queue-name", "lottery", "--interval", "0.1", "--no-startup-delay"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_running(tmp_path / "killed.sqlite3")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=20)
    assert python(LOOK_LATER, environment).splitlines() == ["running True 0", "failed worker_stopped"]
