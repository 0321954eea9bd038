"""Seats follow what happens at sessions and to the assembly, without anybody saying so of each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assembly.enums import AssemblyState
from assembly.models import Assembly, AuditEvent, Person
from assembly.record import sentence_of
from scheduling.enums import SessionState
from sortition.models import Seat
from sortition.services.seats import move_seat
from sortition.services.seats_by_itself import complete_seats, start_seats
from tests.factories import NOON
from tests.factories_attendance import note
from tests.factories_pool import RespondentFactory
from tests.factories_seats import make_seat
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(minutes=59), NOON + timedelta(hours=1)


@pytest.fixture
def session(assembly):
    return make_session(assembly, state=SessionState.OPEN)


def member(assembly, number, *verbs):
    """Seat somebody by verbs; return the person that they are on the ground floor."""
    seat = make_seat(RespondentFactory(assembly=assembly), number=number)
    for verb in ("confirm", *verbs):
        move_seat(seat=seat, verb=verb, actor=None, now=NOON)
    return Person.objects.get(seat_number=number)


def states():
    return dict(Seat.objects.order_by("number").values_list("number", "state"))


def test_a_seat_is_active_an_hour_after_its_member_was_first_noted_as_there(assembly, session):
    people = [member(assembly, 1), member(assembly, 2, "onboard"), member(assembly, 3), member(assembly, 4)]
    note(session, people[0], "present")
    note(session, people[1], "remote")
    note(session, people[2], "absent")
    assert start_seats(SOON) == 0
    assert start_seats(LATER) == 2
    assert states() == {1: "active", 2: "active", 3: "confirmed", 4: "confirmed"}
    assert start_seats(LATER) == 0
    events = list(AuditEvent.objects.filter(type="seat.start").order_by("number"))
    assert [(event.actor, event.details["number"]) for event in events] == [(None, 1), (None, 2)]
    assert sentence_of(events[0]) == "The member on seat 1 was noted as present and so began"


def test_a_note_that_was_put_right_in_time_starts_no_seat(assembly, session):
    person = member(assembly, 1)
    note(session, person, "present")
    note(session, person, "absent", now=SOON)
    assert start_seats(LATER + timedelta(days=1)) == 0


def test_whoever_left_their_seat_does_not_begin(assembly, session):
    person = member(assembly, 1)
    note(session, person, "present")
    move_seat(seat=Seat.objects.get(), verb="withdraw", actor=None, now=SOON)
    assert start_seats(LATER) == 0
    assert states() == {1: "withdrawn_before_start"}


def test_the_end_of_an_assembly_completes_the_seats_that_are_active(assembly, session):
    note(session, member(assembly, 1), "present")
    member(assembly, 2)
    start_seats(LATER)
    assert complete_seats(LATER) == 0
    Assembly.objects.update(state=AssemblyState.CLOSED)
    assert (complete_seats(LATER), complete_seats(LATER)) == (1, 0)
    assert states() == {1: "completed", 2: "confirmed"}
    event = AuditEvent.objects.get(type="seat.complete")
    assert sentence_of(event) == "The assembly was closed, so the member on seat 1 stayed to the end"


def test_the_clock_asks_as_often_for_three_members_as_for_one(assembly, session):
    def queries():
        with CaptureQueriesContext(connection) as found:
            start_seats(NOON)
        return len(found)

    member(assembly, 1)
    one = queries()
    for number in (2, 3):
        member(assembly, number)
    assert queries() == one == 2
