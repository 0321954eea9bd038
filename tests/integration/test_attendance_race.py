"""Two tablets at the same moment: one row, one change for each tap, and the later tap stands."""

import uuid
from datetime import timedelta

import pytest

from assembly.models import AuditEvent
from scheduling.models import Attendance, AttendanceAlert, AttendanceChange, Session
from scheduling.services.attendance import Tap, note_attendance, note_rest
from scheduling.services.attendance_alerts import raise_alerts, raise_alerts_of, settle_alert
from scheduling.services.sessions import move_session
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_attendance import make_open_session, note
from tests.integration.test_runs_race import at_once
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def sent(session, tap):
    actor = UserFactory()
    return lambda: note_attendance(session=session, tap=tap, actor=actor, now=NOON).is_applied


def test_two_tablets_that_mark_the_same_person_make_one_row_and_the_later_tap_stands():
    """Whoever comes first into the database."""
    session, (person, *_others) = make_open_session(AssemblyFactory())
    older = Tap(person, "first", "absent", uuid.uuid4(), waited=timedelta(minutes=2))
    newer = Tap(person, "first", "present", uuid.uuid4(), waited=timedelta(minutes=1))
    outcomes = at_once([sent(session, older), sent(session, newer)])
    assert Attendance.objects.get().state == "present"
    assert AttendanceChange.objects.count() == 2
    assert outcomes.count(True) in (1, 2)


def test_a_tap_that_is_sent_again_while_its_first_copy_is_under_way_is_one_change():
    session, (person, *_others) = make_open_session(AssemblyFactory())
    tap = Tap(person, "first", "present", uuid.uuid4())
    assert at_once([sent(session, tap)] * 3) == [True] * 3
    assert (AttendanceChange.objects.count(), Attendance.objects.get().version) == (1, 1)
    assert AuditEvent.objects.filter(type="attendance.note").count() == 1


def test_two_who_note_all_others_note_each_once():
    session, _people = make_open_session(AssemblyFactory(), 4)
    actors = [UserFactory(), UserFactory()]
    outcomes = at_once(
        [
            lambda there=there, actor=actor: note_rest(
                session=session, half="first", there=there, actor=actor, now=NOON
            )
            for there, actor in zip((True, False), actors, strict=True)
        ]
    )
    assert sum(outcomes) == 4
    assert Attendance.objects.count() == 4


def test_two_clocks_raise_one_alert():
    session, (person, *_others) = make_open_session(AssemblyFactory())
    for half in session.halves:
        note(session, person, "absent", half=half)
    Session.objects.update(state="closed")
    assert sorted(at_once([lambda: raise_alerts(NOON)] * 2)) == [0, 1]
    assert AttendanceAlert.objects.count() == 1


def test_a_tap_at_the_door_and_all_others_on_a_list_do_not_wait_for_each_other_crosswise():
    session, people = make_open_session(AssemblyFactory(), 3)
    actor = UserFactory()
    rest = lambda: note_rest(session=session, half="first", there=False, actor=actor, now=NOON)  # noqa: E731
    tap = sent(session, Tap(people[-1], "first", "present", uuid.uuid4(), waited=timedelta(minutes=1)))
    outcomes = one_behind_the_other(session.assembly, [rest, tap])
    assert outcomes == [3, False]
    assert [each.state for each in Attendance.objects.all()] == ["absent"] * 3


def test_a_session_is_closed_while_somebody_is_noted():
    """Whoever closes it does not hold up the row that points to it, which holds the record."""
    session, (person, *_others) = make_open_session(AssemblyFactory())
    actor = UserFactory()
    outcomes = one_behind_the_other(
        session.assembly,
        [
            sent(session, Tap(person, "first", "present", uuid.uuid4())),
            lambda: move_session(session=session, verb="close", actor=actor, now=NOON).state,
        ],
    )
    assert outcomes == [True, "closed"]


def test_an_alert_is_settled_while_the_clock_looks():
    session, (person, other, *_others) = make_open_session(AssemblyFactory())
    for each in (person, other):
        for half in session.halves:
            note(session, each, "absent", half=half)
    Session.objects.update(state="closed")
    raise_alerts_of(assembly=session.assembly, now=NOON)
    alert = AttendanceAlert.objects.latest("pk")
    for each in (person, other):
        for half in session.halves:
            note(session, each, "present", half=half)
    actor = UserFactory()
    outcomes = one_behind_the_other(
        session.assembly,
        [
            lambda: raise_alerts_of(assembly=session.assembly, now=NOON),
            lambda: settle_alert(alert=alert, actor=actor, now=NOON),
        ],
    )
    assert outcomes == [2, False]
