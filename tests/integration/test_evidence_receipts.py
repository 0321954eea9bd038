"""Who sends something in without an account is told by e-mail that it has come: once, in the language of the page."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assembly.clock import tick
from evidence.models import Receipt, Submission, Witness
from evidence.services.receipts import TASK, ask_for_receipts_again, begin_receipt, send_receipt
from evidence.services.submissions import withdraw_submission
from evidence.services.witnesses import forget_proposer
from evidence.views.public_base import Page
from tests.factories import NOON, UserFactory
from tests.factories_calls import make_call, make_submission
from tests.factories_evidence import make_witness
from tests.smtp_server import MailServer

pytestmark = pytest.mark.django_db
PAGE = Page("en", "https://assembly.example")
MINUTE = timedelta(minutes=1)


def clock():
    return NOON


@pytest.fixture
def public(assembly):
    """An assembly that the public knows of."""
    type(assembly).objects.update(state="learning", name="Clean Air")
    assembly.refresh_from_db()
    return assembly


@pytest.fixture
def server(settings):
    """Let e-mails leave by a server that answers as it is told."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


def sent_in(client, assembly, email):
    """Send something in on the public page; return its receipt's page."""
    form = {"title": "⟪Buy pills⟫", "text": "⟪x⟫", "name": "⟪Orla⟫", "interests": "⟪none⟫", "email": email}
    path = reverse("public_call", args=[assembly.slug])
    return client.post(path, {"token": uuid.uuid4(), **form}, follow=True)


def test_an_author_gets_number_and_link_in_the_language_of_the_page_and_no_word_that_was_typed(
    public, queued
):
    make_call(public)
    client = Client(headers={"accept-language": "fr"})
    page = sent_in(client, public, "orla@finch.example").content.decode()
    submission, receipt = Submission.objects.get(), Receipt.objects.get()
    assert "adresse électronique que vous avez donnée" in page
    assert (receipt.language, receipt.link_base) == ("fr", "http://testserver")
    assert queued() == [(TASK, [receipt.pk])]
    assert [send_receipt(receipt.pk, clock=clock) for _worker in range(2)] == [True, False]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        ["orla@finch.example"],
        "Votre contribution est arrivée : Clean Air",
    )
    assert f"http://testserver/submissions/{submission.token}/" in message.body
    assert not any(word in message.body for word in ("pills", "Orla"))


def test_without_an_address_nothing_is_sent_and_the_page_says_so(public):
    make_call(public)
    page = sent_in(Client(), public, "").content.decode()
    assert (Receipt.objects.count(), "Nobody sends you the address again" in page) == (0, True)


@pytest.mark.parametrize(("contact", "many"), [("ann@lee.example", 1), ("020 7946 0991", 0), ("", 0)])
def test_whoever_proposes_a_witness_gets_its_number_where_an_email_can_go(contact, many, public):
    form = {
        "name": "⟪A bus driver⟫",
        "kind": "lived",
        "why": "⟪y⟫",
        "proposer_name": "⟪Ann⟫",
        "consents": "on",
    }
    path = reverse("public_propose_witness", args=[public.slug])
    sent = {"token": uuid.uuid4(), "proposer_contact": contact, **form}
    pages = [Client().post(path, sent, follow=True).content.decode() for _click in range(2)]
    assert (Witness.objects.count(), Receipt.objects.count()) == (1, many)
    assert ("goes to the e-mail address that you left" in pages[1]) == bool(many)
    for receipt in Receipt.objects.all():
        send_receipt(receipt.pk, clock=clock)
    assert [(each.to, "Its number is 1." in each.body) for each in mail.outbox] == [([contact], True)] * many


def test_who_was_erased_before_the_message_left_gets_none(public):
    submission = make_submission(make_call(public))
    witness = make_witness(public, proposer_contact="ann@lee.example")
    receipts = [begin_receipt(of, page=PAGE, now=NOON) for of in (submission, witness)]
    withdraw_submission(submission=submission, actor=None, now=NOON)
    forget_proposer(witness=witness, actor=UserFactory(), now=NOON)
    assert [send_receipt(each.pk, clock=clock) for each in receipts] == [False, False]
    assert (mail.outbox, {each.state for each in Receipt.objects.all()}) == ([], {"failed"})


def test_a_server_that_cannot_be_reached_or_wants_a_pause_is_asked_again(public, server, queued):
    receipt = begin_receipt(make_submission(make_call(public)), page=PAGE, now=NOON)
    server.answers["orla@finch.example"] = "450 later"
    assert send_receipt(receipt.pk, clock=clock) is False
    receipt.refresh_from_db()
    assert (receipt.state, receipt.state_at, receipt.attempts) == ("waiting", NOON + 5 * MINUTE, 1)
    assert [ask_for_receipts_again(NOON + wait * MINUTE) for wait in (6, 7, 7)] == [0, 1, 0]
    assert queued() == [(TASK, [receipt.pk])] * 2
    server.answers.clear()
    assert send_receipt(receipt.pk, clock=clock) is True
    tick(NOON + 60 * MINUTE)
    assert (len(server.received), len(queued())) == (1, 2)


def test_a_server_that_refuses_ends_it_and_the_team_reads_so(public, server, organiser, client_of):
    submission = make_submission(make_call(public))
    receipt = begin_receipt(submission, page=PAGE, now=NOON)
    server.answers["orla@finch.example"] = "550 unknown"
    assert send_receipt(receipt.pk, clock=clock) is False
    page = client_of(organiser).get(reverse("submission", args=[public.slug, submission.number]))
    assert "Not sent" in page.content.decode()
