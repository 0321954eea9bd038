"""Venues, sessions and people: by the clock on the wall, nothing in use deleted, nobody's account taken over."""

import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import Appointment, AuditEvent, Person, User
from assembly.services.people import member_leaves
from assembly.services.people_accounts import give_accounts
from scheduling.attention import sessions_parts
from scheduling.clock_times import day_span
from scheduling.errors import InUse, SessionRefused
from scheduling.models import Room, Session, SessionDuty, Venue
from scheduling.selectors.free_times import freedom
from scheduling.selectors.in_use import uses_of
from scheduling.selectors.seen import seen_of
from scheduling.selectors.session_needs import needs_at
from scheduling.services.copying import copy_venues
from scheduling.services.deleting import delete_unused
from scheduling.services.duties import add_person_times, set_duties
from scheduling.services.sessions import (
    change_session,
    delete_session,
    move_session,
    number_by_date,
    take_dates_from_sessions,
)
from scheduling.services.venues import save_venue, set_ways
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_membership import make_need
from tests.factories_people import make_members, make_person, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_sessions import (
    FIRST_DAY,
    make_duty,
    make_item,
    make_person_time,
    make_room,
    make_session,
    make_venue,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_days_on_which_the_clock_is_changed_have_23_and_25_hours():
    hours = [
        (ends - begins).total_seconds() / 3600
        for begins, ends in (day_span(date(2026, 3, 29), LONDON), day_span(date(2026, 10, 25), LONDON))
    ]
    assert hours == [23, 25]


def fields_of(session, **changed):
    names = (
        "title",
        "phase",
        "venue",
        "time_zone",
        "starts_at",
        "ends_at",
        "second_half_at",
        "quorum",
        "members_note",
        "staff_notes",
    )
    return {**{name: getattr(session, name) for name in names}, **changed}


def change(session, organiser, *, moves_items=True, seen=None, rooms=(), **changed):
    return change_session(
        session=session,
        fields=fields_of(session, **changed),
        rooms=rooms,
        moves_items=moves_items,
        seen=seen_of(session) if seen is None else seen,
        actor=organiser,
        now=NOON,
    )


def test_a_programme_keeps_its_clock_times_when_its_session_moves_over_the_end_of_summer_time(
    assembly, organiser
):
    session = make_session(assembly)
    item = make_item(session, at=60)
    saved = change(
        session,
        organiser,
        starts_at=datetime(2026, 10, 31, 9, 30, tzinfo=UTC),
        ends_at=datetime(2026, 10, 31, 16, 30, tzinfo=UTC),
        second_half_at=None,
    )
    item.refresh_from_db()
    assert (saved.moved, item.version) == (1, 2)
    assert item.starts_at == datetime(2026, 10, 31, 10, 30, tzinfo=UTC)


def test_an_item_whose_room_leaves_the_session_keeps_its_time(assembly, organiser):
    session = make_session(assembly)
    item = make_item(session)
    saved = change(session, organiser, venue=make_room(make_venue(assembly)).venue)
    item.refresh_from_db()
    assert (saved.without_room, item.room, item.starts_at) == (1, None, session.starts_at)


def test_of_two_who_change_a_session_at_once_the_second_is_told(assembly, organiser):
    session = make_session(assembly)
    seen = seen_of(session)
    change(session, organiser, title="⟪First⟫")
    with pytest.raises(ChangedMeanwhile):
        change(session, organiser, title="⟪Second⟫", seen=seen)
    assert Session.objects.get().title == "⟪First⟫"


def test_a_session_is_planned_by_its_venues_clock(assembly, organiser, client_of):
    venue = make_venue(assembly, time_zone="America/New_York")
    sent = {
        "title": "⟪Far away⟫",
        "phase": "learning",
        "venue": venue.pk,
        "time_zone": "Europe/London",
        "day": "2026-06-06",
        "begins": "09:30",
        "ends": "16:30",
        "second_half": "13:00",
        "quorum": "34",
    }
    client = client_of(organiser)
    answer = client.post(reverse("session_new", args=[assembly.slug]), sent)
    session = Session.objects.get()
    assert answer["Location"] == reverse("session", args=[assembly.slug, 1])
    assert (session.starts_at, session.time_zone) == (
        datetime(2026, 6, 6, 13, 30, tzinfo=UTC),
        "America/New_York",
    )
    wrong = client.post(
        reverse("session_new", args=[assembly.slug]), {**sent, "ends": "09:00", "quorum": "51"}
    )
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"ends", "quorum"}


def test_a_form_says_when_the_clock_does_not_show_a_time(assembly, organiser, client_of):
    sent = {"title": "⟪Night⟫", "phase": "learning", "time_zone": "Europe/London", "day": "2026-03-29"}
    page = client_of(organiser).post(
        reverse("session_new", args=[assembly.slug]), {**sent, "begins": "01:30", "ends": "09:00"}
    )
    assert "There is no 01:30 on 29 March 2026: the clocks go forward then." in page.content.decode()


def test_publishing_is_no_verb_of_this_page_and_closing_twice_is_refused(assembly, organiser):
    session = make_session(assembly, state="open")
    by = {"session": session, "actor": organiser, "now": NOON}
    with pytest.raises(SessionRefused):
        move_session(verb="publish", **by)
    assert move_session(verb="close", **by).state == "closed"
    with pytest.raises(IllegalMove):
        move_session(verb="close", **by)


def test_what_a_programme_uses_is_not_deleted_and_the_sentence_says_where(assembly, organiser):
    session = make_session(assembly)
    person = make_person(assembly)
    item = make_item(session, people=(person,))
    by = {"event": "venue.delete", "assembly": assembly, "actor": organiser, "now": NOON}
    for thing in (session.venue, item.room, person, session):
        with pytest.raises(InUse):
            delete_unused(thing=thing, **by)
    assert uses_of(item.room) == [f"agenda item: {item}"]
    assert uses_of(person) == [f"part in the programme: {person}: {item}"]
    item.delete()
    delete_session(session=session, actor=organiser, now=NOON)
    delete_unused(thing=Room.objects.get(), **by)
    delete_unused(thing=Venue.objects.get(), **by)
    delete_unused(thing=person, **by)
    assert (Session.objects.count(), Venue.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_a_room_that_is_ticked_for_a_session_is_in_use(assembly):
    session = make_session(assembly)
    room = Room.objects.get()
    session.rooms.add(room)
    assert uses_of(room) == ["session: Session 1"]


def test_a_published_session_is_not_deleted(assembly, organiser):
    with pytest.raises(InUse):
        delete_session(session=make_session(assembly, state="programme_published"), actor=organiser, now=NOON)


def test_a_venues_clock_stays_once_sessions_are_told_by_it(assembly, organiser):
    venue = make_session(assembly).venue
    names = ("name", "address", "directions", "staff_notes")
    fields = {**{name: getattr(venue, name) for name in names}, "time_zone": "Europe/Paris"}
    with pytest.raises(SessionRefused):
        save_venue(venue=venue, fields=fields, seen=seen_of(venue), actor=organiser, now=NOON)


def test_sessions_are_numbered_by_date_until_one_is_published(assembly, organiser):
    later = make_session(assembly, starts_at=FIRST_DAY.replace(month=9))
    sooner = make_session(assembly, starts_at=FIRST_DAY)
    by = {"assembly": assembly, "actor": organiser, "now": NOON}
    assert (number_by_date(**by), number_by_date(**by)) == (True, False)
    assert [Session.objects.get(pk=each.pk).number for each in (sooner, later)] == [1, 2]
    Session.objects.filter(pk=later.pk).update(state="programme_published")
    with pytest.raises(SessionRefused):
        number_by_date(**by)


def test_the_assemblys_days_are_taken_from_its_sessions(assembly, organiser):
    make_session(assembly)
    make_session(assembly)
    by = {"assembly": assembly, "actor": organiser, "now": NOON}
    assert (take_dates_from_sessions(**by), take_dates_from_sessions(**by)) == (True, False)
    assembly.refresh_from_db()
    assert (assembly.first_session_on, assembly.last_session_on) == (date(2026, 6, 6), date(2026, 6, 20))


def test_notes_for_staff_are_kept_from_observers(assembly, observer, organiser, client_of):
    session = make_session(assembly, staff_notes="⟪key under the mat⟫")
    Venue.objects.update(staff_notes="⟪alarm 1234⟫")
    for address in (
        reverse("session", args=[assembly.slug, session.number]),
        reverse("venue", args=[assembly.slug, session.venue.pk]),
    ):
        seen = [
            "⟪key under the mat⟫" in page or "⟪alarm 1234⟫" in page
            for page in (client_of(who).get(address).content.decode() for who in (organiser, observer))
        ]
        assert seen == [True, False]


def test_somebody_who_named_free_times_is_away_outside_of_them_and_what_is_taken_is_taken(assembly):
    session, person = make_session(assembly), make_person(assembly)
    span = (session.starts_at, session.ends_at)
    assert freedom((), *span).state == "unsaid"
    free = make_person_time(person, session, openness="free")
    assert freedom([free], *span).state == "free"
    taken = make_person_time(person, session)
    assert freedom([free, taken], *span).state == "taken"
    taken.ends_at = session.second_half_at
    assert freedom([free, taken], *span).state == "partly"
    other = make_session(assembly)
    assert freedom([free], other.starts_at, other.ends_at).state == "taken"


def test_several_sessions_are_ticked_at_once_and_saying_it_again_replaces_it(assembly, organiser, client_of):
    person, sessions = make_person(assembly), [make_session(assembly) for _ in range(3)]
    address = reverse("person", args=[assembly.slug, person.pk])
    ticked = [each.pk for each in sessions[:2]]
    for openness in ("taken", "free"):
        client_of(organiser).post(address, {"act": "add", "openness": openness, "sessions": ticked})
    assert [(each.openness, each.starts_at) for each in person.times.all()] == [
        ("free", each.starts_at) for each in sessions[:2]
    ]


def test_somebody_of_the_team_who_is_put_on_duty_is_entered_and_a_clash_is_shown(
    assembly, organiser, session_staff, client_of
):
    session = make_session(assembly)
    address = reverse("session_duty", args=[assembly.slug, session.number])
    client = client_of(organiser)
    client.post(address, {f"account-{session_staff.pk}": "technician"})
    duty = SessionDuty.objects.get()
    assert (duty.person.user, duty.person.kind, duty.part) == (session_staff, "staff", "technician")
    times = {"openness": "taken", "spans": [(session.starts_at, session.ends_at)], "note": "⟪ill⟫"}
    add_person_times(person=duty.person, actor=organiser, now=NOON, **times)
    page = client.get(address)
    assert [(row.name, away) for row, away in page.context["clashes"]] == [
        (session_staff.name, "not free on that day")
    ]


def test_of_two_who_set_duties_at_once_the_second_saves_nothing(assembly, organiser):
    session, person = make_session(assembly), make_person(assembly, kind="facilitator")
    other = make_person(assembly, kind="facilitator")
    by = {"session": session, "seen": {}, "actor": organiser, "now": NOON}
    assert set_duties(parts={person.pk: "lead"}, **by)
    with pytest.raises(SessionRefused):
        set_duties(parts={other.pk: "lead"}, **by)
    assert [duty.person for duty in session.duties.all()] == [person]


def give(assembly, organiser):
    return give_accounts(assembly=assembly, actor=organiser, now=NOON)


def test_members_get_accounts_once_by_their_own_address_or_by_letter(assembly, organiser):
    own, first, second, without = make_members(assembly, 4)
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(email="Shared@example.org")
    Person.objects.filter(pk=without.pk).update(email="")
    given = give(assembly, organiser)
    assert (given.linked, given.by_email, given.by_letter) == (0, 1, 3)
    assert give(assembly, organiser).total == 0
    people = assembly.people.order_by("seat_number")
    assert [person.user.email for person in people] == [own.email, None, None, None]
    assert Appointment.objects.filter(assembly=assembly, role="member").count() == 4
    assert AuditEvent.objects.filter(type="person.account").count() == 4


def test_an_account_is_linked_only_under_the_same_name_and_nobodys_is_taken_over(assembly, organiser):
    same, other = make_members(assembly, 2)
    known = UserFactory(email=same.email.upper(), name=same.name)
    stranger = UserFactory(email=other.email, name="⟪Somebody else⟫")
    given = give(assembly, organiser)
    other.refresh_from_db()
    assert (given.linked, given.by_email, given.by_letter) == (1, 0, 1)
    assert Person.objects.get(pk=same.pk).user == known
    assert other.user not in (None, stranger)
    assert not stranger.appointments.exists()


def test_two_members_of_one_name_get_two_accounts(assembly, organiser):
    make_members(assembly, 2, name="⟪Ann Lee⟫", email="")
    give(assembly, organiser)
    assert sorted(User.objects.filter(email=None).values_list("name", flat=True)) == [
        "⟪Ann Lee⟫ (seat 1)",
        "⟪Ann Lee⟫ (seat 2)",
    ]


def test_whoever_leaves_a_seat_loses_the_role_of_a_member(assembly, organiser):
    person = RespondentFactory(assembly=assembly)
    member = member_of(person, email="own@example.org")
    give(assembly, organiser)
    origin = (member.origin_kind, member.origin_key)
    member_leaves(assembly=assembly, origin=origin, actor=organiser, now=NOON)
    assert not Appointment.objects.filter(assembly=assembly, role="member").exists()


def test_only_organisers_give_accounts(assembly, session_staff, client_of):
    make_members(assembly, 1)
    assert client_of(session_staff).post(reverse("people_accounts", args=[assembly.slug])).status_code == 403


def needy(assembly):
    """A session with two vegans who are expected, one of whom hears badly, and a member who is not."""
    session = make_session(assembly)
    for number in (1, 2, 3):
        person = RespondentFactory(assembly=assembly)
        member_of(
            person,
            seat_number=number,
            **({"joined_at": session.ends_at.replace(year=2027)} if number == 3 else {}),
        )
        make_need(person, kind="diet", words=("⟪Vegan⟫", " ⟪vegan⟫", "⟪vegan⟫")[number - 1])
        if number == 1:
            make_need(person, feature="hearing_loop", words="⟪sits at the front⟫")
    return session


def test_needs_are_counted_for_those_who_are_expected_and_gaps_are_named(assembly):
    needs = needs_at(needy(assembly), date(2026, 6, 1))
    assert [(each.words, each.count) for each in needs.diets] == [("⟪Vegan⟫", 2)]
    assert [(str(each.label), each.count, each.is_gap) for each in needs.features] == [
        ("Hearing loop", 1, True)
    ]
    assert needs.expected == 2


def test_the_paper_for_the_venue_holds_no_names_and_only_the_words_that_were_ticked(
    assembly, organiser, client_of
):
    session = needy(assembly)
    diet = needs_at(session, date(2026, 6, 1)).diets[0]
    address = reverse("session_needs_pdf", args=[assembly.slug, session.number])
    answer = client_of(organiser).post(address, {"words": [diet.key]})
    text = text_of(answer.content)
    assert "Vegan" in text
    assert "sits at the front" not in text
    assert not any(str(person) in text for person in assembly.people.all())
    assert AuditEvent.objects.filter(type="session.needs_paper").count() == 1


def text_of(content):
    """Return the words of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_needs_are_exported_once_it_is_said_what_for_and_the_record_says_so(assembly, organiser, client_of):
    session = needy(assembly)
    answer = client_of(organiser).get(reverse("session_needs_export", args=[assembly.slug, session.number]))
    assert answer.content.decode("utf-8-sig").count("egan") == 2
    details = AuditEvent.objects.get(type="session.needs_export").details
    assert (details["purpose"], details["needs"]) == ("⟪Tests⟫", 3)


def test_a_copy_takes_over_rooms_and_ways_and_nothing_of_people(assembly, organiser):
    first, second = make_room(make_venue(assembly, staff_notes="⟪ask Mr Smith⟫")).venue, make_venue(assembly)
    set_ways(assembly=assembly, minutes={(first.pk, second.pk): 12}, actor=organiser, now=NOON)
    make_duty(make_session(assembly), make_person(assembly))
    target = AssemblyFactory()
    copy_venues(assembly, target)
    assert [venue.staff_notes for venue in target.venues.all()] == ["", ""]
    assert Room.objects.filter(venue__assembly=target).count() == 1
    assert (target.sessions.count(), target.people.count()) == (0, 0)


def test_the_first_session_is_asked_for_and_then_what_is_due(assembly, organiser):
    assert [str(action.title) for action in sessions_parts.attention_of(assembly)] == [
        "Plan the first session"
    ]
    make_session(assembly, state="open", starts_at=datetime(2020, 6, 6, 9, tzinfo=UTC))
    assert [str(action.title) for action in sessions_parts.attention_of(assembly)] == ["Close Session 1"]


@pytest.mark.parametrize("name", ["sessions", "venues", "people"])
def test_lists_ask_as_many_questions_for_one_as_for_three(name, assembly, organiser, client_of):
    client, address = client_of(organiser), reverse(name, args=[assembly.slug])
    make_session(assembly)
    make_person(assembly)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        make_session(assembly, venue=make_venue(assembly))
        make_person(assembly)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)
