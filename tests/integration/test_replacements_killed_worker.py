"""A real worker is killed while it computes a replacement: the run is found and marked, no seat is changed, and it can
be run again with the same seed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.integration.test_runs_killed_worker import ROOT, python
from tests.migrated import copy_migrated

PREPARE = """
import random, django
django.setup()
from sortition.models import Respondent, RunData, Seat, SelectionRun
from sortition.services.replacements import start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.seats import open_seats
from sortition.services.runs import start_run
from sortition.lottery import check_feasibility
from sortition.selectors.instance import instance_of
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_targets import make_people, make_targets

chance, actor = random.Random(5), UserFactory()
assembly = AssemblyFactory(seats=60)
names = {f"C{c}": {f"C{c}V{v}": (3, 17) for v in range(6)} for c in range(6)}
values = make_targets(assembly, **names)
for _ in range(500):
    make_people(assembly, 3, *(values[f"C{c}V{int(6 * chance.random() ** 1.5)}"] for c in range(6)))
run = start_run(assembly=assembly, actor=actor, now=NOON, source=chance)
panel = check_feasibility(instance_of(assembly)).panel
SelectionRun.objects.filter(pk=run.pk).update(state="completed", is_binding=True)
run.refresh_from_db()
open_seats(assembly=assembly, run=run, people=map(int, panel), origin="draw", actor=actor, now=NOON)
leaving = list(Seat.objects.filter(number__lte=40))
for seat in leaving:
    withdraw_respondent(respondent=seat.respondent, reason="away", actor=actor, now=NOON)
print(start_replacement(assembly=assembly, seats=[seat.pk for seat in leaving], actor=actor, now=NOON).pk)
"""

LOOK_LATER = """
import django
django.setup()
from collections import Counter
from datetime import timedelta
from django.utils import timezone
from assembly.clock import tick
from assembly.models import User
from sortition.models import Respondent, RunData, Seat, SelectionRun
from sortition.services.replacements import start_replacement_again

run = SelectionRun.objects.get(is_replacement=True)
def seats():
    return sorted(Counter(Seat.objects.values_list("state", flat=True)).items())
print(run.state, RunData.objects.get(run=run).result is None, seats())
tick(timezone.now() + timedelta(minutes=3))
run.refresh_from_db()
print(run.state, run.error["code"], seats(), Respondent.objects.filter(state="selected").count())
again = start_replacement_again(run=run, actor=User.objects.first(), now=timezone.now())
numbers = sorted(again.vacancies.values_list("number", flat=True))
print(again.state, again.seed == run.seed, numbers == list(range(1, 41)))
"""


def wait_for_phase(database, phase):
    """Return as soon as the worker has come to a phase of the replacement run."""
    until = time.monotonic() + 90
    connection = sqlite3.connect(database, timeout=20)
    try:
        while time.monotonic() < until:
            state, progress = connection.execute(
                "SELECT state, progress FROM sortition_selectionrun WHERE is_replacement"
            ).fetchone()
            if state == "running" and (not phase or phase in json.loads(progress).get("phases", [])):
                return
            assert state in ("pending", "running")
            time.sleep(0.02)
    finally:
        connection.close()
    pytest.fail(f"no worker came to the phase {phase!r} in time")


@pytest.mark.parametrize(
    "phase",
    [
        "panels",
        pytest.param("", marks=pytest.mark.slow),
        pytest.param("relaxation", marks=pytest.mark.slow),
    ],
)
def test_a_worker_killed_in_any_phase_changes_no_seat(phase, tmp_path):
    """While it builds panels, and at length: just claimed, and while it looks for the best chances."""
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
        wait_for_phase(tmp_path / "killed.sqlite3", phase)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=20)
    seats = "[('offered', 20), ('replacement_pending', 40)]"
    assert python(LOOK_LATER, environment).splitlines() == [
        f"running True {seats}",
        f"failed worker_stopped {seats} 20",
        "pending True True",
    ]
