"""Text messages: by the same rules as e-mail, through a gateway that an installation names."""

import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from assembly.checks import sms_gateway_is_there
from assembly.errors import MailingRefused
from assembly.gateways import SmsRefused
from assembly.gateways.console import ConsoleGateway
from assembly.models import Mailing, OutboxMessage
from assembly.services.mailings import approve_mailing, decide_message, write_mailing
from assembly.services.mailings_send import send_mailing
from sortition.services.respondents_erasure import erase_respondents
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_messages import make_template
from tests.factories_pool import RespondentFactory
from tests.migrated import copy_migrated
from tests.sms_gateways import RecordingGateway

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def gateway(settings):
    settings.SMS_GATEWAY = "tests.sms_gateways.RecordingGateway"
    settings.SMS_COUNTRY_CODE = "44"
    RecordingGateway.forget()
    yield RecordingGateway
    RecordingGateway.forget()


def approved(people=2, body="Hello {{ first_name }}"):
    """A mailing by text message, approved; one person more has no phone."""
    assembly, user = AssemblyFactory(), UserFactory()
    for number in range(people):
        RespondentFactory(
            assembly=assembly, reference=f"r{number}", first_name=f"P{number}", phone=f"07700 90000{number}"
        )
    RespondentFactory(assembly=assembly, reference="s", phone="none")
    template = make_template(assembly, body)
    mailing = write_mailing(template=template, part="pool", channel="sms", actor=user, now=NOON)
    return approve_mailing(mailing=mailing, actor=user, now=NOON)


def noon():
    return NOON


def states():
    return list(OutboxMessage.objects.order_by("number").values_list("state", flat=True))


@pytest.mark.django_db
def test_texts_are_sent_once_each_under_a_name_of_their_own(gateway):
    mailing = approved()
    names = list(mailing.messages.values_list("message_id", flat=True))
    assert (send_mailing(mailing.pk, clock=noon), send_mailing(mailing.pk, clock=noon)) == (2, 0)
    assert gateway.sent == [
        ("+447700900000", "Hello P0", names[0]),
        ("+447700900001", "Hello P1", names[1]),
    ]
    assert states() == ["sent", "sent", "unreached"]
    assert set(mailing.messages.values_list("email", "address")) == {("", "")}


@pytest.mark.django_db
def test_a_refusal_fails_a_temporary_one_waits_and_a_broken_line_leaves_a_doubt(gateway):
    mailing = approved(people=3)
    gateway.answers.update(
        {
            "+447700900000": SmsRefused("no such number"),
            "+447700900001": SmsRefused("busy", is_temporary=True),
            "+447700900002": TimeoutError(),
        }
    )
    assert send_mailing(mailing.pk, clock=noon) == 0
    first, second, third, _nobody = mailing.messages.all()
    assert (first.state, first.error) == ("failed", "no such number")
    assert (second.state, second.due_at) == ("pending", NOON + timedelta(minutes=5))
    assert (third.state, third.error) == ("unknown", "TimeoutError")
    send_mailing(mailing.pk, clock=noon)
    assert len(gateway.sent) == 3
    gateway.answers.clear()
    decide_message(message=third, verb="retry", actor=UserFactory(), now=NOON)
    assert send_mailing(mailing.pk, clock=noon) == 1
    assert gateway.sent[-1][2] == gateway.sent[2][2]


@pytest.mark.django_db
def test_a_gateway_that_was_taken_away_leaves_everything_waiting(gateway, settings):
    mailing = approved()
    settings.SMS_GATEWAY = ""
    assert send_mailing(mailing.pk, clock=noon) == 0
    assert states() == ["pending", "pending", "unreached"]


@pytest.mark.django_db
def test_numbers_and_texts_of_erased_people_go_and_nothing_is_sent_to_them(gateway, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "ledger.jsonl"
    mailing = approved(people=1)
    pks = list(mailing.messages.values_list("about_id", flat=True))
    erase_respondents(pks=pks, assembly=mailing.assembly, actor=None, now=NOON, reason="Asked")
    assert send_mailing(mailing.pk, clock=noon) == 0
    kept = mailing.messages.values_list("state", "name", "phone", "body")
    assert list(kept) == [("cancelled", "", "", ""), ("unreached", "", "", "")]


@pytest.mark.parametrize(
    ("name", "faults"), [("", 0), ("tests.sms_gateways.RecordingGateway", 0), ("no.such.Gateway", 1)]
)
def test_a_gateway_that_cannot_be_found_is_a_fault_of_the_settings(name, faults, settings):
    settings.SMS_GATEWAY = name
    assert len(sms_gateway_is_there()) == faults


@pytest.mark.django_db
def test_a_text_that_is_no_text_message_is_refused(gateway):
    with pytest.raises(MailingRefused, match="7 text messages"):
        approved(body="x" * (153 * 6 + 1))
    assert Mailing.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("is_configured", [True, False])
def test_text_messages_are_offered_only_where_there_is_a_gateway(
    is_configured, settings, assembly, organiser, client_of
):
    settings.SMS_GATEWAY = "tests.sms_gateways.RecordingGateway" if is_configured else ""
    template = make_template(assembly)
    client = client_of(organiser)
    page = client.get(reverse("mailing_new", args=[assembly.slug])).content.decode()
    assert ("By text message only" in page) is is_configured
    RespondentFactory(assembly=assembly, phone="07700900123")
    client.post(
        reverse("mailing_new", args=[assembly.slug]),
        {"template": template.pk, "part": "pool", "channel": "sms"},
    )
    assert Mailing.objects.count() == int(is_configured)


@pytest.mark.django_db
def test_the_review_says_how_many_messages_are_paid_for(gateway, assembly, organiser, client_of):
    RespondentFactory(assembly=assembly, phone="07700900123")
    template = make_template(assembly, "x" * 161)
    write_mailing(template=template, part="pool", channel="sms", actor=organiser, now=NOON)
    client = client_of(organiser)
    page = client.get(reverse("mailing", args=[assembly.slug, 1])).content.decode()
    assert "The longest text takes 2 text messages; together they are 2" in page
    page = client.get(reverse("mailing_message", args=[assembly.slug, 1, 1])).content.decode()
    assert "161 letters: 2 text messages of 153." in page


@pytest.mark.parametrize("is_development", [True, False])
def test_the_console_shows_a_text_to_developers_only_and_the_log_never(
    is_development, settings, capsys, caplog
):
    settings.DEBUG = is_development
    with caplog.at_level(logging.INFO):
        ConsoleGateway().send(number="+447700900123", text="Hello Ada", reference="<x@y>")
    shown = capsys.readouterr().out
    assert ("+447700900123" in shown, "Hello Ada" in shown) == (is_development, is_development)
    (line,) = [record.getMessage() for record in caplog.records]
    assert ("7700" in line, "Ada" in line, "<x@y>" in line) == (False, False, True)
    assert json.dumps(line)


PREPARE = """
import django
django.setup()
from tests.integration.test_messages_sms import approved
approved(people=1)
"""
DIE = """
import os, sys, django
django.setup()
from assembly.models import Mailing
from assembly.services import mailings_send
from tests.factories import NOON

class Gateway:
    def send(self, **message):
        with open(sys.argv[1], "a") as file:
            file.write(message["text"] + chr(10))
        os._exit(9)

from django.conf import settings
settings.SMS_GATEWAY = "__main__.Gateway"
mailings_send.send_mailing(Mailing.objects.get().pk, clock=lambda: NOON)
"""
LATER = """
import django
django.setup()
from datetime import timedelta
from assembly.models import Mailing, OutboxMessage
from assembly.services.mailings_send import continue_sending, send_mailing
from tests.factories import NOON
now = NOON + timedelta(minutes=10)
continue_sending(now)
send_mailing(Mailing.objects.get().pk, clock=lambda: now)
print(OutboxMessage.objects.first().state)
"""


def test_a_worker_killed_between_sending_and_marking_never_sends_twice(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "ASSEMBLY_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "SMS_GATEWAY": "assembly.gateways.console.ConsoleGateway",
    }

    def python(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    copy_migrated(tmp_path / "killed.sqlite3")
    assert python("-c", PREPARE).returncode == 0
    taken = tmp_path / "taken"
    assert python("-c", DIE, str(taken)).returncode == 9
    assert python("-c", LATER).stdout.split()[-1] == "unknown"
    assert taken.read_text() == "Hello P0\n"
