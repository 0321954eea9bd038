"""A worker that is killed between sending and noting loses nothing: the message comes again, under the same name."""

import os
import subprocess
import sys

import pytest

from tests.migrated import ROOT, copy_migrated
from tests.webhook_server import Receiver

PREPARE = """
import django; django.setup()
import sys
from tests.factories import AssemblyFactory
from tests.factories_webhooks import happen, make_hook
assembly = AssemblyFactory()
make_hook(assembly, address=sys.argv[1])
happen(assembly)
happen(assembly)
"""
DIE = """
import django; django.setup()
import os
from assembly.connections.models import Webhook
from assembly.connections.services import delivery_sending
from assembly.connections.tasks_webhooks import work_on_webhook
delivery_sending._note = lambda *_what: os._exit(9)
work_on_webhook.func(Webhook.objects.get().pk)
"""
LATER = """
import django; django.setup()
from datetime import timedelta
from random import Random
from django.utils import timezone
from assembly.connections.models import Delivery, Webhook
from assembly.connections.services.delivery_sending import work_on_webhook
for minutes in (0, 2):
    now = timezone.now() + timedelta(minutes=minutes)
    print(work_on_webhook(Webhook.objects.get().pk, clock=lambda: now, chance=Random(1)))
print(*Delivery.objects.order_by("number").values_list("state", flat=True))
"""


@pytest.fixture
def receiver():
    with Receiver() as server:
        yield server


def test_a_worker_killed_between_sending_and_noting_sends_again_under_the_same_name(tmp_path, receiver):
    """While its minute lasts nobody sends; then both messages arrive, in their order."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "ASSEMBLY_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "WEBHOOK_PLAIN_HOSTS": f"127.0.0.1:{receiver.port}",
        "LOG_LEVEL": "ERROR",
    }

    def python(*arguments):
        return subprocess.run(
            [sys.executable, "-c", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    copy_migrated(tmp_path / "killed.sqlite3")
    prepared = python(PREPARE, receiver.address)
    assert prepared.returncode == 0, prepared.stderr
    assert python(DIE).returncode == 9
    assert len(receiver.received) == 1
    later = python(LATER)
    assert later.stdout.split() == ["0", "2", "sent", "sent"], later.stderr
    names = [headers["webhook-id"] for _first, headers, _body in receiver.received]
    assert names[0] == names[1] != names[2]
