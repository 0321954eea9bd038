"""Noting who is there: which tap stands, what counts, alerts, absences said beforehand."""

import uuid
from datetime import timedelta

import pytest

from assembly.models import AuditEvent
from assembly.record import sentence_of
from scheduling.attendance_codes import MINUTES, hall_code, is_hall_code, member_code, member_key
from scheduling.attendance_matrix import matrix_of
from scheduling.attention_attendance import attendance_actions
from scheduling.enums_attendance import AbsenceWay, Presence
from scheduling.errors import AttendanceRefused
from scheduling.models import Attendance, AttendanceAlert, AttendanceChange, Session
from scheduling.selectors.attendance import absent_people, balance_of, halves_attended, room_of
from scheduling.services.absences import say_absence, take_back_absence
from scheduling.services.attendance import Tap, note_attendance, note_caught_up, note_rest
from scheduling.services.attendance_alerts import raise_alerts, settle_alert
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_attendance import make_absence, make_open_session, note
from tests.factories_people import make_members
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def tap(person, state="present", **fields):
    return Tap(person, "first", state, fields.pop("client_id", uuid.uuid4()), **fields)


def send(session, each, *, after=timedelta(0)):
    return note_attendance(session=session, tap=each, actor=UserFactory(), now=NOON + after)


def test_a_tap_is_noted_once_however_often_it_is_sent(assembly):
    """The answer is the same each time, and the record tells of it once."""
    session, (person, *_others) = make_open_session(assembly)
    once = tap(person)
    answers = [send(session, once, after=number * MINUTE) for number in range(3)]
    assert [(each.attendance.version, each.is_applied) for each in answers] == [(1, True)] * 3
    assert AttendanceChange.objects.count() == 1
    told = [sentence_of(event) for event in AuditEvent.objects.filter(type="attendance.note")]
    actor = answers[0].attendance.noted_by
    assert told == [f"{actor.name} noted seat 1 in session 1 (First half) as “Present”, on the list"]


def test_an_id_that_was_used_for_something_else_is_refused(assembly):
    """Neither another state nor another person."""
    session, (person, other, _third) = make_open_session(assembly)
    first = tap(person)
    send(session, first)
    for wrong in (tap(person, "absent", client_id=first.client_id), tap(other, client_id=first.client_id)):
        with pytest.raises(AttendanceRefused):
            send(session, wrong)
    assert Attendance.objects.get().state == "present"


def test_an_older_tap_that_waited_does_not_overwrite_a_newer_one(assembly):
    """It stays among the changes, and whoever pressed it is told."""
    session, (person, *_others) = make_open_session(assembly)
    send(session, tap(person, "present"), after=10 * MINUTE)
    late = send(session, tap(person, "absent", waited=15 * MINUTE), after=20 * MINUTE)
    assert (late.is_applied, late.attendance.state) == (False, "present")
    assert list(AttendanceChange.objects.values_list("after", "is_applied")) == [
        ("present", True),
        ("absent", False),
    ]


def test_of_two_taps_that_saw_the_same_the_later_one_stands_whichever_arrives_first(assembly):
    session, (first, second, _third) = make_open_session(assembly)
    early = {"state": "absent", "waited": 9 * MINUTE}
    send(session, tap(first, **early), after=10 * MINUTE)
    send(session, tap(first, "present"), after=12 * MINUTE)
    send(session, tap(second, "present"), after=10 * MINUTE)
    send(session, tap(second, **early), after=10 * MINUTE)
    assert set(Attendance.objects.values_list("state", flat=True)) == {"present"}


def test_a_tap_that_saw_what_stands_is_taken_whatever_its_clock_says(assembly):
    """Nobody noted anything since: there is nothing to compare with."""
    session, (person, *_others) = make_open_session(assembly)
    send(session, tap(person, "absent"), after=10 * MINUTE)
    taken = send(session, tap(person, "present", seen=1, waited=timedelta(days=400)), after=11 * MINUTE)
    assert (taken.is_applied, taken.attendance.state) == (True, "present")
    # What was pressed with that in view never counts as earlier than it.
    assert taken.attendance.tapped_at == NOON + 10 * MINUTE


def test_a_clock_that_says_a_tap_comes_from_the_future_wins_nothing(assembly):
    session, (person, *_others) = make_open_session(assembly)
    noted = send(session, tap(person, waited=timedelta(minutes=-30)))
    assert noted.attendance.tapped_at == NOON


@pytest.mark.parametrize("state", ["draft", "programme_published"])
def test_nobody_is_noted_before_the_doors_open(state, assembly):
    session, (person, *_others) = make_open_session(assembly, state=state)
    with pytest.raises(AttendanceRefused, match="not open yet"):
        send(session, tap(person))
    assert not Attendance.objects.exists()


def test_late_sheets_are_noted_after_the_session_is_closed_but_for_no_stranger(assembly):
    session, (person, *_others) = make_open_session(assembly, state="closed", second_half_at=None)
    send(session, tap(person))
    stranger, *_ = make_members(AssemblyFactory(), 1)
    for wrong in (tap(stranger), Tap(person, "second", "present", uuid.uuid4())):
        with pytest.raises(AttendanceRefused):
            send(session, wrong)
    assert Attendance.objects.get().person == person


def test_all_others_are_noted_and_whoever_said_so_is_excused(assembly):
    """Also from “all others are here” those who said that they cannot come are left out."""
    session, (first, second, third) = make_open_session(assembly)
    note(session, first, "partial")
    make_absence(session, second)
    by = {"session": session, "half": "first", "actor": UserFactory(), "now": NOON}
    assert [note_rest(there=True, **by), note_rest(there=False, **by), note_rest(there=False, **by)] == [
        1,
        1,
        0,
    ]
    assert list(Attendance.objects.order_by("person").values_list("state", flat=True)) == [
        "partial",
        "excused",
        "present",
    ]
    room = room_of(session, "first")
    assert ([row.person for row in room.there], room.missing, room.has_quorum) == ([first, third], [], True)


def test_what_counts_as_attended_is_told_by_half(assembly):
    """Present, partly and from afar; who caught up was not there."""
    session, people = make_open_session(assembly, 5)
    for person, state in zip(people, Presence.values, strict=True):
        note(session, person, state)
    note_caught_up(
        attendance=Attendance.objects.get(state="absent"), how="recording", actor=UserFactory(), now=NOON
    )
    assert halves_attended(assembly) == {
        person.pk: {session.pk: {"first": state}}
        for person, state in zip(people[:3], ("present", "partial", "remote"), strict=True)
    }
    assert absent_people(session) == {people[3].pk, people[4].pk}
    line = matrix_of(assembly).lines[4]
    assert (line.attended, line.cells[0].caught_up, line.cells[1]) == (0, "recording", None)


def test_who_was_there_has_nothing_to_catch_up_and_whoever_turns_out_to_have_been_there_neither(assembly):
    session, (person, *_others) = make_open_session(assembly)
    missed = note(session, person, "absent")
    note_caught_up(attendance=missed, how="call", actor=UserFactory(), now=NOON)
    present = note(session, person, "present")
    assert present.caught_up == ""
    with pytest.raises(AttendanceRefused):
        note_caught_up(attendance=present, how="call", actor=UserFactory(), now=NOON)


def test_the_balance_counts_those_who_are_there_against_the_panel(assembly):
    session, people = make_open_session(assembly, 2)
    note(session, people[0])
    found = [
        (each.category, each.value, each.there, each.panel) for each in balance_of(room_of(session, "first"))
    ]
    assert found == [
        ("⟪Age⟫", "⟪30–59⟫", 1, 1),
        ("⟪Age⟫", "⟪60+⟫", 0, 1),
        ("⟪Sex⟫", "⟪f⟫", 0, 1),
        ("⟪Sex⟫", "⟪m⟫", 1, 1),
    ]


def close(*sessions):
    Session.objects.filter(pk__in=[each.pk for each in sessions]).update(state="closed")


def test_missing_two_halves_in_a_row_raises_one_alert_once_the_session_is_over(assembly):
    session, (person, other, _third) = make_open_session(assembly)
    for half in session.halves:
        note(session, person, "absent", half=half)
    note(session, other, "absent")
    note(session, other, "present", half="second")
    assert raise_alerts(NOON) == 0
    close(session)
    assert [raise_alerts(NOON), raise_alerts(NOON)] == [1, 0]
    alert = AttendanceAlert.objects.get()
    assert (alert.person, alert.kind) == (person, "halves")
    assert [str(each.title) for each in attendance_actions(assembly)] == ["One member has missed twice"]
    assert settle_alert(alert=alert, actor=UserFactory(), now=NOON)
    assert not settle_alert(alert=alert, actor=UserFactory(), now=NOON)
    assert (raise_alerts(NOON), attendance_actions(assembly)) == (0, [])


def test_missing_two_sessions_raises_an_alert_also_with_one_between(assembly):
    """Excused or not; halves about which nothing is noted neither count nor interrupt."""
    first, (person, *_others) = make_open_session(assembly, second_half_at=None)
    second, third = (make_session(assembly, state="open", second_half_at=None) for _ in range(2))
    note(first, person, "excused")
    note(second, person, "present")
    note(third, person, "absent")
    close(first, second, third)
    raise_alerts(NOON)
    alert = AttendanceAlert.objects.get()
    assert (alert.kind, alert.session) == ("sessions", third)
    missed = Attendance.objects.get(session=third)
    note_caught_up(attendance=missed, how="recording", actor=UserFactory(), now=NOON)
    assert raise_alerts(NOON) == 1
    alert.refresh_from_db()
    assert (alert.settled_at, alert.settled_by) == (NOON, None)


def test_an_absence_is_said_changed_and_taken_back(assembly):
    """The last word stands; why is not in the record, and goes when it is taken back."""
    session, (person, *_others) = make_open_session(assembly, state="programme_published")
    by = {"session": session, "person": person, "actor": UserFactory(), "now": NOON}
    say_absence(half="", reason="illness", how=AbsenceWay.SELF, **by)
    absence = say_absence(half="second", reason="care", how=AbsenceWay.PHONE, **by)
    assert (absence.covers("first"), absence.covers("second"), absent_people(session)) == (False, True, set())
    assert take_back_absence(absence=absence, actor=UserFactory(), now=NOON)
    assert not take_back_absence(absence=absence, actor=UserFactory(), now=NOON)
    absence.refresh_from_db()
    assert (absence.reason, absence.covers("second")) == ("", False)
    details = [event.details for event in AuditEvent.objects.filter(type__startswith="absence.")]
    assert not [each for each in details if "illness" in str(each) or "care" in str(each)]


def test_nobody_says_an_absence_from_a_draft_or_a_session_that_is_over(assembly):
    session, (person, *_others) = make_open_session(assembly, state="draft")
    by = {"person": person, "half": "", "reason": "", "how": AbsenceWay.SELF, "actor": UserFactory()}
    with pytest.raises(AttendanceRefused, match="not published"):
        say_absence(session=session, now=NOON, **by)
    close(session)
    with pytest.raises(AttendanceRefused, match="over"):
        say_absence(session=session, now=session.ends_at, **by)


def test_a_members_code_is_read_however_it_was_typed_and_no_other_is(assembly):
    person, other = make_members(assembly, 2)
    code = member_code(person)
    assert (member_key(code), member_key(code.upper())) == (person.pk, person.pk)
    seal = code.partition("-")[2]
    wrong = [f"{other.pk}-{seal}", f"{person.pk}-", str(person.pk), "", f"²-{seal}", f"{'9' * 40}-{seal}"]
    assert [member_key(each) for each in wrong] == [None] * 6


def test_the_halls_code_is_taken_for_a_quarter_of_an_hour_at_its_own_session(assembly):
    session, other = make_session(assembly), make_session(assembly)
    code = hall_code(session, NOON)
    later = [NOON + timedelta(minutes=MINUTES * number) for number in range(4)]
    assert [is_hall_code(session, code, each) for each in later] == [True, True, True, False]
    assert not is_hall_code(other, code, NOON)
