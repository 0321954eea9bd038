"""Workers and organisers at the same moment: one takes the run, one adopts, nothing is done twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from assembly.enums import Role
from assembly.models import AuditEvent
from sortition.enums import RespondentState, RunState
from sortition.errors import RunRefused
from sortition.models import Respondent, SelectionRun
from sortition.services.runs_panel import adopt_run
from sortition.services.runs_worker import claim_run
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_runs import make_run

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Run the calls in threads that start together; return what each gave or raised, in no order."""
    start = threading.Barrier(len(calls))
    outcomes: list[object] = []

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(call())
        except RunRefused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_four_workers_one_takes_the_run() -> None:
    run = make_run(AssemblyFactory())
    taken = at_once([lambda: claim_run(run.pk, now=NOON)] * 4)
    assert [other for other in taken if other is not None] == [run]
    assert AuditEvent.objects.filter(type="selection_run.claim").count() == 1
    assert SelectionRun.objects.get().state == RunState.RUNNING


def test_of_two_organisers_one_adopts() -> None:
    assembly = AssemblyFactory(is_rehearsal=True)
    people = [AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user for _ in range(2)]
    first = make_run(assembly, RunState.COMPLETED)
    second = make_run(assembly, RunState.COMPLETED)
    outcomes = at_once(
        [
            lambda: adopt_run(run=first, actor=people[0], now=NOON).number,
            lambda: adopt_run(run=second, actor=people[1], now=NOON).number,
        ]
    )
    winner = SelectionRun.objects.get(is_binding=True)
    assert sorted(map(str, outcomes)) == sorted([str(winner.number), "not_adoptable"])
    selected = Respondent.objects.filter(state=RespondentState.SELECTED)
    assert {person.selected_by for person in selected} == {winner}
    assert selected.count() == winner.seats
