"""Incidents and facilitators' notes: read only by those who need them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from assembly.exports_access import held_about
from assembly.incidents_record import erase_incidents, erase_notes
from assembly.models import Appointment, AuditEvent, FacilitatorNote, Incident, IncidentStep
from assembly.services.incidents import report_incident
from sortition.services.respondents_erasure import erase_respondents
from tests.factories import NOON, AppointmentFactory
from tests.factories_incidents import make_incident, make_note
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db

SECRET = "Somebody was pushed at table four"


@pytest.fixture
def facilitator(assembly):
    return AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user


@pytest.fixture
def accused(assembly):
    """An organiser whom the report is about."""
    return AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def words(**changes):
    return {"kind": "conduct", "happened_on": "2026-03-01", "account": SECRET, **changes}


def test_a_report_is_read_by_its_author_and_those_it_names_and_by_nobody_else(
    assembly, organiser, accused, facilitator, client_of
):
    """The organiser whom it is about learns that it exists and with whom it is, and can do nothing to it."""
    answer = client_of(facilitator).post(
        url("incident_new", assembly), words(handlers=[organiser.pk], happened_at="10:30", place="Hall")
    )
    assert answer.status_code == 302
    for reader in (organiser, facilitator):
        assert SECRET in client_of(reader).get(url("incident", assembly, 1)).content.decode()
    for other in (accused, AppointmentFactory(assembly=assembly, role=Role.SESSION_STAFF).user):
        client = client_of(other)
        page = client.get(url("incident", assembly, 1)).content.decode()
        assert (SECRET in page, "This report is with other people." in page) == (False, True)
        assert organiser.name in page
        assert (
            "1 more report is with other people." in client.get(url("incidents", assembly)).content.decode()
        )
        client.post(url("incident", assembly, 1), {"act": "close", "text": "Nothing happened"})
    assert Incident.objects.get().state == "reported"


def test_who_deals_with_it_adds_steps_lets_read_closes_and_opens_it_again(
    assembly, organiser, session_staff, facilitator, client_of
):
    client_of(facilitator).post(url("incident_new", assembly), words(handlers=[organiser.pk]))
    client = client_of(organiser)
    there = url("incident", assembly, 1)
    client.post(there, {"act": "step", "text": "Spoke with both"})
    assert Incident.objects.get().state == "looked_into"
    client.post(there, {"act": "share", "reader": session_staff.pk})
    assert SECRET in client_of(session_staff).get(there).content.decode()
    client.post(there, {"act": "close", "text": "They made peace"})
    closed = Incident.objects.get()
    assert (closed.state, closed.outcome, closed.closed_at is not None) == ("closed", "They made peace", True)
    client.post(there, {"act": "step", "text": "Too late"})
    client.post(there, {"act": "reopen", "text": "It happened again"})
    assert Incident.objects.get().state == "looked_into"
    assert list(IncidentStep.objects.values_list("text", flat=True)) == [
        "Spoke with both",
        "It happened again",
    ]


def test_a_reader_who_is_no_organiser_cannot_close_or_share(assembly, organiser, facilitator, client_of):
    client = client_of(facilitator)
    client.post(url("incident_new", assembly), words(handlers=[organiser.pk]))
    client.post(url("incident", assembly, 1), {"act": "close", "text": "Done"})
    assert Incident.objects.get().state == "reported"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"handlers": []}, "Name at least one organiser who deals with it."),
        ({"account": " "}, "Write what happened."),
        ({"happened_on": "2999-01-01"}, "This day has not come yet."),
        ({"kind": "party"}, "party"),
    ],
)
def test_a_report_that_lacks_something_is_refused_and_nothing_typed_is_lost(
    changes, said, assembly, organiser, client_of
):
    answer = client_of(organiser).post(
        url("incident_new", assembly), {**words(handlers=[organiser.pk], place="Hall"), **changes}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert (said in page, 'value="Hall"' in page, Incident.objects.count()) == (True, True, 0)


def test_only_organisers_of_the_assembly_can_be_named(assembly, organiser, session_staff, client_of):
    """Whatever numbers are sent."""
    stranger = AppointmentFactory().user
    for handler in (session_staff, stranger):
        answer = client_of(organiser).post(url("incident_new", assembly), words(handlers=[handler.pk]))
        assert answer.status_code == 422
    assert Incident.objects.count() == 0


def test_when_the_last_organiser_who_could_read_has_gone_all_organisers_can(
    assembly, organiser, accused, facilitator, client_of
):
    """So that nothing is lost with a person who goes."""
    client_of(facilitator).post(url("incident_new", assembly), words(handlers=[organiser.pk]))
    there = url("incident", assembly, 1)
    assert SECRET not in client_of(accused).get(there).content.decode()
    Appointment.objects.filter(user=organiser).delete()
    assert SECRET in client_of(accused).get(there).content.decode()


def test_readings_are_recorded_once_a_sitting_and_no_event_holds_a_word(assembly, organiser, client_of):
    client = client_of(organiser)
    client.post(url("incident_new", assembly), words(handlers=[organiser.pk], people="Bo Winter"))
    for _time in range(3):
        client.get(url("incident", assembly, 1))
    client.post(url("incident", assembly, 1), {"act": "step", "text": "Called Bo Winter"})
    assert AuditEvent.objects.filter(type="incident.read").count() == 1
    kept = "".join(event.kept.text for event in AuditEvent.objects.all())
    assert ("pushed" in kept, "Winter" in kept) == (False, False)


def test_an_erased_person_is_taken_out_of_the_words_and_the_rest_stays(assembly, organiser):
    """An incident must stay understandable; only who it was goes."""
    person = RespondentFactory(
        assembly=assembly, first_name="Bo", last_name="Winter", email="bo@winter.example"
    )
    make_incident(assembly, account="BO WINTER pushed Al Summer", step="Mailed bo@winter.example")
    make_note(assembly, text="Bo Winter spoke a lot")
    make_incident(assembly, account="Nobody was hurt")
    erase_respondents(pks=[person.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    accounts = list(Incident.objects.order_by("number").values_list("account", flat=True))
    assert accounts == ["[erased] pushed Al Summer", "Nobody was hurt"]
    assert IncidentStep.objects.get().text == "Mailed [erased]"
    assert FacilitatorNote.objects.get().text == "[erased] spoke a lot"


def test_a_copy_of_ones_data_counts_what_is_in_confidence_and_shows_none_of_it(assembly):
    person = RespondentFactory(assembly=assembly, first_name="Bo", last_name="Winter")
    make_incident(assembly, account="Bo Winter was pushed by Al Summer")
    held = {each.label: each.rows for each in held_about("respondent", person.pk)}
    assert held["Incidents"] == [
        [("number", "1, held in confidence: those who deal with it answer questions")]
    ]
    assert "Summer" not in str(held)


def test_the_clock_takes_the_words_of_closed_incidents_and_all_notes(assembly):
    """Number, kind, day and state stay; an open incident is kept until it ends."""
    make_incident(assembly, state="closed", step="Spoke")
    make_incident(assembly, account="Still open")
    make_note(assembly)
    assert (erase_incidents(assembly, None, NOON), erase_incidents(assembly, None, NOON)) == (1, 0)
    assert (erase_notes(assembly, None, NOON), erase_notes(assembly, None, NOON)) == (1, 0)
    assert list(Incident.objects.order_by("number").values_list("kind", "state", "account")) == [
        ("safety", "closed", ""),
        ("safety", "reported", "Still open"),
    ]
    assert (IncidentStep.objects.count(), FacilitatorNote.objects.count()) == (0, 0)


def test_notes_are_read_by_their_author_by_staff_and_when_shared_by_facilitators(
    assembly, session_staff, facilitator, client_of
):
    other = AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user
    client = client_of(facilitator)
    note = {"day": "2026-03-01", "table": "4", "text": "Quiet until lunch"}
    client.post(url("notes", assembly), note)
    client.post(url("notes", assembly), {**note, "text": "Needs a microphone", "is_shared": "on"})
    seen = {
        user: [
            text in client_of(user).get(url("notes", assembly)).content.decode()
            for text in ("Quiet until lunch", "Needs a microphone")
        ]
        for user in (facilitator, session_staff, other)
    }
    assert seen == {facilitator: [True, True], session_staff: [True, True], other: [False, True]}


def test_only_its_author_corrects_a_note(assembly, organiser, facilitator, client_of):
    note = make_note(assembly, author=facilitator, text="Quiet")
    change = {"day": "2026-03-01", "table": "4", "text": "Loud"}
    client_of(organiser).post(url("note", assembly, note.pk), change)
    assert FacilitatorNote.objects.get().text == "Quiet"
    client_of(facilitator).post(url("note", assembly, note.pk), change)
    assert (FacilitatorNote.objects.get().text, AuditEvent.objects.get().type) == ("Loud", "note.change")


@pytest.mark.parametrize("name", ["incidents", "notes"])
def test_lists_ask_the_same_number_of_questions_for_one_row_and_three(name, assembly, organiser, client_of):
    client = client_of(organiser)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            make_incident(assembly, readers=(organiser,))
            make_note(assembly)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url(name, assembly))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["incidents", "incident_new", "notes"])
def test_who_reaches_the_pages(name, assembly, organiser, outsider, client_of):
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    found = [client_of(user).get(url(name, assembly)).status_code for user in (organiser, member, outsider)]
    assert found == [200, 403, 404]
    assert Client().get(url(name, assembly)).status_code == 302


def test_numbers_follow_each_other(assembly, organiser):
    given = {
        "kind": "other",
        "happened_on": NOON.date(),
        "happened_at": None,
        "place": "",
        "account": "x",
        "people": "",
        "done": "",
        "handlers": [organiser],
    }
    made = [report_incident(assembly=assembly, actor=organiser, now=NOON, **given).number for _ in range(3)]
    assert made == [1, 2, 3]
