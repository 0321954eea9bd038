"""The published programme: versions for good, differences, who is told, calendars that other programs read, papers."""

import io
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import vobject
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from assembly.audiences import audience_of
from assembly.enums import PersonKind, Role
from assembly.errors import ChangedMeanwhile, GateClosed, MailingRefused, NothingToPublish
from assembly.message_dates import occasions_of
from assembly.models import AuditEvent, Mailing, Person
from assembly.record import sentence_of
from assembly.services.mailings import cancel_mailing
from assembly.services.people_erasure import erase_people
from scheduling import publication_checks
from scheduling.calendar_entries import Reader, calendar_entries
from scheduling.local_times import clock_time
from scheduling.models import AgendaItem, CalendarFeed, ProgrammeVersion, Session, Slot
from scheduling.programme_changes import ChangeKind, changes_between
from scheduling.programme_words import sentence_for, time_words
from scheduling.selectors.programme import affected_people, programme_of
from scheduling.services.calendar_feeds import end_feed, make_feed
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.programme_notices import people_to_tell, version_known, write_notices
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_people import make_members, make_person, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_programme import publish
from tests.factories_sessions import make_duty, make_item, make_person_time, make_session

HOUR = timedelta(hours=1)


@pytest.fixture
def witness(assembly):
    return make_person(assembly, email="hoff@example.org")


@pytest.fixture
def session(assembly):
    return make_session(assembly)


@pytest.fixture
def talk(session, witness):
    return make_item(session, people=(witness,), title="⟪Stoves⟫", staff_notes="secret note")


def kinds(before, after):
    found = changes_between(programme_of(before), programme_of(after))
    return [change.kind for each in found for change in each.changes]


def told(before, after):
    found = changes_between(programme_of(before), programme_of(after))
    return [each.person for each in affected_people(after.assembly, found)]


def feed_of(assembly, person, client=None, **headers):
    token = make_feed(
        assembly=assembly, person=person, actor=AppointmentFactory(assembly=assembly).user, now=NOON
    )
    return (client or Client()).get(reverse("calendar_feed", args=[token]), **headers)


# Publishing


def test_publishing_moves_sessions_and_writes_the_record(assembly, organiser, talk):
    version = publish(assembly, actor=organiser)
    assert (version.number, Session.objects.get().state) == (1, "programme_published")
    events = AuditEvent.objects.filter(assembly=assembly).order_by("number")
    assert [sentence_of(event) for event in events][-2:] == [
        f"{organiser} published the programme of session 1",
        f"{organiser} published version 1 of the programme",
    ]


def test_what_is_internal_is_not_published_and_people_stand_in_it_by_key(assembly, session, talk, witness):
    make_item(session, at=300, kind="internal", title="⟪Briefing⟫", people=(make_person(assembly),))
    content = publish(assembly).content
    assert [item["title"] for item in content["sessions"][0]["items"]] == ["⟪Stoves⟫"]
    assert content["sessions"][0]["items"][0]["people"] == [[witness.pk, "speaker"]]
    assert "secret note" not in str(content)
    assert witness.name not in str(content)


@pytest.mark.owner
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_version(act, assembly, talk):
    version = publish(assembly)
    rows = ProgrammeVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
        rows.update(note="x") if act == "update" else rows._raw_delete(rows.db)
    assert ProgrammeVersion.objects.get().note == version.note


def test_a_plan_that_nobody_changed_is_not_published_again(assembly, talk):
    publish(assembly)
    with pytest.raises(NothingToPublish):
        publish(assembly)


def test_of_two_who_publish_at_once_the_second_is_told_to_read_again(assembly, organiser, talk):
    seen = draft_mark(assembly, [talk.session_id])
    publish(assembly)
    with pytest.raises(ChangedMeanwhile):
        publish_programme(
            assembly=assembly, chosen=[talk.session_id], note="x", seen=seen, actor=organiser, now=NOON
        )
    assert ProgrammeVersion.objects.count() == 1


def test_what_stands_in_the_way_is_said(assembly, talk, monkeypatch):
    monkeypatch.setattr(publication_checks, "_checks", [lambda _assembly: ["Dr Hoff is in two rooms."]])
    with pytest.raises(GateClosed, match="two rooms"):
        publish(assembly)


def test_sessions_left_out_stay_plans_and_those_that_are_over_stay_as_they_were(assembly, organiser, talk):
    first = publish(assembly)
    Session.objects.update(state="closed")
    AgendaItem.objects.update(title="⟪Rewritten⟫")
    left_out, taken = make_session(assembly), make_session(assembly)
    version = publish_programme(
        assembly=assembly,
        chosen=[taken.pk],
        note="x",
        seen=draft_mark(assembly, [taken.pk]),
        actor=organiser,
        now=NOON,
    )
    assert [row["number"] for row in version.content["sessions"]] == [1, taken.number]
    assert version.content["sessions"][0] == first.content["sessions"][0]
    assert Session.objects.get(pk=left_out.pk).state == "draft"


# Differences, and whom they concern


def test_a_moved_item_is_told_with_old_and_new_time_to_those_in_it_alone(assembly, talk, witness):
    make_members(assembly)
    other = make_person(assembly)
    make_item(talk.session, at=240, people=(other,))
    first = publish(assembly)
    AgendaItem.objects.filter(pk=talk.pk).update(starts_at=talk.starts_at + 2 * HOUR)
    second = publish(assembly)
    assert kinds(first, second) == [ChangeKind.MOVED]
    assert told(first, second) == [witness]
    change = changes_between(programme_of(first), programme_of(second))[0].changes[0]
    assert sentence_for(change, witness.pk) == (
        "“⟪Stoves⟫” in Session 1 (Saturday 6 June 2026): not 09:30 to 10:00, ⟪Room 1⟫, "
        "but 11:30 to 12:00, ⟪Room 1⟫."
    )


def test_an_item_that_goes_to_another_session_is_one_change(assembly, talk, witness):
    other = make_session(assembly)
    first = publish(assembly)
    AgendaItem.objects.filter(pk=talk.pk).update(session=other, starts_at=other.starts_at)
    second = publish(assembly)
    assert kinds(first, second) == [ChangeKind.MOVED]
    change = changes_between(programme_of(first), programme_of(second))[0].changes[0]
    assert sentence_for(change, witness.pk) == (
        "“⟪Stoves⟫” in Session 2 (Saturday 20 June 2026): not Session 1, Saturday 6 June 2026, 09:30 to 10:00, "
        "⟪Room 1⟫, but Session 2, Saturday 20 June 2026, 09:30 to 10:00, ⟪Room 1⟫."
    )


def test_members_are_told_when_their_day_or_something_for_everybody_changes(assembly, talk, witness):
    members = make_members(assembly, 2)
    late = make_members(assembly, 1, joined_at=talk.session.ends_at + 24 * HOUR)
    lunch = make_item(talk.session, at=180, kind="break", title="⟪Lunch⟫")
    versions = [publish(assembly)]
    AgendaItem.objects.filter(pk=lunch.pk).update(minutes=60)
    versions.append(publish(assembly))
    AgendaItem.objects.filter(pk=lunch.pk).update(description="⟪Soup⟫")
    versions.append(publish(assembly))
    Session.objects.update(ends_at=talk.session.ends_at + HOUR)
    versions.append(publish(assembly))
    AgendaItem.objects.filter(pk=lunch.pk).delete()
    versions.append(publish(assembly))
    steps = [told(before, after) for before, after in pairwise(versions)]
    assert steps == [members, [], [*members, witness], members]
    assert told(None, versions[-1]) == [*members, witness]
    assert late[0] not in told(None, versions[0])


def test_whoever_gets_or_loses_a_part_is_told_and_those_who_stay_are_not(assembly, talk, witness):
    first = publish(assembly)
    guest = make_person(assembly)
    Slot.objects.create(item=talk, person=guest, part="lead")
    second = publish(assembly)
    talk.slots.filter(person=witness).delete()
    third = publish(assembly)
    assert (told(first, second), told(second, third)) == ([guest], [witness])
    change = changes_between(programme_of(second), programme_of(third))[0].changes[0]
    assert sentence_for(change, witness.pk) == (
        "You no longer have a part in “⟪Stoves⟫”, Session 1 (Saturday 6 June 2026)."
    )


def test_a_session_that_is_gone_is_cancelled_with_all_that_was_in_it(assembly, talk, witness):
    members = make_members(assembly, 1)
    first = publish(assembly)
    AgendaItem.objects.all().delete()
    Session.objects.all().delete()
    second = publish(assembly)
    assert kinds(first, second) == [ChangeKind.CANCELLED]
    assert told(first, second) == [*members, witness]


def test_times_are_told_by_the_clock_of_the_session_also_when_clocks_change(assembly):
    """Clocks go forward on 29 March and back on 25 October 2026."""
    said = []
    for month, day, hour in ((3, 28, 9), (3, 29, 8), (10, 24, 8), (10, 25, 9)):
        begins = datetime(2026, month, day, hour, tzinfo=UTC)
        made = make_session(assembly, starts_at=begins)
        make_item(made)
        programme = programme_of(publish(assembly))
        row = next(each for each in programme if each.uid == str(made.uid))
        said.append(time_words(row, row.starts_at, row.ends_at))
    assert said == ["09:00 to 16:00"] * 4


# Messages


def test_only_those_concerned_get_a_draft_by_the_way_they_can_be_reached(assembly, organiser, talk, witness):
    member = member_of(RespondentFactory(assembly=assembly, address="7 Opal Street, Riverbend"), email="")
    version = publish(assembly)
    mailing = write_notices(version=version, since=None, template=None, actor=organiser, now=NOON)
    rows = list(mailing.messages.order_by("number"))
    assert (mailing.state, [(row.name, row.channel) for row in rows]) == (
        "draft",
        [(str(member), "letter"), (str(witness), "email")],
    )
    assert (rows[0].about_kind, rows[0].about_id) == ("respondent", member.origin_key)
    assert "– New: Session 1, Saturday 6 June 2026, 09:30 to 16:30, ⟪Town Hall 1⟫." in rows[1].body


def test_nobody_is_written_to_twice_about_a_version_but_after_a_mailing_that_was_stopped(
    assembly, organiser, talk
):
    version = publish(assembly)
    mailing = write_notices(version=version, since=None, template=None, actor=organiser, now=NOON)
    with pytest.raises(MailingRefused):
        write_notices(version=version, since=None, template=None, actor=organiser, now=NOON)
    cancel_mailing(mailing=mailing, actor=organiser, now=NOON)
    write_notices(version=version, since=None, template=None, actor=organiser, now=NOON)
    assert list(Mailing.objects.order_by("number").values_list("state", flat=True)) == ["cancelled", "draft"]


def test_people_are_told_what_is_new_since_the_version_that_they_know(assembly, organiser, talk, witness):
    first = publish(assembly)
    write_notices(version=first, since=None, template=None, actor=organiser, now=NOON)
    AgendaItem.objects.filter(pk=talk.pk).update(minutes=40)
    publish(assembly)
    AgendaItem.objects.filter(pk=talk.pk).update(description="⟪Longer⟫")
    third = publish(assembly)
    assert version_known(third) == first
    assert [len(each.changes) for each in people_to_tell(third, first)] == [2]


def test_a_member_is_told_in_the_language_that_they_chose(assembly, organiser, talk, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    make_members(assembly, 1, language="de-at")
    version = publish(assembly)
    mailing = write_notices(version=version, since=None, template=None, actor=organiser, now=NOON)
    assert "Samstag 6 Juni 2026" in mailing.messages.get(name="⟪Member 1⟫").body


def test_members_and_people_in_the_programme_are_audiences(assembly, talk, witness):
    members = make_members(assembly, 2)
    make_members(assembly, 1, left_at=NOON)
    publish(assembly)
    read = {
        key: [each.name for each in audience_of(key).recipients(assembly, "all")]
        for key in ("members", "programme_people")
    }
    assert read == {"members": [str(each) for each in members], "programme_people": [str(witness)]}
    first = next(iter(audience_of("members").recipients(assembly, "all")))
    assert first.values["called"] == "⟪M1⟫"


def test_each_published_session_is_a_day_to_remind_of(assembly, talk):
    member = make_members(assembly, 1)[0]
    assert occasions_of("session.day", assembly) == []
    publish(assembly)
    make_session(assembly)
    (day,) = occasions_of("session.day", assembly)
    assert (str(day.day), day.key) == ("2026-06-06", f"session:{talk.session_id}")
    assert day.people == frozenset({("person", member.pk)})


# Calendars


def test_a_feed_is_read_alike_by_two_programs(assembly, talk, witness):
    """Ids, times, texts with commas and line ends, long lines: what one reads, the other reads."""
    title = "⟪Stoves, boilers; and a \\ very long title " + "ä" * 90 + "⟫"
    AgendaItem.objects.filter(pk=talk.pk).update(title=title, description="One\nTwo")
    publish(assembly)
    answer = feed_of(assembly, witness)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(answer.content).events
    other = vobject.readOne(answer.content.decode()).vevent
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (str(talk.uid), 0, "CONFIRMED")
    assert str(event["SUMMARY"]) == other.summary.value == title
    assert str(event["DESCRIPTION"]).splitlines()[-2:] == ["One", "Two"]
    assert other.description.value == str(event["DESCRIPTION"])
    assert event["DTSTART"].dt == other.dtstart.value == talk.starts_at
    assert other.uid.value == str(talk.uid)


def test_a_sequence_counts_the_versions_in_which_an_entry_changed_and_cancelled_ones_stay(
    assembly, talk, witness
):
    make_item(talk.session, at=60)
    publish(assembly)
    for minutes in (40, 50):
        AgendaItem.objects.filter(pk=talk.pk).update(minutes=minutes)
        publish(assembly, now=NOON + HOUR)
    make_session(assembly)
    publish(assembly, now=NOON + 2 * HOUR)
    moved = Calendar.from_ical(feed_of(assembly, witness).content).events[0]
    assert (moved["SEQUENCE"], moved["LAST-MODIFIED"].dt) == (2, NOON + HOUR)
    AgendaItem.objects.filter(pk=talk.pk).delete()
    publish(assembly, now=NOON + 3 * HOUR)
    gone = Calendar.from_ical(feed_of(assembly, witness).content).events[0]
    assert (str(gone["UID"]), gone["SEQUENCE"], str(gone["STATUS"])) == (str(talk.uid), 3, "CANCELLED")
    assert (gone["DTSTART"].dt, gone["DTEND"].dt - gone["DTSTART"].dt) == (
        talk.starts_at,
        timedelta(minutes=50),
    )


def test_what_was_cancelled_and_comes_back_goes_on_counting(assembly, talk, witness):
    programmes = [programme_of(publish(assembly)), (), programme_of(ProgrammeVersion.objects.get())]
    reader = Reader(witness.pk, is_member=False, joined_at=NOON)
    entries = calendar_entries([(NOON + n * HOUR, each) for n, each in enumerate(programmes)], reader)
    assert [(each.sequence, each.is_cancelled, each.changed_at) for each in entries] == [
        (2, False, NOON + 2 * HOUR)
    ]


def test_a_members_calendar_has_their_sessions_and_after_they_left_the_rest_is_cancelled(assembly, talk):
    make_session(assembly)
    publish(assembly)
    member = make_members(assembly, 1, left_at=talk.session.ends_at)[0]
    events = Calendar.from_ical(feed_of(assembly, member).content).events
    assert [(str(event["STATUS"]), event["SEQUENCE"]) for event in events] == [
        ("CONFIRMED", 0),
        ("CANCELLED", 1),
    ]


@pytest.mark.parametrize(
    ("begins", "hours"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 2),
    ],
)
def test_moments_are_exact_where_clocks_change(begins, hours, assembly):
    make_item(make_session(assembly, starts_at=begins))
    publish(assembly)
    feed = feed_of(assembly, None).content
    (event,) = Calendar.from_ical(feed).events
    other = vobject.readOne(feed.decode()).vevent
    assert event["DTSTART"].dt == other.dtstart.value == begins
    assert event["DTEND"].dt == other.dtend.value == begins + timedelta(hours=7)


def test_a_feed_names_whoever_is_heard_in_public_and_no_member(assembly, talk, witness):
    member = make_members(assembly, 1)[0]
    Slot.objects.create(item=talk, person=member, part="speaker")
    publish(assembly)
    assert witness.name in str(Calendar.from_ical(feed_of(assembly, None).content).events[0]["DESCRIPTION"])
    assert member.name.encode() not in feed_of(assembly, None).content
    erase_people(pks=[witness.pk], assembly=assembly, actor=None, now=NOON, reason="Asked")
    assert b"Dr Witness" not in feed_of(assembly, None).content


def test_a_feed_says_when_nothing_has_changed(assembly, organiser, talk, witness):
    publish(assembly)
    token = make_feed(assembly=assembly, person=witness, actor=organiser, now=NOON)
    address = reverse("calendar_feed", args=[token])
    first = Client().get(address)
    again = Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Cache-Control"] == "private, max-age=900"
    AgendaItem.objects.filter(pk=talk.pk).update(minutes=40)
    publish(assembly)
    assert Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_new_address_ends_the_old_and_an_ended_one_is_like_none(assembly, organiser, talk, witness):
    publish(assembly)
    old = make_feed(assembly=assembly, person=witness, actor=organiser, now=NOON)
    new = make_feed(assembly=assembly, person=witness, actor=organiser, now=NOON)
    read = lambda token: Client().get(reverse("calendar_feed", args=[token])).status_code  # noqa: E731
    assert (read(old), read(new), read("wrong")) == (404, 200, 404)
    end_feed(assembly=assembly, person=witness, actor=organiser, now=NOON)
    assert read(new) == 404


def test_the_whole_calendar_of_somebody_who_lost_their_role_ends(assembly, talk):
    publish(assembly)
    appointment = AppointmentFactory(assembly=assembly, role=Role.OBSERVER)
    token = make_feed(assembly=assembly, person=None, actor=appointment.user, now=NOON)
    address = reverse("calendar_feed", args=[token])
    assert Client().get(address).status_code == 200
    appointment.delete()
    assert Client().get(address).status_code == 404


def test_whoever_tries_addresses_is_stopped_and_others_read_on(assembly, organiser, talk, monkeypatch):
    publish(assembly)
    monkeypatch.setattr("scheduling.views.programme_calendar.MOST_WRONG", 2)
    token = make_feed(assembly=assembly, person=None, actor=organiser, now=NOON)
    tried = [Client().get(f"/calendar/wrong{n}.ics").status_code for n in range(3)]
    assert tried == [404, 404, 429]
    assert Client().get(reverse("calendar_feed", args=[token])).status_code == 200


# Pages


def test_an_organiser_publishes_and_writes_messages_on_the_pages(
    assembly, organiser, talk, witness, client_of
):
    client = client_of(organiser)
    address = reverse("programme_publish", args=[assembly.slug])
    page = client.get(address)
    data = {"seen": page.context["seen"], "session": page.context["chosen"]}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "note": "x", "seen": "old"}).status_code == 409
    answer = client.post(address, {**data, "note": "Everything is new"})
    assert answer["Location"] == reverse("programme_version", args=[assembly.slug, 1])
    assert str(witness) in client.get(answer["Location"]).content.decode()
    written = client.post(reverse("programme_notices", args=[assembly.slug, 1]), {"since": ""})
    assert written["Location"] == reverse("mailing", args=[assembly.slug, 1])


def test_a_member_reads_the_programme_with_their_own_part_marked(assembly, talk, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    member = make_members(assembly, 1, user=user)[0]
    Slot.objects.create(item=talk, person=member, part="lead")
    publish(assembly)
    client = client_of(user)
    page = client.get(reverse("programme", args=[assembly.slug])).content.decode()
    assert "You: Leads" in page
    assert "secret note" not in page
    home = client.get(reverse("own_home", args=[assembly.slug])).content.decode()
    assert reverse("programme", args=[assembly.slug]) in home
    assert client.get(reverse("programme_versions", args=[assembly.slug])).status_code == 403


def test_the_address_of_a_calendar_is_shown_once(assembly, talk, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    publish(assembly)
    client, page = client_of(user), reverse("programme_calendar", args=[assembly.slug])
    made = client.post(page, {"act": "make"})
    address = made.context["address"]
    assert Client().get(address).status_code == 200
    assert address.removeprefix("http") in made.content.decode().replace("webcal", "http")
    assert address not in client.get(page).content.decode()
    client.post(page, {"act": "end"})
    assert Client().get(address).status_code == 404


def test_staff_print_a_calendar_address_for_somebody_without_an_account_and_take_it_away(
    talk, witness, organiser, outsider, client_of
):
    """The paper holds the address once as a picture and once as text; the new one ends the one before."""
    assembly = talk.assembly
    publish(assembly)
    client, page = client_of(organiser), reverse("person_calendar", args=[assembly.slug, witness.pk])
    assert page in client.get(reverse("person", args=[assembly.slug, witness.pk])).content.decode()
    shown = client.post(page, {"act": "show"}).context["address"]
    assert "⟪Stoves⟫" in Client().get(shown).content.decode()
    text = read_pdf(client.post(page, {"act": "print", "large": "1"}))
    printed = re.search(r"http://testserver/calendar/\S+?\.ics", "".join("".join(text).split()))
    assert Client().get(shown).status_code == 404
    assert Client().get(printed.group().removeprefix("http://testserver")).status_code == 200
    client.post(page, {"act": "end"})
    assert Client().get(printed.group().removeprefix("http://testserver")).status_code == 404
    types = AuditEvent.objects.filter(type__startswith="calendar.").order_by("number")
    assert list(types.values_list("type", flat=True)) == [*["calendar.made_for"] * 2, "calendar.ended_for"]
    assert client_of(outsider).get(page).status_code == 404
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert client_of(member).post(page, {"act": "show"}).status_code == 403


def test_whoever_signs_in_or_has_left_gets_no_address_from_staff(
    assembly, talk, witness, organiser, client_of
):
    publish(assembly)
    client, page = client_of(organiser), reverse("person_calendar", args=[assembly.slug, witness.pk])
    for fields in ({"user": UserFactory()}, {"user": None, "left_at": NOON}):
        Person.objects.filter(pk=witness.pk).update(**fields)
        client.post(page, {"act": "print"})
    assert not CalendarFeed.objects.exists()


def test_the_programme_takes_as_many_queries_for_three_items_as_for_one(session, organiser, client_of):
    assembly = session.assembly
    client, address = client_of(organiser), reverse("programme", args=[assembly.slug])
    counts = []
    for at in (0, 30, 60):
        make_item(session, at=at, people=(make_person(assembly),))
        publish(assembly)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


# Papers


def read_pdf(answer):
    assert answer.status_code == 200
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_papers_hold_what_they_should_and_those_with_names_are_recorded(
    assembly, session_staff, talk, witness, client_of
):
    type(witness).objects.filter(pk=witness.pk).update(phone="0117 4960123")
    make_members(assembly, 3)
    make_item(talk.session, at=60, kind="internal", title="⟪Briefing⟫", material="⟪Keys⟫")
    publish(assembly)
    client = client_of(session_staff)
    paper = lambda name: read_pdf(client.get(reverse(name, args=[assembly.slug, 1])))  # noqa: E731
    run, signs, sheets, badges = map(
        paper, ("session_run_sheet", "session_room_signs", "session_sign_in", "session_badges")
    )
    assert all(words in "".join(run) for words in ("secret note", "Keys", "0117 4960123", "Briefing"))
    assert "Stoves" in signs[0]
    assert not any(words in "".join(signs) for words in ("Briefing", "Dr Witness"))
    assert [("Member 3" in page, "half" in page) for page in sheets] == [(True, True)] * 2
    assert "member1" not in "".join(sheets)
    assert all(words in badges[0] for words in ("M1", "Member", "Witness"))
    taken = AuditEvent.objects.filter(type="programme.paper_taken").order_by("pk")
    assert [sentence_of(event) for event in taken] == [
        f"{session_staff} took {paper} of session 1: ⟪Tests⟫"
        for paper in ("the run sheet", "the sign-in sheets", "the badges")
    ]


def test_whoever_is_on_duty_and_away_for_a_part_is_flagged_on_the_day_the_session_and_the_run_sheet(
    assembly, session_staff, talk, witness, client_of
):
    """Why they are away is told nowhere; in an item they count as away only if it lies in that part."""
    session = talk.session
    helper = make_person(assembly, kind=PersonKind.FACILITATOR, name="⟪Fay Helper⟫")
    for person in (helper, witness):
        make_duty(session, person)
    time = make_person_time(helper, session)
    time.ends_at = talk.starts_at + timedelta(minutes=15)
    time.save(update_fields=["ends_at"])
    late = make_item(session, at=120, title="⟪Late⟫")
    for item in (talk, late):
        Slot.objects.create(item=item, person=helper, part="facilitator")
    client = client_of(session_staff)
    words = f"not free from {clock_time(session.starts_at, session.zone)} to {clock_time(time.ends_at, session.zone)}"
    for name in ("session_day", "session"):
        page = client.get(reverse(name, args=[assembly.slug, 1])).content.decode()
        assert (page.count(words), "a lecture" in page) == (1, False)
    run = "".join(read_pdf(client.get(reverse("session_run_sheet", args=[assembly.slug, 1]))))
    assert f"(Facilitates, {words})" in run
    assert (run.count("not free then"), "a lecture" in run) == (1, False)


def test_papers_of_two_hundred_with_long_names_break_where_pages_end(assembly, session, organiser, client_of):
    make_members(assembly, 200, name="⟪" + "Maximiliane Theodora " * 5 + "⟫", called="⟪Maximiliane-Theodora⟫")
    client = client_of(organiser)
    sheets = read_pdf(client.get(reverse("session_sign_in", args=[assembly.slug, 1])))
    assert all("Signature" in page for page in sheets)
    assert sum(page.count("Maximiliane Theodora") for page in sheets) >= 400
    assert len(read_pdf(client.get(reverse("session_badges", args=[assembly.slug, 1])))) == 20


def test_a_long_description_goes_on_on_the_next_page_in_both_prints(assembly, session, organiser, client_of):
    make_item(session, description="⟪Why the air is bad⟫ " * 140)
    publish(assembly)
    address = reverse("programme_pdf", args=[assembly.slug])
    normal, large = (read_pdf(client_of(organiser).get(address + query)) for query in ("", "?large=1"))
    assert "09:30 to 10:00" in normal[0]
    assert len(large) > len(normal)


def test_somebody_who_only_looks_on_gets_no_paper_with_names(assembly, observer, talk, client_of):
    client = client_of(observer)
    answers = {
        name: client.get(reverse(name, args=[assembly.slug, 1])).status_code
        for name in ("session_papers", "session_room_signs", "session_run_sheet", "session_badges")
    }
    assert answers == {
        "session_papers": 200,
        "session_room_signs": 200,
        "session_run_sheet": 403,
        "session_badges": 403,
    }
