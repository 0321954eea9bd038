"""Pages of messages: from a template to an approved mailing, the outbox, a decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import AuditEvent, Mailing, MessageTemplate, OutboxMessage
from tests.factories_messages import make_mailing, make_template
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


WORDS = {"name": "Welcome", "audience": "respondents", "subject": "{{ assembly }}", "body": "Dear {{ name }}"}


def test_from_a_template_to_an_approved_mailing(assembly, organiser, client_of):
    """Nothing waits to be sent before somebody approves; the record holds no person."""
    client = client_of(organiser)
    person = RespondentFactory(assembly=assembly, first_name="Ada", last_name="Stone", email="ada@x.example")
    nobody = RespondentFactory(assembly=assembly, email="")
    RespondentFactory(assembly=assembly, is_test=True)
    client.post(url("message_template_new", assembly), WORDS)
    template = MessageTemplate.objects.get()
    client.post(url("mailing_new", assembly), {"template": template.pk, "part": "pool", "channel": "email"})
    mailing, message = Mailing.objects.get(), OutboxMessage.objects.exclude(channel="none").get()
    assert (message.about_id, message.subject, message.body) == (person.pk, assembly.name, "Dear Ada Stone")
    assert (message.state, mailing.unreached) == ("draft", 1)
    assert "Dear Ada Stone" in client.get(url("mailing_message", assembly, 1, 1)).content.decode()
    client.post(url("mailing_move", assembly, 1), {"act": "approve"})
    assert OutboxMessage.objects.get(pk=message.pk).state == "pending"
    kept = "".join(event.kept.text for event in AuditEvent.objects.filter(type__startswith="mailing."))
    assert ("Ada" in kept, "ada@" in kept) == (False, False)
    client.post(url("mailing_move", assembly, 1), {"act": "cancel"})
    states = OutboxMessage.objects.order_by("number").values_list("name", "state")
    assert dict(states) == {str(person): "cancelled", str(nobody): "unreached"}


def test_an_unknown_placeholder_is_refused_and_the_known_ones_named(assembly, organiser, client_of):
    answer = client_of(organiser).post(
        url("message_template_new", assembly), {**WORDS, "body": "Dear {{ nickname }}"}
    )
    assert answer.status_code == 422
    assert "Nobody can fill in nickname. There are: {{ first_name }}" in answer.content.decode()
    assert MessageTemplate.objects.count() == 0


def test_a_mailing_to_nobody_is_refused(assembly, organiser, client_of):
    template = make_template(assembly)
    answer = client_of(organiser).post(
        url("mailing_new", assembly), {"template": template.pk, "part": "panel", "channel": "email"}
    )
    assert (answer.status_code, Mailing.objects.count()) == (422, 0)


def test_the_outbox_is_narrowed_and_a_doubt_decided(assembly, organiser, client_of):
    client = client_of(organiser)
    mailing = make_mailing(assembly, state="unknown")
    shown = client.get(url("mailing", assembly, 1), {"state": "sent"}).content.decode()
    assert "No message matches." in shown
    client.post(url("mailing_message", assembly, 1, 1), {"act": "settle"})
    assert mailing.messages.get().state == "sent"
    assert AuditEvent.objects.filter(type="message.settle").count() == 1


@pytest.mark.parametrize("name", ["messages", "mailing"])
def test_lists_need_the_same_queries_for_more_rows(name, assembly, organiser, client_of):
    client, args = client_of(organiser), [1] if name == "mailing" else []
    mailing = make_mailing(assembly, state="sent")
    client.get(url(name, assembly, *args))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(url(name, assembly, *args))
        counts.append(len(seen))
        for _ in range(2):
            other = make_mailing(assembly, state="sent")
            other.messages.update(mailing=mailing, number=mailing.messages.count() + 1)
    assert counts[0] == counts[1]
