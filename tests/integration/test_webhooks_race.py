"""Many at the same moment: each entry becomes one delivery, and arrives at least once under one name."""

import threading
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from assembly.connections.models import Delivery, Webhook
from assembly.connections.services.delivery_sending import work_on_webhook
from assembly.connections.services.webhook_clock import ask_workers
from assembly.connections.services.webhook_outbox import queue_deliveries
from assembly.connections.services.webhooks import end_webhook
from assembly.models import AuditEvent
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_webhooks import happen, make_hook
from tests.integration.test_secret_votes_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


class Other:
    """The other program: keeps the names of messages in the order in which they come."""

    def __init__(self):
        self.names, self.most, self._now, self._lock = [], 0, 0, threading.Lock()

    def __call__(self, _address, _body, headers):
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.names.append(headers["webhook-id"])
        with self._lock:
            self._now -= 1
        return 200


def work(webhook, other):
    return work_on_webhook(webhook.pk, clock=timezone.now, chance=Random(1), send=other)


def expected(webhook):
    return list(webhook.deliveries.order_by("number").values_list("message_id", flat=True))


def test_workers_who_queue_at_once_queue_each_entry_once():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    for _each in range(10):
        happen(assembly)
    outcomes = at_once(*[lambda: queue_deliveries(webhook_id=webhook.pk, now=NOON)] * AT_ONCE)
    assert (sum(outcomes), Delivery.objects.count()) == (10, 10)


def test_entries_that_are_written_while_others_queue_are_told_all_and_once():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    writes = [lambda: happen(assembly).number] * AT_ONCE
    queues = [lambda: queue_deliveries(webhook_id=webhook.pk, now=NOON)] * AT_ONCE
    at_once(*writes, *queues)
    queue_deliveries(webhook_id=webhook.pk, now=NOON)
    written = AuditEvent.objects.filter(type="remit.published").values_list("number", flat=True)
    assert sorted(webhook.deliveries.values_list("number", flat=True)) == sorted(written)
    assert len(written) == AT_ONCE


def test_workers_who_send_at_once_send_each_message_once_and_in_order():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    for _each in range(8):
        happen(assembly)
    other = Other()
    at_once(*[lambda: work(webhook, other)] * AT_ONCE)
    work(webhook, other)
    assert (other.names, other.most) == (expected(webhook), 1)
    assert Webhook.objects.get().held_until is None


def test_what_happens_while_workers_send_is_sent_without_waiting_for_the_clock():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    other = Other()

    def both():
        happen(assembly)
        return work(webhook, other)

    at_once(*[both] * AT_ONCE)
    assert Counter(other.names) == dict.fromkeys(expected(webhook), 1)
    assert len(other.names) == AT_ONCE


def test_a_worker_whose_minute_is_over_may_send_twice_under_the_same_name():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    happen(assembly)
    other, later = Other(), timezone.now() + timedelta(minutes=2)

    def sleeps(address, body, headers):
        # The machine sleeps: meanwhile another worker takes the webhook, and sends.
        work_on_webhook(webhook.pk, clock=lambda: later, chance=Random(1), send=other)
        return other(address, body, headers)

    work(webhook, sleeps)
    assert other.names == expected(webhook) * 2
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts.count()) == ("sent", 2)


def test_clocks_that_come_at_once_ask_one_worker():
    assembly = AssemblyFactory()
    make_hook(assembly)
    happen(assembly)
    assert sum(at_once(*[lambda: ask_workers(NOON)] * AT_ONCE)) == 1


def test_a_webhook_that_is_ended_while_workers_send_ends_without_a_deadlock():
    assembly = AssemblyFactory()
    webhook = make_hook(assembly).webhook
    for _each in range(8):
        happen(assembly)
    other = Other()
    end = lambda: end_webhook(webhook=webhook, actor=UserFactory(), now=NOON).state  # noqa: E731
    *_counts, state = at_once(*[lambda: work(webhook, other)] * 3, end)
    found = Counter(webhook.deliveries.values_list("state", flat=True))
    assert state == "ended"
    assert found["sent"] <= len(other.names)
    assert found.keys() <= {"sent", "given_up"}


def test_webhooks_that_are_made_while_entries_are_written_begin_at_one_point():
    """Each is told of everything after the entry of its making, and of nothing before."""
    assembly = AssemblyFactory()
    hooks = [lambda: make_hook(assembly).webhook.pk] * 3
    at_once(*[lambda: happen(assembly).number] * AT_ONCE, *hooks)
    numbers = list(AuditEvent.objects.filter(type="remit.published").values_list("number", flat=True))
    for webhook in Webhook.objects.all():
        queue_deliveries(webhook_id=webhook.pk, now=NOON)
        made = AuditEvent.objects.get(type="webhook.make", object_id=str(webhook.pk)).number
        told = sorted(webhook.deliveries.values_list("number", flat=True))
        assert told == sorted(number for number in numbers if number > made)
