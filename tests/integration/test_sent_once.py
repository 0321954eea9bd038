"""A form with a token of its own writes once, however often and by how many at once it is sent."""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from assembly import clock
from assembly.models import Assembly, AuditEvent, FacilitatorNote, Incident, SentForm, User
from assembly.sent_once import answered_once
from tests.factories import AppointmentFactory, AssemblyFactory, UserFactory
from tests.integration.test_every_role import signed_in
from tests.integration.test_offers_race import at_once
from tests.load.pages import form_with
from tests.waiting import one_behind_the_other

TWICE = "This was sent twice. It is kept once."
NOTE = {"text": "⟪The room was cold⟫", "table": "3"}


def page_of(assembly):
    return reverse("notes", args=[assembly.slug])


def form_of(client, address, field="text", **values):
    """Open a page, and return what its form sends with these values."""
    return dict(form_with(client.get(address).content.decode(), field).filled(**values))


@pytest.fixture
def page(assembly):
    return page_of(assembly)


@pytest.fixture
def client(organiser):
    return signed_in(organiser)


def test_a_form_that_is_sent_twice_writes_once_and_leads_to_the_same_place(client, page, organiser):
    sent = form_of(client, page, **NOTE)
    answers = [client.post(page, sent) for _press in range(2)]
    assert [answer.url for answer in answers] == [page, page]
    assert FacilitatorNote.objects.count() == 1
    assert AuditEvent.objects.filter(type__startswith="note").count() == 1
    kept = SentForm.objects.get()
    assert (str(kept.token), kept.account, kept.address, kept.leads_to) == (
        sent["sent_once"],
        organiser,
        page,
        page,
    )


def test_whoever_presses_twice_is_told_that_it_is_kept_once(client, page):
    sent = form_of(client, page, **NOTE)
    client.post(page, sent)
    assert TWICE not in client.get(page).content.decode()
    client.post(page, sent)
    assert TWICE in client.get(page).content.decode()


def test_the_same_can_be_sent_again_from_a_new_form(client, page):
    for _time in range(2):
        client.post(page, form_of(client, page, **NOTE))
    assert FacilitatorNote.objects.count() == 2


def test_what_was_refused_is_corrected_and_sent_with_the_same_token(client, page):
    sent = form_of(client, page, **NOTE)
    assert client.post(page, {**sent, "text": ""}).status_code == 422
    assert SentForm.objects.count() == 0
    assert client.post(page, sent).status_code == 302
    assert (FacilitatorNote.objects.count(), SentForm.objects.count()) == (1, 1)


def test_what_came_with_anothers_form_is_refused_and_writes_nothing(client, page, assembly, session_staff):
    """Nobody learns by it where the other was led, and it is not written a second time."""
    sent = form_of(client, page, **NOTE)
    client.post(page, sent)
    assert signed_in(session_staff).post(page, sent).status_code == 400
    assert FacilitatorNote.objects.count() == 1


def test_what_came_with_the_form_of_another_page_is_refused_and_writes_nothing(client, page, assembly):
    note, address = form_of(client, page, **NOTE), reverse("topic_new", args=[assembly.slug])
    client.post(page, note)
    topic = form_of(client, address, "title", title="⟪Air⟫", sent_once=note["sent_once"])
    assert client.post(address, topic).status_code == 400
    assert [sent.address for sent in SentForm.objects.all()] == [page]


@pytest.mark.parametrize("token", ["", "⟪x⟫", "\0", "1" * 4000])
def test_a_token_that_is_none_is_refused_and_writes_nothing(client, page, token):
    sent = form_of(client, page, **NOTE)
    assert client.post(page, {**sent, "sent_once": token}).status_code == 400
    assert (FacilitatorNote.objects.count(), SentForm.objects.count()) == (0, 0)


def test_a_form_without_a_token_is_answered_as_ever(client, page):
    sent = form_of(client, page, **NOTE)
    del sent["sent_once"]
    for _time in range(2):
        client.post(page, sent)
    assert (FacilitatorNote.objects.count(), SentForm.objects.count()) == (2, 0)


def test_of_what_htmx_sends_nothing_is_kept(client, page):
    client.post(page, form_of(client, page, **NOTE), headers={"hx-request": "true"})
    assert SentForm.objects.count() == 0


@pytest.fixture
def sending(rf, organiser):
    """Send a form with always the same token, and let a function answer: `sending(answer)`."""

    def send(answer):
        request = rf.post("/⟪somewhere⟫/", {"sent_once": str(uuid.UUID(int=1))})
        request.user = organiser
        return answered_once(request, answer)

    return send


def test_a_fault_leaves_neither_the_row_nor_what_was_written_before_it(sending):
    def fails_at_the_end():
        UserFactory(name="⟪Beside⟫")
        raise ValueError("⟪fault⟫")

    with pytest.raises(ValueError, match="⟪fault⟫"):
        sending(fails_at_the_end)
    assert (User.objects.filter(name="⟪Beside⟫").count(), SentForm.objects.count()) == (0, 0)
    assert sending(lambda: HttpResponseRedirect("/⟪there⟫/")).status_code == 302


def test_what_a_view_wrote_beside_stays_where_it_answers_with_a_page(sending):
    """That somebody read something is recorded, also where their form is to be sent once more."""

    def answers_with_a_page():
        UserFactory(name="⟪Beside⟫")
        return HttpResponse("⟪page⟫")

    assert sending(answers_with_a_page).content.decode() == "⟪page⟫"
    assert (User.objects.filter(name="⟪Beside⟫").count(), SentForm.objects.count()) == (1, 0)


def test_an_assembly_is_created_once(db, administrator):
    """Its page stands below no assembly."""
    client, address = signed_in(administrator), reverse("assembly_new")
    said = {"name": "⟪Air⟫", "commissioning_authority": "⟪Council⟫", "question": "⟪How?⟫", "seats": "50"}
    sent = form_of(client, address, "question", one_per_household="yes", **said)
    answers = [client.post(address, sent) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Assembly.objects.count() == 1


def test_somebody_without_an_address_is_entered_once(client, assembly):
    """The view asks for itself, since messages to those with an address leave after the commit."""
    address = reverse("team_invite", args=[assembly.slug])
    sent = form_of(client, address, "role", name="⟪Ada⟫", role="member")
    answers = [client.post(address, sent) for _press in range(2)]
    assert answers[0].url == answers[1].url
    assert assembly.appointments.filter(user__name="⟪Ada⟫").count() == 1


def test_the_rows_go_after_a_day(client, page):
    client.post(page, form_of(client, page, **NOTE))
    at = SentForm.objects.get().sent_at
    left = []
    for hours in (23, 24):
        clock.tick(at + timedelta(hours=hours))
        left.append(SentForm.objects.count())
    assert left == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_of_two_sendings_at_the_same_moment_one_writes_and_both_lead_there():
    assembly = AssemblyFactory()
    user = AppointmentFactory(assembly=assembly, role="organiser").user
    address = reverse("incident_new", args=[assembly.slug])
    clients = [signed_in(user), signed_in(user)]
    said = {"kind": "other", "happened_on": "2026-06-06", "account": "⟪A fall⟫", "handlers": str(user.pk)}
    sent = form_of(clients[0], address, "account", **said)
    answers = at_once([lambda each=each: each.post(address, sent) for each in clients])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_finds_what_it_wrote():
    assembly = AssemblyFactory()
    user = AppointmentFactory(assembly=assembly, role="organiser").user
    address, clients = page_of(assembly), [signed_in(user), signed_in(user)]
    sent = form_of(clients[0], address, **NOTE)
    calls = [lambda each=each: each.post(address, sent).url for each in clients]
    assert one_behind_the_other(assembly, calls) == [address, address]
    assert FacilitatorNote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_where_the_first_leaves_nothing_the_second_that_waited_goes_first(sending):
    """As when a button is pressed twice and the first answer is a page with errors."""
    first_is_in, asked = threading.Event(), []

    def refuses():
        first_is_in.set()
        # Long enough for the second to come to wait; were it shorter, the test would say nothing and pass.
        time.sleep(0.3)
        return HttpResponse(status=422)

    def leads_on():
        asked.append("second")
        return HttpResponseRedirect("/⟪there⟫/")

    def second():
        first_is_in.wait()
        return sending(leads_on)

    assert [answer.status_code for answer in at_once([lambda: sending(refuses), second])] == [422, 302]
    assert asked == ["second"]
    assert SentForm.objects.count() == 1
