"""The pages of webhooks: made, tried and ended from the screen; secrets shown once, and only to who manages them."""

import re
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.connections.models import Webhook
from assembly.connections.webhook_secrets import unsealed
from assembly.enums import Role
from tests.conftest import sign_in_recently
from tests.factories import AppointmentFactory
from tests.factories_webhooks import happen, make_delivery, make_hook, webhook_at

pytestmark = pytest.mark.django_db

FORM = {
    "address": "https://hooks.example.org/in?key=1",
    "purpose": "⟪Shows what was published⟫",
    "kinds": ["remit.published", "response.published"],
}


def at(assembly, name="s", *arguments):
    return reverse(f"connections_webhook{name}", args=[assembly.slug, *arguments])


def form(**fields):
    return {**FORM, "token": str(uuid.uuid4()), **fields}


@pytest.fixture
def auditor(assembly):
    return AppointmentFactory(assembly=assembly, role=Role.AUDITOR).user


def test_an_organiser_makes_one_and_sees_its_secret_once(assembly, organiser, client_of):
    client, sent = client_of(organiser), form()
    answer = client.post(at(assembly, "_new"), sent)
    webhook = Webhook.objects.get()
    secret = unsealed(webhook.secret)
    assert (answer.status_code, secret in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]
    assert (webhook.address, webhook.kinds, webhook.site) == (
        FORM["address"],
        FORM["kinds"],
        "http://testserver/",
    )
    again = client.post(at(assembly, "_new"), sent)
    assert again["Location"] == at(assembly, "", 1)
    for page in (at(assembly), at(assembly, "", 1), at(assembly, "_change", 1), at(assembly, "_secret", 1)):
        assert secret not in client.get(page).content.decode()
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": ""}, "Write the address of the other program."),
        ({"address": "http://hooks.example.org/"}, "The address must begin with https://"),
        ({"address": "https://127.0.0.1/"}, "That is an address inside a network."),
        ({"address": "https://localhost/"}, "Write the whole name of the machine"),
        ({"address": "https://hooks.example.org:22/"}, "Leave the port out of the address"),
        ({"address": "https://a:b@hooks.example.org/"}, "Leave name and password out"),
        ({"address": "https://hooks.example.org/ x"}, "That is not a whole web address."),
        ({"purpose": ""}, "Say what it is for."),
        ({"kinds": []}, "Choose at least one kind of event."),
        ({"kinds": ["respondent.add"]}, "Select a valid choice."),
        (
            {"address": "https://hooks.example.org/" + "x" * 500},
            "Ensure this value has at most 500 characters",
        ),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(assembly, organiser, client_of, fields, said):
    client = client_of(organiser)
    webhook_at(assembly)
    for page in (at(assembly, "_new"), at(assembly, "_change", 1)):
        answer = client.post(page, form(**fields))
        html = answer.content.decode()
        assert answer.status_code == 422
        assert said in html
        assert "error-summary" in html
        assert ("Shows what was published" in html) is ("purpose" not in fields)
    assert Webhook.objects.count() == 1


def test_whoever_signed_in_long_ago_is_asked_again_before_secrets_are_shown_or_messages_led_elsewhere(
    assembly, organiser, client_of
):
    client = client_of(organiser)
    webhook_at(assembly)
    before = Webhook.objects.values().get()
    sign_in_recently(client, organiser, ago=3600)
    for page, sent in (
        (at(assembly, "_new"), form()),
        (at(assembly, "_change", 1), form(purpose="⟪Other⟫")),
        (at(assembly, "_secret", 1), {"former": "end"}),
    ):
        answer = client.post(page, sent)
        assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert Webhook.objects.values().get() == before


def test_an_auditor_reads_and_changes_nothing_and_never_sees_the_whole_address(
    assembly, auditor, client_of, outsider
):
    """It may hold a key."""
    delivery = make_delivery(assembly, "given_up")
    own = [
        at(assembly),
        at(assembly, "", 1),
        reverse("connections_delivery", args=[assembly.slug, 1, delivery.number]),
    ]
    for page in own:
        html = client_of(auditor).get(page).content.decode()
        assert "key=1" not in html
        assert 'method="post"' not in html.partition("<main")[2]
        assert client_of(auditor).post(page, {"act": "pause"}).status_code in (403, 405)
        assert client_of(outsider).get(page).status_code == 404
    for page in ("_change", "_secret", "_end"):
        assert client_of(auditor).get(at(assembly, page, 1)).status_code == 403


def test_it_is_tried_paused_resumed_and_ended_from_its_page(assembly, organiser, client_of):
    client, page = client_of(organiser), at(assembly, "", webhook_at(assembly).number)
    said = []
    for act in ("test", "pause", "test", "resume", "resume"):
        html = client.post(page, {"act": act}, follow=True).content.decode()
        said.append(
            "".join(
                re.findall(r"A test is on its way|is paused|Resume it first|goes on|is not possible", html)
            )
        )
    assert said == ["A test is on its way", "is paused", "Resume it first", "goes on", "is not possible"]
    assert client.post(page, {"act": "stop"}).status_code == 400
    client.post(at(assembly, "_end", 1))
    assert Webhook.objects.get().state == "ended"
    html = client.get(page).content.decode()
    assert 'method="post"' not in html.partition("<main")[2]
    assert client.post(at(assembly, "_change", 1), form()).status_code == 409
    assert client.post(at(assembly, "_secret", 1), {"former": "keep"}).status_code == 409


def test_the_secret_is_renewed_after_one_question(assembly, organiser, client_of):
    client, webhook = client_of(organiser), webhook_at(assembly)
    assert client.post(at(assembly, "_secret", 1), {}).status_code == 422
    answer = client.post(at(assembly, "_secret", 1), {"former": "keep"}).content.decode()
    renewed = Webhook.objects.get()
    assert unsealed(renewed.secret) in answer
    assert renewed.former_secret == webhook.secret
    assert "The former secret signs too until" not in answer


def test_of_two_who_change_it_the_second_sees_what_stands_now(assembly, organiser, client_of):
    client = client_of(organiser)
    webhook_at(assembly)
    html = client.get(at(assembly, "_change", 1)).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', html)[1]
    assert client.post(at(assembly, "_change", 1), form(seen=seen)).status_code == 302
    answer = client.post(at(assembly, "_change", 1), form(seen=seen, purpose="⟪Mine⟫"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "What stands now" in html
    assert "⟪Mine⟫" in html
    assert FORM["purpose"] in html


def test_a_delivery_tells_its_attempts_and_is_sent_again(assembly, organiser, client_of):
    delivery = make_delivery(assembly, "given_up")
    page = reverse("connections_delivery", args=[assembly.slug, 1, delivery.number])
    client = client_of(organiser)
    html = client.get(page).content.decode()
    assert "There was no whole answer within ten seconds." in html
    assert delivery.message_id in html
    assert "⟪x@y⟫" not in html
    assert "It is on its way again" in client.post(page, {"act": "send_again"}, follow=True).content.decode()
    assert "waits" in client.post(page, {"act": "send_again"}, follow=True).content.decode().lower()
    assert client.post(page, {"act": "other"}).status_code == 400


@pytest.mark.parametrize("name", ["webhooks", "webhook", "delivery"])
def test_more_rows_cost_no_more_queries(assembly, organiser, client_of, name):
    client, webhook = client_of(organiser), make_hook(assembly).webhook
    delivery = make_delivery(assembly, "failed", webhook)
    page = {
        "webhooks": at(assembly),
        "webhook": at(assembly, "", webhook.number),
        "delivery": reverse("connections_delivery", args=[assembly.slug, webhook.number, delivery.number]),
    }[name]
    counts = []
    for _each in range(2):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
        for state in ("sent", "given_up"):
            make_hook(assembly)
            make_delivery(assembly, state, webhook)
    assert counts[0] == counts[1]


def test_a_long_list_has_pages_and_a_filter(assembly, organiser, client_of):
    webhook = make_hook(assembly).webhook
    for _each in range(26):
        happen(assembly)
    make_delivery(assembly, "sent", webhook)
    client = client_of(organiser)
    assert "1 to 25 of 27" in client.get(at(assembly, "", 1)).content.decode()
    html = client.get(at(assembly, "", 1), {"state": "sent"}).content.decode()
    assert html.count("<tr>") == 2


def test_who_deploys_is_warned_of_hosts_for_trying(settings, capsys):
    settings.WEBHOOK_PLAIN_HOSTS = ["localhost:8141"]
    call_command("check", deploy=True, tags=["security"])
    assert "assembly.W001" in capsys.readouterr().err
