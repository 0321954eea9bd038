"""The programme for everybody: published versions alone, nobody named who did not agree, a calendar file."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from assembly.enums import AssemblyState, PersonKind
from assembly.models import Assembly
from assembly.public_site import public_pages, teasers_of
from scheduling.enums import Part
from scheduling.models import AgendaItem, Slot
from scheduling.selectors.public_programme import next_session, public_programme
from tests.factories import NOON
from tests.factories_evidence import make_witness
from tests.factories_evidence_witnesses import make_release
from tests.factories_people import make_members, make_person
from tests.factories_programme import publish
from tests.factories_sessions import make_item, make_session, make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(assembly):
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    return assembly


def _get(name, assembly, *arguments):
    return Client().get(reverse(name, args=[assembly.slug, *arguments]))


def _page(assembly):
    answer = _get("public_programme", assembly)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_draft_is_nobodys_business(assembly):
    publish_one(assembly)
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.DRAFT)
    assert _get("public_programme", assembly).status_code == 404
    assert _get("public_programme_ics", assembly).status_code == 404


def publish_one(assembly, **fields):
    session = make_session(assembly, **fields)
    make_item(session, title="⟪About stoves⟫")
    return publish(assembly)


def test_without_a_programme_the_page_says_what_comes_and_the_navigation_has_no_entry(known):
    assert "No programme is published yet" in _page(known)
    assert "programme" not in [page.key for page in public_pages(known)]
    assert _get("public_programme_ics", known).status_code == 404
    assert _get("public_programme_version", known, 1).status_code == 404


def test_what_is_planned_and_not_published_is_never_shown(known):
    publish_one(known)
    AgendaItem.objects.filter(assembly=known).update(title="⟪Changed since⟫")
    later = make_session(known, title="⟪A day that is being planned⟫")
    make_item(later, title="⟪Secret talk⟫")
    said = _page(known) + _get("public_programme_ics", known).content.decode()
    assert "⟪About stoves⟫" in said
    for hidden in ("⟪Changed since⟫", "⟪A day that is being planned⟫", "⟪Secret talk⟫"):
        assert hidden not in said


def test_rooms_notes_and_internal_items_are_not_shown(known):
    session = make_session(known, members_note="⟪Ring at the back door⟫")
    make_item(session, title="⟪Open talk⟫")
    make_item(session, at=60, kind="internal", title="⟪Briefing⟫", staff_notes="⟪Keys⟫")
    publish(known)
    said = _page(known) + _get("public_programme_ics", known).content.decode()
    assert "⟪Open talk⟫" in said
    for hidden in ("⟪Ring at the back door⟫", "⟪Briefing⟫", "⟪Keys⟫", "⟪Room 1⟫"):
        assert hidden not in said


def test_a_line_of_an_address_that_holds_a_link_is_left_out(known):
    venue = make_venue(known, address="⟪1 Market Place⟫\nhttps://meet.example/secret")
    make_session(known, venue=venue)
    publish(known)
    said = _page(known) + _get("public_programme_ics", known).content.decode()
    assert "⟪1 Market Place⟫" in said
    assert "meet.example" not in said


def test_a_speaker_is_named_only_while_they_agree(known):
    agreed, silent = make_witness(known, state="accepted"), make_witness(known, state="accepted")
    session = make_session(known)
    make_item(session, people=(agreed.person, silent.person))
    publish(known)
    release = make_release(agreed, "name")
    said = _page(known)
    assert f"{agreed.name}, ⟪Riverbend University⟫" in said
    assert silent.name not in said
    assert "A speaker who is not named" in said
    release.delete()
    assert agreed.name not in _page(known)


def test_members_facilitators_and_guests_are_never_named(known):
    member = make_members(known, 1)[0]
    helper = make_person(known, kind=PersonKind.FACILITATOR, name="⟪Fay Helper⟫")
    guest = make_person(known, kind=PersonKind.GUEST, name="⟪Guy Guest⟫")
    session = make_session(known)
    item = make_item(
        session,
        people=(member, guest),
        title="⟪Talk of ⟫Guy Guest",
        description=f"With {member.name} and {helper.name}",
    )
    Slot.objects.create(item=item, person=helper, part=Part.LEAD)
    publish(known, note=f"{member.name} fell ill")
    for answer in (_get("public_programme", known), _get("public_programme_ics", known)):
        said = answer.content.decode()
        for person in (member, helper, guest):
            assert person.name not in said
    assert "With (not named) and (not named)" in _page(known)


def test_who_leads_and_is_not_named_is_not_called_a_speaker(known):
    helper = make_person(known, kind=PersonKind.FACILITATOR, name="⟪Fay Helper⟫")
    Slot.objects.create(item=make_item(make_session(known)), person=helper, part=Part.LEAD)
    publish(known)
    said = _page(known)
    assert "not named" not in said.replace("Members are not named", "")
    assert helper.name not in said


def test_of_a_day_that_is_over_nothing_more_is_promised(known):
    make_session(known, title="⟪Long ago⟫", starts_at=NOON.replace(year=2020))
    publish(known)
    said = _page(known)
    assert "What was on that day was not published." in said
    assert "follows later" not in said


def test_sessions_that_are_over_come_folded_away_after_those_to_come(known):
    make_session(known, title="⟪Long ago⟫", starts_at=NOON.replace(year=2020))
    make_session(known, title="⟪To come⟫", starts_at=NOON.replace(year=2100))
    publish(known)
    page = _page(known)
    assert page.index("⟪To come⟫") < page.index("<details>") < page.index("⟪Long ago⟫")


def test_an_earlier_version_is_read_as_it_was_published(known):
    publish_one(known)
    AgendaItem.objects.filter(assembly=known).update(title="⟪About heat⟫")
    publish(known, now=NOON + timedelta(days=1))
    old = _get("public_programme_version", known, 1).content.decode()
    assert "⟪About stoves⟫" in old
    assert "⟪About heat⟫" not in old
    assert "This is an earlier version." in old
    assert reverse("public_programme_version", args=[known.slug, 1]) in _page(known)


def test_the_calendar_file_holds_each_published_session_once(known):
    make_session(known)
    make_session(known)
    publish(known)
    answer = _get("public_programme_ics", known)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 2
    assert {str(each["class"]) for each in events} == {"PUBLIC"}


def test_the_page_about_the_assembly_is_told_of_the_next_session(known):
    make_session(known, title="⟪Long ago⟫", starts_at=NOON - timedelta(days=30))
    make_session(known, title="⟪To come⟫", starts_at=NOON + timedelta(days=30))
    publish(known, now=NOON - timedelta(days=60))
    assert next_session(known, NOON).title == "⟪To come⟫"
    assert next_session(known, NOON + timedelta(days=60)) is None
    told = {page.key: teaser for page, teaser in teasers_of(public_pages(known), known, NOON)}
    assert told["programme"][1]["coming"].title == "⟪To come⟫"


def test_each_version_is_an_entry_of_the_feed_without_names(known):
    member = make_members(known, 1)[0]
    make_session(known)
    publish(known, note=f"{member.name} fell ill")
    feed = _get("public_feed", known).content.decode()
    assert reverse("public_programme_version", args=[known.slug, 1]) in feed
    assert member.name not in feed
    assert "(not named) fell ill" in feed


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_costs_the_same_with_one_session_and_with_three(known, days, django_assert_num_queries):
    for _day in range(days):
        witness = make_witness(known, state="accepted")
        make_release(witness, "name")
        make_item(make_session(known), people=(witness.person,))
    publish(known)
    with django_assert_num_queries(3):
        assert len(public_programme(known).sessions) == days
