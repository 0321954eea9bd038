"""Answers by the personal link: what opens it, what it tells, what wrong tries do, what is kept."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assembly.models import AuditEvent
from sortition.enums_seats import SeatState
from sortition.models import ContactAttempt, Offer, Registration, Respondent, Seat
from sortition.offer_links import token_digest
from sortition.services.offers import draw_links, keep_links
from sortition.services.seats import move_seat
from sortition.views.answer import HEADERS, MOST_PER_CONNECTION
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_offers import make_link, make_offer, make_policy
from tests.factories_pool import RespondentFactory
from tests.factories_registration import make_registration_page
from tests.integration.test_personal_data import everything_in_the_database

pytestmark = pytest.mark.django_db


def url(token):
    return reverse("answer", args=[token])


def yes(proof, **fields):
    return {"answer": "yes", "proof": proof, "reason": "", **fields}


def stand(offer):
    """Everything by which one can tell what was answered."""
    offer = Offer.objects.select_related("seat__respondent").get(pk=offer.pk)
    return (offer.answer, offer.seat.state, offer.seat.respondent.state)


@pytest.fixture
def offer():
    """An offer to somebody born in 1957, in an assembly that can be called."""
    person = RespondentFactory(born_on=date(1957, 5, 6), assembly=AssemblyFactory(name="⟪Clean Air⟫"))
    make_policy(person.assembly)
    return make_offer(person=person)


def test_the_link_shows_the_name_of_the_assembly_and_nothing_about_the_person(offer, client):
    link = make_link(offer)
    page = client.get(url(link.token)).content.decode()
    person = offer.seat.respondent
    assert "⟪Clean Air⟫" in page
    for text in (person.first_name, person.last_name, person.reference, person.email, "1957", "Offered"):
        assert text not in page
    assert f"seat {offer.seat.number}" not in page.lower()


@pytest.mark.parametrize("method", ["get", "post", "head", "options", "put", "delete"])
def test_every_answer_says_that_the_address_is_a_secret(offer, client, method):
    link = make_link(offer)
    for token in (link.token, "no-such-link"):
        answer = getattr(client, method)(url(token))
        assert {name: answer[name] for name in HEADERS} == HEADERS
    assert HEADERS["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("proof", ["1957", " 1957 ", "code", "CODE"])
def test_yes_after_the_year_of_birth_or_the_short_code(offer, client, proof):
    link = make_link(offer)
    typed = {"code": link.code, "CODE": link.shown_code}.get(proof, proof)
    answer = client.post(url(link.token), yes(typed))
    assert answer.status_code == 200
    assert stand(offer) == ("yes", "confirmed", "confirmed")
    offer.refresh_from_db()
    assert (offer.channel, offer.recorded_by) == ("link", None)
    attempt = ContactAttempt.objects.get()
    assert (attempt.channel, attempt.outcome, attempt.by) == ("link", "yes", None)
    assert AuditEvent.objects.get(type="seat.confirm").details["channel"] == "link"


def test_the_page_says_what_was_noted_until_when_and_whom_to_call(offer, client):
    link = make_link(offer)
    page = client.post(url(link.token), yes("1957")).content.decode()
    last = timezone.localtime(offer.answer_by)
    assert "Yes, I take part" in page
    assert f"{last.day} {last:%B %Y}" in page
    assert "01632 960100" in page


def test_a_link_works_however_it_is_typed(offer, client):
    link = make_link(offer)
    printed = link.address("/answer/")
    assert client.get(printed).status_code == 200
    assert client.get(printed.upper().replace("/ANSWER/", "/answer/")).status_code == 200


def test_no_keeps_the_reason_out_of_the_record(offer, client):
    link = make_link(offer)
    client.post(url(link.token), {"answer": "no", "proof": "1957", "reason": "⟪My mother is ill⟫"})
    assert stand(offer) == ("no", "declined", "selected")
    assert Offer.objects.get().reason == "⟪My mother is ill⟫"
    assert not [event for event in AuditEvent.objects.all() if "mother" in str(event.details)]


def test_declining_needs_no_reason(offer, client):
    link = make_link(offer)
    assert client.post(url(link.token), {"answer": "no", "proof": "1957"}).status_code == 200
    assert stand(offer) == ("no", "declined", "selected")


def test_an_answer_can_be_changed_until_the_deadline_and_not_after(offer, client):
    link = make_link(offer)
    client.post(url(link.token), yes("1957"))
    client.post(url(link.token), yes("1957", answer="no"))
    assert stand(offer) == ("no", "declined", "selected")
    client.post(url(link.token), yes("1957"))
    assert stand(offer) == ("yes", "confirmed", "confirmed")
    Offer.objects.update(answer_by=timezone.now() - timedelta(seconds=1))
    assert client.post(url(link.token), yes("1957", answer="no")).status_code == 404
    assert stand(offer) == ("yes", "confirmed", "confirmed")


def test_the_same_answer_twice_is_noted_once(offer, client):
    link = make_link(offer)
    for _each in range(2):
        assert client.post(url(link.token), yes("1957")).status_code == 200
    assert ContactAttempt.objects.count() == 1
    assert AuditEvent.objects.filter(type="seat.confirm").count() == 1


def test_five_wrong_tries_lock_the_link_until_staff_make_a_new_one(offer, client):
    link, user = make_link(offer), UserFactory()
    statuses = [client.post(url(link.token), yes("1985")).status_code for _each in range(5)]
    assert statuses == [422, 422, 422, 422, 404]
    assert AuditEvent.objects.filter(type="offer.locked").count() == 1
    # Also with the right year.
    assert client.post(url(link.token), yes("1957")).status_code == 404
    assert client.get(url(link.token)).status_code == 404
    assert stand(offer) == ("", "offered", "selected")
    fresh = make_link(offer, user)
    assert client.post(url(fresh.token), yes("1957")).status_code == 200
    assert stand(offer) == ("yes", "confirmed", "confirmed")


def test_tries_without_an_answer_or_a_year_are_not_counted(offer, client):
    link = make_link(offer)
    for given_form in ({}, {"answer": "yes"}, {"answer": "yes", "proof": "   "}, {"proof": "1957"}):
        assert client.post(url(link.token), given_form).status_code == 422
    assert Offer.objects.get().wrong_attempts == 0


def test_success_forgets_earlier_wrong_tries(offer, client):
    link = make_link(offer)
    for _each in range(4):
        client.post(url(link.token), yes("nonsense"))
    client.post(url(link.token), yes("1957"))
    assert Offer.objects.get().wrong_attempts == 0


def test_the_year_is_of_no_use_where_none_is_known(client):
    offer = make_offer(person=RespondentFactory(born_on=None))
    link = make_link(offer)
    for proof in ("1957", "none", "None", ""):
        assert client.post(url(link.token), yes(proof)).status_code == 422
    assert client.post(url(link.token), yes(link.code)).status_code == 200


def _closed_in(way, offer):
    """A link that does not work (any more), in one of the ways."""
    link = make_link(offer)
    if way == "replaced":
        make_link(offer)
    elif way == "expired":
        Offer.objects.filter(pk=offer.pk).update(answer_by=timezone.now() - timedelta(minutes=1))
    elif way == "locked":
        Offer.objects.filter(pk=offer.pk).update(locked_at=timezone.now())
    elif way == "given on":
        move_seat(seat=offer.seat, verb="decline", actor=None, now=NOON)
        move_seat(seat=offer.seat, verb="seek", actor=None, now=NOON)
    elif way == "over":
        type(offer.seat.assembly).objects.update(state="cancelled")
    return link.token


WAYS = ["replaced", "expired", "locked", "given on", "over"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("way", WAYS)
def test_links_that_do_not_work_cannot_be_told_apart(offer, client, way, method):
    """Neither by words or status nor by the work that is done for them."""
    token = _closed_in(way, offer)
    before = everything_in_the_database()
    outcomes = []
    for each in (token, "abcd-efgh-jkmn-pqrs-tuvw-xyz2-34"):
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(url(each), yes("1957"))
        asked = [query["sql"] for query in queries if "sortition_" in query["sql"]]
        outcomes.append((answer.status_code, answer.content, len(asked)))
    assert outcomes[0] == outcomes[1]
    assert (outcomes[0][0], outcomes[0][2]) == (404, 1)
    if method == "get":
        assert everything_in_the_database() == before


def test_somebody_who_withdrew_cannot_say_yes_by_an_old_link(offer, client):
    link = make_link(offer)
    move_seat(seat=offer.seat, verb="decline", actor=None, now=NOON)
    Respondent.objects.update(state="withdrawn")
    assert client.post(url(link.token), yes("1957")).status_code == 404
    assert stand(offer) == ("", "declined", "withdrawn")


def test_somebody_unreachable_can_still_say_yes_within_the_deadline(offer, client):
    link = make_link(offer)
    move_seat(seat=offer.seat, verb="give_up", actor=None, now=NOON)
    client.post(url(link.token), yes("1957"))
    assert stand(offer) == ("yes", "confirmed", "confirmed")


def test_one_connection_can_send_so_many_answers_an_hour(offer, client):
    link = make_link(offer)
    statuses = [client.post(url("unknown"), {}).status_code for _each in range(MOST_PER_CONNECTION)]
    assert set(statuses) == {404}
    answer = client.post(url(link.token), yes("1957"))
    assert answer.status_code == 429
    assert answer["Cache-Control"] == "no-store"
    assert stand(offer) == ("", "offered", "selected")
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post(url(link.token), yes("1957")).status_code == 200


def test_the_form_is_taken_from_a_page_without_a_referrer(offer):
    """Browsers send such a form with the origin “null”, and no cookie is needed."""
    link = make_link(offer)
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.post(url(link.token), yes("1957")).status_code == 200
    assert strict.get(url(link.token)).cookies == {}


def test_of_token_and_code_only_digests_are_kept(offer):
    link = make_link(offer)
    stored = everything_in_the_database()
    assert link.token not in stored
    assert link.code not in stored
    assert token_digest(link.token) in stored
    assert len(link.token) == 26


def test_a_new_link_ends_the_old_one(offer, client):
    first, second = make_link(offer), make_link(offer)
    assert [client.get(url(link.token)).status_code for link in (first, second)] == [404, 200]


def test_links_that_were_drawn_and_not_kept_end_nothing(offer, client):
    link = make_link(offer)
    draw_links([offer])
    assert client.get(url(link.token)).status_code == 200


def test_nobody_gets_a_link_to_a_seat_that_has_gone_on(offer):
    move_seat(seat=offer.seat, verb="decline", actor=None, now=NOON)
    move_seat(seat=offer.seat, verb="seek", actor=None, now=NOON)
    links = draw_links([offer])
    with pytest.raises(Exception, match="can no longer be answered"):
        keep_links(assembly=offer.seat.assembly, links=links, way="post", actor=None, now=NOON)


@given(token=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1))
@example(token="valid")
@example(token="used")
@example(token="..")
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_opening_any_link_changes_nothing(offer, token):
    """By get and head, of links that work, that do not, and that never existed."""
    link = make_link(offer)
    if token == "used":
        Client().post(url(link.token), yes("1957"))
    token = link.token if token in ("valid", "used") else token
    before = everything_in_the_database()
    for method in ("get", "head", "options"):
        answer = getattr(Client(), method)(url(token))
        assert answer.status_code in (200, 404)
    assert everything_in_the_database() == before


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_confirmed_by_one_message(offer, client, work):
    """The message has no link in it; the same answer again sends nothing."""
    link = make_link(offer)
    client.post(url(link.token), yes("1957"))
    client.post(url(link.token), yes("1957"))
    work()
    message = mail.outbox.pop()
    assert mail.outbox == []
    assert message.to == [offer.seat.respondent.email]
    assert message.subject == "We have noted your answer: ⟪Clean Air⟫"
    assert "you take part" in message.body
    assert "01632 960100" in message.body
    assert link.token not in message.body
    assert Offer.objects.get().notice == "sent"
    client.post(url(link.token), yes("1957", answer="no"))
    work()
    assert ["cannot take part" in each.body for each in mail.outbox] == [True]


def test_the_seat_stays_as_it_is_for_everybody_else(offer, client):
    other = make_offer(offer.seat.assembly)
    link = make_link(offer)
    client.post(url(link.token), yes("1957"))
    assert Seat.objects.get(pk=other.seat_id).state == SeatState.OFFERED


def test_the_page_speaks_the_language_of_the_registration_until_the_reader_chooses_another(offer, client):
    person = offer.seat.respondent
    page = make_registration_page(person.assembly)
    Registration.objects.create(respondent=person, page=page, token=uuid4(), language="fr")
    link = url(make_link(offer).token)
    assert '<html lang="fr"' in client.get(link, headers={"accept-language": "en"}).content.decode()
    wrong = client.post(link, yes("1900"))
    assert (wrong.status_code, "Cela ne correspond pas." in wrong.content.decode()) == (422, True)
    assert "Votre réponse est notée" in client.post(link, yes("1957")).content.decode()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(link).content.decode()
