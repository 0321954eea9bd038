"""The number of clashes that every page of the workspace shows is remembered, and follows every write all the same."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assembly.enums import AccessFeature, PersonKind
from assembly.models import Person
from assembly.record import _kinds as kinds
from assembly.services.people import PersonFacts, keep_member, member_leaves
from scheduling.attention_plan import clashes_to_clear
from scheduling.models import AcceptedClash, AgendaItem, PersonTime, Room, RoomTime, SessionDuty
from scheduling.selectors.clash_count import count_of_clashes, remembered_count_of_clashes
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.last_change import _HARMLESS
from scheduling.selectors.plan_changes import last_change
from scheduling.selectors.plan_programme import plan_of
from scheduling.selectors.seen import seen_of
from scheduling.services.duties import add_person_times, remove_person_time, set_duties
from scheduling.services.plan import Place, item_to_tray, place_item, standing
from scheduling.services.plan_clashes import accept_clash, take_acceptance_back
from scheduling.services.plan_items import ItemFacts, PartOf, create_item, edit_item
from scheduling.services.plan_undo import undo_change
from scheduling.services.sessions import change_session
from scheduling.services.venues import add_room_time, remove_room_time, save_room
from sortition.models import Respondent
from sortition.services.membership_needs import declare_need
from sortition.services.seats import move_seat
from tests.factories import NOON
from tests.factories_attendance import note
from tests.factories_people import make_person
from tests.factories_pool import RespondentFactory
from tests.factories_seats import make_seat
from tests.factories_sessions import make_item, make_room, make_session

pytestmark = pytest.mark.django_db


class Office:
    """Do by services, by chance, whatever changes a programme or what it clashes with."""

    def __init__(self, assembly, actor, seed):
        self.assembly, self.by = assembly, {"actor": actor, "now": NOON}
        self.chance = random.Random(seed)
        venue = make_room(make_session(assembly).venue, capacity=2).venue
        self.sessions = [assembly.sessions.get(), make_session(assembly, venue=venue)]
        self.people = [make_person(assembly, kind=PersonKind.STAFF) for _each in range(2)]
        self.seat = make_seat(RespondentFactory(assembly=assembly))
        move_seat(seat=self.seat, verb="confirm", **self.by)
        for _each in range(3):
            self.write()

    def act(self):
        """Do something; what is refused changes nothing."""
        acts = (*[self.place] * 6, self.write, self.tray, self.edit, self.undo, self.duty, self.time)
        acts += (
            self.room_time,
            self.room,
            self.room,
            self.session,
            self.join,
            self.leave,
            self.accept,
            self.count,
            self.need,
        )
        self.chance.choice(acts)()

    def items(self):
        return list(AgendaItem.objects.filter(assembly=self.assembly).order_by("pk"))

    def write(self):
        person = self.chance.choice(self.people)
        facts = ItemFacts("⟪Talk⟫", "talk", 30, expected=3, parts=(PartOf("speaker", person),))
        create_item(assembly=self.assembly, facts=facts, **self.by)

    def place(self):
        item, session = self.chance.choice(self.items()), self.chance.choice(self.sessions)
        room = self.chance.choice(list(session.venue.rooms.all()))
        start = session.starts_at + timedelta(minutes=30 * self.chance.randrange(3))
        place_item(item=item, version=None, place=Place(session, room, start), **self.by)

    def tray(self):
        item_to_tray(item=self.chance.choice(self.items()), version=None, **self.by)

    def edit(self):
        item = self.chance.choice(self.items())
        facts = ItemFacts(
            "⟪Talk⟫", "plenary", 60, parts=(PartOf("speaker", self.chance.choice(self.people)),)
        )
        facts = replace(
            facts, minutes=self.chance.choice((15, 60)), kind=self.chance.choice(("talk", "plenary"))
        )
        edit_item(item=item, version=item.version, facts=facts, **self.by)

    def undo(self):
        change = last_change(self.assembly)
        stands = {str(item.pk): standing(item) for item in self.items()}
        is_new = change and any(each is None for each in change.before.values())
        if change and not is_new and all(stands.get(key) == each for key, each in change.after.items()):
            undo_change(assembly=self.assembly, number=change.number, **self.by)

    def duty(self):
        session, person = self.chance.choice(self.sessions), self.chance.choice(self.people)
        stands = dict(SessionDuty.objects.filter(session=session).values_list("person", "part"))
        wanted = {} if person.pk in stands else {**stands, person.pk: "facilitator"}
        set_duties(session=session, parts=wanted, seen=stands, **self.by)

    def time(self):
        person, session = self.chance.choice(self.people), self.chance.choice(self.sessions)
        told = PersonTime.objects.filter(person=person).first()
        if told:
            remove_person_time(person=person, pk=told.pk, **self.by)
        else:
            span = (session.starts_at, session.starts_at + timedelta(minutes=45))
            add_person_times(person=person, openness="taken", spans=[span], note="", **self.by)

    def room_time(self):
        session = self.chance.choice(self.sessions)
        room = session.venue.rooms.first()
        told = RoomTime.objects.filter(room=room).first()
        if told:
            remove_room_time(room=room, pk=told.pk, **self.by)
        else:
            span = (session.starts_at, session.starts_at + timedelta(minutes=20))
            add_room_time(room=room, openness="taken", span=span, note="", **self.by)

    def room(self):
        room = Room.objects.order_by("pk").last()
        save_room(room=room, fields={"capacity": self.chance.choice((1, 9))}, seen=seen_of(room), **self.by)

    def session(self):
        session = self.chance.choice(self.sessions)
        session.refresh_from_db()
        ends = session.starts_at + timedelta(minutes=self.chance.choice((60, 420)))
        change_session(
            session=session,
            fields={"ends_at": ends, "second_half_at": None},
            rooms=[],
            moves_items=False,
            seen=seen_of(session),
            **self.by,
        )

    def join(self):
        number = self.chance.randrange(4)
        facts = PersonFacts(f"⟪Member {number}⟫", "", "", "", "", {})
        keep_member(
            assembly=self.assembly, origin=("tests", number), seat_number=100 + number, facts=facts, **self.by
        )

    def leave(self):
        member_leaves(assembly=self.assembly, origin=("tests", self.chance.randrange(4)), **self.by)

    def accept(self):
        found = [each for each in told_clashes(plan_of(self.assembly)) if not each.acceptance]
        if found:
            accept_clash(assembly=self.assembly, key=found[0].key, sentence="⟪⟫", reason="⟪fine⟫", **self.by)

    def count(self):
        if accepted := AcceptedClash.objects.first():
            take_acceptance_back(accepted=accepted, **self.by)

    def need(self):
        person = Respondent.objects.get(pk=self.seat.respondent_id)
        declare_need(
            respondent=person,
            kind="access",
            words=f"⟪need {self.chance.random()}⟫",
            channel="phone",
            feature=self.chance.choice(AccessFeature.values),
            owner=None,
            due_on=None,
            **self.by,
        )


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_written_the_remembered_number_is_the_one_worked_out_anew(seed, assembly, organiser):
    office, found = Office(assembly, organiser, seed), [0]
    for _step in range(40):
        office.act()
        fresh = count_of_clashes(assembly)
        assert [remembered_count_of_clashes(assembly) for _look in range(2)] == [fresh, fresh]
        if fresh != found[-1]:
            found.append(fresh)
    assert len(found) > 5


def test_a_room_that_shrinks_or_is_taken_is_noticed(assembly, organiser):
    session = make_session(assembly)
    room, by = session.venue.rooms.get(), {"actor": organiser, "now": NOON}
    make_item(session, expected=10)
    found = [remembered_count_of_clashes(assembly)]
    save_room(room=room, fields={"capacity": 9}, seen=seen_of(room), **by)
    found.append(remembered_count_of_clashes(assembly))
    span = (session.starts_at, session.ends_at)
    told = add_room_time(room=room, openness="taken", span=span, note="", **by)
    found.append(remembered_count_of_clashes(assembly))
    remove_room_time(room=room, pk=told.pk, **by)
    found.append(remembered_count_of_clashes(assembly))
    assert found == [0, 1, 2, 1]


def test_it_is_worked_out_once_and_asked_for_by_three_questions_however_much_is_planned(assembly, organiser):
    session = make_session(assembly, state="open")
    first = make_item(session)

    def queries():
        with CaptureQueriesContext(connection) as found:
            titles = [str(action.title) for action in clashes_to_clear(assembly)]
        return len(found), titles

    assert queries()[1] == []
    assert queries() == (3, [])
    make_item(session)
    item_to_tray(item=first, version=1, actor=organiser, now=NOON)
    first.refresh_from_db()
    place = Place(session, session.venue.rooms.get(), session.starts_at)
    place_item(item=first, version=2, place=place, actor=organiser, now=NOON)
    assert queries()[1] == ["Clear 1 clash"]
    make_item(session, at=90)
    assert queries()[0] == 3


def test_a_hall_full_of_taps_makes_nothing_be_worked_out_anew(assembly, organiser):
    session = make_session(assembly, state="open")
    make_item(session)
    keep_member(
        assembly=assembly,
        origin=("tests", 1),
        seat_number=1,
        facts=PersonFacts("⟪Ada⟫", "", "", "", "", {}),
        actor=organiser,
        now=NOON,
    )
    list(clashes_to_clear(assembly))
    note(session, Person.objects.members().get(), "present")
    with CaptureQueriesContext(connection) as found:
        list(clashes_to_clear(assembly))
    assert len(found) == 3


def test_events_that_are_taken_for_harmless_are_of_kinds_that_there_are():
    assert {prefix.removesuffix(".") for prefix in _HARMLESS} <= set(kinds)
