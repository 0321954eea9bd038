"""Sending: each message once, whatever the mail server answers and whenever a worker dies."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from assembly.enums import MessageState
from assembly.errors import IllegalMove, MailingRefused
from assembly.models import OutboxMessage
from assembly.services.mailings import approve_mailing, cancel_mailing, decide_message, write_mailing
from assembly.services.mailings_send import MOST_ATTEMPTS, continue_sending, send_mailing
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_messages import make_mailing, make_template
from tests.factories_pool import RespondentFactory
from tests.migrated import copy_migrated
from tests.smtp_server import MailServer

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running
        running.shutdown()


def approved(people=2):
    """A mailing to people of the pool, approved."""
    assembly, user = AssemblyFactory(), UserFactory()
    for number in range(people):
        RespondentFactory(
            assembly=assembly, reference=f"r{number}", first_name=f"P{number}", email=f"p{number}@x.example"
        )
    mailing = write_mailing(template=make_template(assembly), part="pool", actor=user, now=NOON)
    return approve_mailing(mailing=mailing, actor=user, now=NOON)


def states():
    return list(OutboxMessage.objects.order_by("number").values_list("state", flat=True))


def noon():
    return NOON


@pytest.mark.django_db
def test_what_was_reviewed_is_sent_once_under_its_own_name(server):
    mailing = approved()
    kept = list(mailing.messages.values_list("message_id", flat=True))
    assert send_mailing(mailing.pk, clock=noon) == 2
    assert send_mailing(mailing.pk, clock=noon) == 0
    assert [mail["Message-ID"] for mail in server.received] == kept
    assert [mail["To"] for mail in server.received] == ["p0@x.example", "p1@x.example"]
    assert states() == ["sent", "sent"]


@pytest.mark.django_db
def test_a_permanent_refusal_fails_with_its_reason_and_a_temporary_one_waits(server):
    mailing = approved()
    server.answers = {"p0@": "550 no such box", "p1@": "451 later"}
    assert send_mailing(mailing.pk, clock=noon) == 0
    first, second = mailing.messages.all()
    assert (first.state, first.error) == ("failed", "550 no such box")
    assert (second.state, second.due_at) == ("pending", NOON + timedelta(minutes=5))
    OutboxMessage.objects.filter(pk=second.pk).update(attempts=MOST_ATTEMPTS - 1)
    send_mailing(mailing.pk, clock=lambda: NOON + timedelta(hours=1))
    assert states() == ["failed", "failed"]


@pytest.mark.django_db
def test_a_line_that_breaks_leaves_a_doubt_that_a_person_decides(server):
    mailing = approved(people=1)
    server.drops = True
    send_mailing(mailing.pk, clock=noon)
    assert (states(), len(server.received)) == (["unknown"], 1)
    send_mailing(mailing.pk, clock=noon)
    assert len(server.received) == 1
    server.drops = False
    message, user = mailing.messages.get(), UserFactory()
    decide_message(message=message, verb="retry", actor=user, now=NOON)
    send_mailing(mailing.pk, clock=noon)
    assert (states(), len(server.received)) == (["sent"], 2)
    with pytest.raises(IllegalMove):
        decide_message(message=message, verb="retry", actor=user, now=NOON)


@pytest.mark.django_db
def test_a_server_that_is_away_leaves_everything_waiting_and_the_clock_asks_again(server, settings, queued):
    mailing = approved()
    settings.EMAIL_PORT = 1
    assert send_mailing(mailing.pk, clock=noon) == 0
    assert states() == ["pending", "pending"]
    asked = len(queued())
    later = NOON + timedelta(minutes=3)
    assert (continue_sending(later), continue_sending(later)) == (1, 0)
    assert len(queued()) == asked + 1


@pytest.mark.django_db
def test_what_was_cancelled_or_erased_is_not_sent(server):
    mailing = approved()
    mailing.messages.filter(number=1).update(email="", name="", body="", subject="")
    send_mailing(mailing.pk, clock=noon)
    assert states() == ["cancelled", "sent"]
    other = make_mailing(mailing.assembly, state="pending")
    cancel_mailing(mailing=other, actor=UserFactory(), now=NOON)
    assert send_mailing(other.pk, clock=noon) == 0
    with pytest.raises(IllegalMove):
        approve_mailing(mailing=other, actor=UserFactory(), now=NOON)


@pytest.mark.django_db
def test_nothing_is_retried_after_its_mailing_was_cancelled():
    mailing = make_mailing(AssemblyFactory(), state="unknown")
    cancel_mailing(mailing=mailing, actor=UserFactory(), now=NOON)
    with pytest.raises(MailingRefused):
        decide_message(message=mailing.messages.get(), verb="retry", actor=UserFactory(), now=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(server):
    mailing = approved(people=8)
    start, sent = threading.Barrier(2), []

    def worker():
        start.wait()
        try:
            sent.append(send_mailing(mailing.pk, clock=noon))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 8
    assert sorted(mail["To"] for mail in server.received) == [f"p{n}@x.example" for n in range(8)]


PREPARE = """
import django
django.setup()
from tests.integration.test_messages_send import approved
print(approved(people=1).pk)
"""

DIE = """
import os, sys, django
django.setup()
from django.core.mail.backends import smtp
from assembly.models import Mailing
from assembly.services import mailings_send
from tests.factories import NOON

class Backend(smtp.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        os._exit(9)

from django.conf import settings
settings.EMAIL_BACKEND = "__main__.Backend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
mailings_send.send_mailing(Mailing.objects.get().pk, clock=lambda: NOON)
"""

LATER = """
import django
django.setup()
from datetime import timedelta
from assembly.services.mailings_send import continue_sending, send_mailing
from assembly.models import OutboxMessage
from tests.factories import NOON
message = OutboxMessage.objects.get()
seen = [message.state]
for minutes in (9, 10):
    now = NOON + timedelta(minutes=minutes)
    continue_sending(now)
    send_mailing(message.mailing_id, clock=lambda: now)
    message.refresh_from_db()
    seen.append(message.state)
print(*seen)
"""


def test_a_worker_killed_between_sending_and_marking_never_sends_twice(tmp_path, server):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "ASSEMBLY_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
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
    assert python("-c", DIE, str(server.server_address[1])).returncode == 9
    assert len(server.received) == 1
    assert python("-c", LATER).stdout.split() == ["sending", "sending", "unknown"]
    assert len(server.received) == 1


@pytest.mark.django_db
def test_the_queue_sends_in_the_background(server, queued):
    mailing = approved(people=1)
    assert queued() == [("assembly.tasks.send_mailing", [mailing.pk])]
    assert mailing.approved_at == NOON < timezone.now()
    assert states() == [MessageState.PENDING]
