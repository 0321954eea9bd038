"""Webhooks: each entry of a wanted kind becomes one delivery, signed, tried again, and never about anybody."""

import base64
import hashlib
import hmac
import json
import uuid
from datetime import timedelta
from random import Random

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from assembly.clock import tick
from assembly.connections.attention import connections_parts
from assembly.connections.delivery_gateway import NotDelivered
from assembly.connections.enums_webhooks import Trouble
from assembly.connections.errors_webhooks import SecretUnreadable, WebhookRefused
from assembly.connections.models import Delivery, DeliveryAttempt, Webhook
from assembly.connections.selectors.webhooks import webhook_metrics
from assembly.connections.services.delivery_sending import work_on_webhook
from assembly.connections.services.webhook_clock import ask_workers, forget_old_deliveries
from assembly.connections.services.webhook_outbox import WORK, queue_deliveries
from assembly.connections.services.webhook_stop import stop_failing_webhooks
from assembly.connections.services.webhooks import (
    change_webhook,
    end_webhook,
    make_webhook,
    mark_of,
    pause_webhook,
    renew_secret,
    resume_webhook,
    send_again,
    send_test,
)
from assembly.connections.webhook_retries import MOST_ATTEMPTS, PAUSES
from assembly.connections.webhook_secrets import sealed, unsealed
from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import Assembly, AuditEvent
from assembly.record import sentence_of
from assembly.services.record import record_event
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_webhooks import SITE, happen, make_delivery, make_hook, make_wanted, webhook_at
from tests.webhook_server import Receiver, status

pytestmark = pytest.mark.django_db


class Other:
    """The other program: keeps what it is sent, and gives the answers that it is told to, then 204."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.received = []

    def __call__(self, address, body, headers):
        self.received.append((address, json.loads(body), dict(headers), body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, NotDelivered):
            raise answer
        return answer

    @property
    def numbers(self):
        return [said["number"] for _address, said, *_rest in self.received]


class Clock:
    """Moves when it is told to."""

    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now


class Never(Random):
    """Chance that adds nothing."""

    def random(self):
        return 0.0


FAILS = NotDelivered(Trouble.ANSWER, 503)


def who():
    return {"actor": UserFactory(), "now": NOON}


def send(webhook, other, clock=None):
    return work_on_webhook(webhook.pk, clock=clock or Clock(), chance=Never(), send=other)


def rolled_back(assembly):
    """Have something happen that is undone before it is committed."""
    with transaction.atomic():
        event = happen(assembly)
        transaction.set_rollback(True)
    return event


def states(webhook):
    return list(webhook.deliveries.order_by("number").values_list("state", flat=True))


def types():
    return list(
        AuditEvent.objects.filter(type__startswith="webhook.").order_by("pk").values_list("type", flat=True)
    )


def test_what_happens_after_it_was_made_is_told_once_and_nothing_from_before(assembly):
    happen(assembly)
    webhook, other = make_hook(assembly).webhook, Other()
    first, second = happen(assembly), happen(assembly, "assembly.announce")
    assert (send(webhook, other), send(webhook, other)) == (2, 0)
    assert other.numbers == [first.number, second.number]
    assert states(webhook) == ["sent", "sent"]


def test_only_kinds_that_are_wanted_of_its_own_assembly_are_told(assembly):
    webhook, other = make_hook(assembly, kinds=["remit.published"]).webhook, Other()
    happen(AssemblyFactory())
    happen(assembly, "report.publish")
    happen(assembly, "team.invited")
    wanted = happen(assembly)
    send(webhook, other)
    assert other.numbers == [wanted.number]


def test_what_is_rolled_back_is_not_told_and_its_number_is_another_event(assembly):
    webhook, other = make_hook(assembly).webhook, Other()
    lost = rolled_back(assembly)
    kept = happen(assembly, "assembly.announce")
    send(webhook, other)
    assert (lost.number, other.numbers) == (kept.number, [kept.number])
    assert other.received[0][1]["type"] == "assembly.moved"


def test_a_message_says_what_happened_where_to_read_it_and_nothing_about_anybody(assembly):
    webhook, other = make_hook(assembly).webhook, Other()
    event = happen(assembly)
    send(webhook, other)
    address, said, headers, _body = other.received[0]
    assert address == "https://hooks.example.org/in?key=1"
    links = said.pop("links")
    assert links["page"] == f"{SITE}about/{assembly.slug}/"
    assert said == {
        "id": headers["webhook-id"],
        "type": "remit.published",
        "assembly": {"slug": assembly.slug, "name": assembly.name},
        "number": event.number,
        "at": "2026-03-02T12:00:00.000Z",
    }


def test_each_message_is_signed_as_standard_webhooks_want_it(assembly):
    made, other = make_hook(assembly), Other()
    happen(assembly)
    send(made.webhook, other)
    *_rest, headers, body = other.received[0]
    assert headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    key = base64.b64decode(made.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"


def test_an_event_queues_a_worker_in_its_own_transaction_where_somebody_wants_it(assembly, queued):
    webhook = make_hook(assembly).webhook
    webhook_at(assembly, "paused")
    rolled_back(assembly)
    assert queued() == []
    happen(assembly, "report.publish")
    assert queued() == []
    happen(assembly)
    assert queued() == [(WORK, [webhook.pk])]


def test_a_delivery_that_fails_is_tried_again_at_growing_pauses_and_then_given_up(assembly):
    webhook, clock = make_hook(assembly).webhook, Clock()
    happen(assembly)
    other = Other(*[FAILS] * MOST_ATTEMPTS)
    waited = []
    for pause in [*PAUSES, None]:
        assert send(webhook, other, clock) == 0
        delivery = webhook.deliveries.get()
        if pause is None:
            break
        waited.append(delivery.next_at - clock.now)
        clock.now = delivery.next_at - timedelta(seconds=1)
        assert send(webhook, other, clock) == 0
        clock.now = delivery.next_at
    assert waited == list(PAUSES)
    assert (delivery.state, delivery.failures, delivery.answer, delivery.trouble) == (
        "given_up",
        MOST_ATTEMPTS,
        503,
        "answer",
    )
    assert delivery.attempts.count() == len(other.received) == MOST_ATTEMPTS == 10
    assert len({headers["webhook-id"] for _a, _s, headers, _b in other.received}) == 1


def test_a_pause_is_longer_by_chance_and_by_a_fifth_at_most(assembly):
    webhook = make_hook(assembly).webhook
    happen(assembly)
    work_on_webhook(webhook.pk, clock=Clock(), chance=Random(1), send=Other(FAILS))
    first = webhook.deliveries.get().next_at - NOON
    assert first == PAUSES[0] * (1 + 0.2 * Random(1).random())
    assert PAUSES[0] < first < PAUSES[0] * 1.2


@pytest.mark.parametrize(
    ("wait", "pause"),
    [
        (timedelta(0), PAUSES[0]),
        (timedelta(minutes=7), timedelta(minutes=7)),
        (timedelta(days=3), timedelta(hours=1)),
    ],
)
def test_the_other_side_is_left_alone_for_as_long_as_it_asks_up_to_an_hour(assembly, wait, pause):
    webhook = make_hook(assembly).webhook
    happen(assembly)
    send(webhook, Other(NotDelivered(Trouble.ANSWER, 503, wait)))
    assert webhook.deliveries.get().next_at == NOON + pause


def test_a_worker_is_asked_for_the_first_try_again_and_the_clock_for_the_others(assembly, queued):
    webhook, clock = make_hook(assembly).webhook, Clock()
    happen(assembly)
    assert queued() == [(WORK, [webhook.pk])]
    send(webhook, Other(FAILS), clock)
    # Nobody takes it before its moment.
    from django_tasks_db.models import DBTaskResult

    assert DBTaskResult.objects.get(run_after=NOON + PAUSES[0]).args_kwargs["args"] == [webhook.pk]
    clock.now += PAUSES[0]
    send(webhook, Other(FAILS), clock)
    assert DBTaskResult.objects.count() == 2


def test_order_is_kept_while_one_fails_for_a_short_time_and_then_no_longer(assembly):
    webhook, clock = make_hook(assembly).webhook, Clock()
    first, second = happen(assembly), happen(assembly)
    other = Other(FAILS, FAILS, FAILS)
    for _each in range(3):
        send(webhook, other, clock)
        clock.now = webhook.deliveries.get(number=first.number).next_at
    assert other.numbers == [first.number] * 3
    clock.now -= timedelta(minutes=1)
    send(webhook, other, clock)
    assert other.numbers[3:] == [second.number]
    clock.now += timedelta(minutes=1)
    send(webhook, other, clock)
    assert other.numbers[4:] == [first.number]
    assert states(webhook) == ["sent", "sent"]


def test_after_a_failure_the_rest_waits_for_the_next_turn(assembly):
    webhook = make_hook(assembly).webhook
    for _each in range(3):
        happen(assembly)
    other = Other(204, FAILS)
    assert send(webhook, other) == 1
    assert len(other.received) == 2
    assert states(webhook) == ["sent", "failed", "queued"]


def test_after_half_a_minute_other_work_has_its_turn(assembly, queued):
    webhook, clock = make_hook(assembly).webhook, Clock()
    for _each in range(4):
        happen(assembly)
    before = len(queued())

    def slow(_address, _body, _headers):
        clock.now += timedelta(seconds=12)
        return 200

    assert send(webhook, slow, clock) == 3
    assert len(queued()) == before + 1
    assert send(webhook, Other(), clock) == 1


def test_whoever_is_gone_is_told_nothing_more(assembly):
    made = make_hook(assembly)
    AppointmentFactory(assembly=assembly, user=made.webhook.made_by)
    for _each in range(2):
        happen(assembly)
    send(made.webhook, Other(NotDelivered(Trouble.GONE, 410)))
    webhook = Webhook.objects.get()
    assert (webhook.state, webhook.stopped_because) == ("stopped", "gone")
    assert states(webhook) == ["given_up", "queued"]
    assert send(webhook, Other()) == 0
    assert sentence_of(AuditEvent.objects.latest("pk")) == "Webhook 1 stopped by itself: gone"


@pytest.mark.django_db(transaction=True)
def test_whoever_made_it_is_written_to_once_when_it_stops_and_only_while_on_the_team():
    for is_on_team in (True, False):
        assembly = AssemblyFactory()
        webhook = make_hook(assembly).webhook
        if is_on_team:
            AppointmentFactory(assembly=assembly, user=webhook.made_by)
        happen(assembly)
        send(webhook, Other(NotDelivered(Trouble.GONE, 410)))
        if is_on_team:
            assert [message.to for message in mail.outbox] == [[webhook.made_by.email]]
            assert mail.outbox[0].subject == f"{assembly.name}: webhook 1 has stopped"
            assert "hooks.example.org" not in mail.outbox[0].body
    assert len(mail.outbox) == 1


def test_after_five_days_without_a_delivery_it_stops_and_on_resuming_goes_on_where_it_was(assembly):
    webhook, clock = make_hook(assembly).webhook, Clock()
    happen(assembly)
    send(webhook, Other(FAILS), clock)
    five_days = NOON + timedelta(days=5)
    assert stop_failing_webhooks(five_days - timedelta(seconds=1)) == 0
    assert (stop_failing_webhooks(five_days), stop_failing_webhooks(five_days)) == (1, 0)
    stopped = Webhook.objects.get()
    assert (stopped.state, stopped.stopped_because) == ("stopped", "failing")
    missed = happen(assembly, now=five_days)
    assert send(stopped, Other(), clock) == 0
    clock.now, other = five_days + timedelta(days=1), Other()
    resume_webhook(webhook=stopped, actor=UserFactory(), now=clock.now)
    assert send(stopped, other, clock) == 2
    assert other.numbers[-1] == missed.number


def test_one_delivery_that_arrives_ends_the_count_of_days(assembly):
    webhook = make_hook(assembly).webhook
    happen(assembly)
    clock = Clock()
    send(webhook, Other(FAILS), clock)
    clock.now += PAUSES[0]
    send(webhook, Other(), clock)
    assert Webhook.objects.get().failing_since is None
    assert stop_failing_webhooks(NOON + timedelta(days=9)) == 0


def test_what_happens_while_it_is_paused_is_told_when_it_is_resumed(assembly):
    webhook, other = make_hook(assembly).webhook, Other()
    pause_webhook(webhook=webhook, **who())
    missed = happen(assembly)
    assert (send(webhook, other), ask_workers(NOON), states(webhook)) == (0, 0, [])
    resume_webhook(webhook=webhook, **who())
    send(webhook, other)
    assert other.numbers == [missed.number]


def test_once_it_is_paused_a_worker_stops_after_the_message_that_is_on_its_way(assembly):
    webhook = make_hook(assembly).webhook
    for _each in range(2):
        happen(assembly)

    def pauses(_address, _body, _headers):
        pause_webhook(webhook=webhook, **who())
        return 200

    assert send(webhook, pauses) == 1
    assert states(webhook) == ["sent", "queued"]


def test_the_end_gives_up_what_waits_and_forgets_the_secrets(assembly):
    webhook = make_hook(assembly).webhook
    renew_secret(webhook=webhook, keeps_former=True, **who())
    make_delivery(assembly, "failed", webhook)
    make_delivery(assembly, "queued", webhook)
    ended = end_webhook(webhook=webhook, **who())
    assert (ended.state, ended.secret, ended.former_secret) == ("ended", "", "")
    assert list(webhook.deliveries.values_list("state", "trouble")) == [("given_up", "ended")] * 2
    for refused in (end_webhook, resume_webhook):
        with pytest.raises(IllegalMove):
            refused(webhook=ended, **who())
    with pytest.raises(WebhookRefused):
        renew_secret(webhook=ended, keeps_former=True, **who())


def test_what_was_delivered_while_it_was_ended_stays_given_up_and_the_attempt_is_kept(assembly):
    webhook = make_hook(assembly).webhook
    happen(assembly)

    def ends(_address, _body, _headers):
        end_webhook(webhook=webhook, **who())
        return 200

    send(webhook, ends)
    assert (states(webhook), DeliveryAttempt.objects.get().answer) == (["given_up"], 200)


def test_a_change_of_kinds_holds_from_the_change_on(assembly):
    webhook, other = make_hook(assembly, kinds=["remit.published"]).webhook, Other()
    before = happen(assembly)
    happen(assembly, "response.publish")
    change_webhook(
        webhook=webhook, wanted=make_wanted(kinds=["response.published"]), seen=mark_of(webhook), **who()
    )
    happen(assembly)
    after = happen(assembly, "response.publish")
    send(webhook, other)
    assert other.numbers == [before.number, after.number]


def test_of_two_who_change_it_the_second_is_told_and_the_same_words_twice_change_nothing(assembly):
    webhook = make_hook(assembly).webhook
    seen, wanted = mark_of(webhook), make_wanted(purpose="⟪Tells the press⟫")
    change_webhook(webhook=webhook, wanted=wanted, seen=seen, **who())
    change_webhook(webhook=webhook, wanted=wanted, seen=seen, **who())
    assert types() == ["webhook.make", "webhook.change"]
    with pytest.raises(ChangedMeanwhile):
        change_webhook(webhook=webhook, wanted=make_wanted(purpose="⟪Other⟫"), seen=seen, **who())


def test_the_same_form_twice_is_one_webhook_whose_secret_is_told_once(assembly):
    form = {"assembly": assembly, "wanted": make_wanted(), "token": uuid.uuid4(), **who()}
    first, second = make_webhook(**form), make_webhook(**form)
    assert (first.webhook, second.secret) == (second.webhook, "")
    assert len(base64.b64decode(first.secret.removeprefix("whsec_"))) == 32


def test_an_assembly_has_twenty_at_most(assembly):
    for _each in range(20):
        last = make_hook(assembly).webhook
    with pytest.raises(WebhookRefused):
        make_hook(assembly)
    end_webhook(webhook=last, **who())
    assert make_hook(assembly).webhook.number == 21


def test_secrets_are_encrypted_and_read_with_former_keys_too(assembly, settings):
    made = make_hook(assembly)
    kept = Webhook.objects.get().secret
    assert made.secret.removeprefix("whsec_") not in kept
    assert unsealed(kept) == made.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert unsealed(kept) == made.secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SecretUnreadable):
        unsealed(kept)


def test_a_secret_whose_key_is_lost_is_a_failure_and_a_new_one_mends_it(assembly, settings):
    webhook = make_hook(assembly).webhook
    happen(assembly)
    settings.SECRET_KEY = "another" * 8
    clock, other = Clock(), Other()
    send(webhook, other, clock)
    assert (other.received, webhook.deliveries.get().trouble) == ([], "secret")
    renewed = renew_secret(webhook=webhook, keeps_former=True, **who())
    assert renewed.webhook.former_secret == ""
    clock.now += PAUSES[0]
    assert send(webhook, other, clock) == 1


def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(assembly):
    first, other, clock = make_hook(assembly), Other(), Clock()
    second = renew_secret(webhook=first.webhook, keeps_former=True, **who())
    assert first.secret != second.secret
    for hours in (0, 24):
        clock.now = NOON + timedelta(hours=hours)
        happen(assembly)
        send(first.webhook, other, clock)
    signatures = [headers["webhook-signature"].split(" ") for _a, _s, headers, _b in other.received]
    assert [len(each) for each in signatures] == [2, 1]
    forget_old_deliveries(clock.now)
    webhook = Webhook.objects.get()
    assert (webhook.former_secret, webhook.former_until) == ("", None)


def test_a_secret_that_was_read_ends_at_once(assembly):
    made, other = make_hook(assembly), Other()
    renew_secret(webhook=made.webhook, keeps_former=False, **who())
    happen(assembly)
    send(made.webhook, other)
    assert other.received[0][2]["webhook-signature"].count("v1,") == 1


def test_a_test_goes_to_one_webhook_alone_and_stands_in_the_record(assembly):
    first, second = make_hook(assembly).webhook, make_hook(assembly).webhook
    mine, others = Other(), Other()
    send_test(webhook=first, **who())
    send(first, mine)
    send(second, others)
    assert [said["type"] for _a, said, *_rest in mine.received] == ["webhook.test"]
    assert others.received == []
    assert types()[-1] == "webhook.test"
    with pytest.raises(WebhookRefused):
        send_test(webhook=webhook_at(assembly, "paused"), **who())


def test_sent_again_by_hand_it_has_the_same_name_and_its_attempts_are_kept(assembly, queued):
    webhook, other = make_hook(assembly).webhook, Other()
    happen(assembly)
    send(webhook, other)
    again = send_again(delivery=webhook.deliveries.get(), **who())
    assert (again.state, again.failures, again.next_at) == ("queued", 0, NOON)
    send(webhook, other)
    first, second = (headers["webhook-id"] for _a, _s, headers, _b in other.received)
    assert (first == second, again.attempts.count(), states(webhook)) == (True, 2, ["sent"])
    pause_webhook(webhook=webhook, **who())
    with pytest.raises(WebhookRefused):
        send_again(delivery=again, **who())


def test_the_clock_finds_what_no_worker_was_told_of_and_asks_once(assembly, queued):
    webhook = make_hook(assembly).webhook
    happen(assembly)
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    assert (ask_workers(NOON), ask_workers(NOON)) == (1, 0)
    assert queued() == [(WORK, [webhook.pk])]
    assert ask_workers(NOON + timedelta(minutes=2)) == 1
    send(webhook, Other(), Clock(NOON + timedelta(minutes=2)))
    assert ask_workers(NOON + timedelta(minutes=9)) == 0


def test_deliveries_of_ninety_days_ago_are_forgotten_and_not_made_again(assembly):
    webhook = make_hook(assembly).webhook
    make_delivery(assembly, "sent", webhook)
    later = NOON + timedelta(days=90)
    assert forget_old_deliveries(later - timedelta(seconds=1)) == 0
    assert forget_old_deliveries(later) == 1
    assert (queue_deliveries(webhook_id=webhook.pk, now=later), Delivery.objects.count()) == (0, 0)
    assert DeliveryAttempt.objects.count() == 0


def test_the_same_entry_has_the_same_name_after_a_restore_and_another_in_its_place_another(assembly):
    webhook = make_hook(assembly).webhook
    event = happen(assembly)
    queue_deliveries(webhook_id=webhook.pk, now=NOON)
    before = webhook.deliveries.get().message_id
    Delivery.objects.all().delete()
    Webhook.objects.update(seen_number=event.number - 1)
    queue_deliveries(webhook_id=webhook.pk, now=NOON)
    assert webhook.deliveries.get().message_id == before


def test_a_backup_that_was_put_back_tells_nobody_before_a_person_says_so(assembly):
    webhook = make_hook(assembly).webhook
    paused = webhook_at(assembly, "paused")
    with transaction.atomic():
        record_event(
            "platform.backup_restored", assembly=None, actor=None, now=NOON, details={"made_at": "x"}
        )
    found = dict(Webhook.objects.values_list("pk", "stopped_because"))
    assert found == {webhook.pk: "restored", paused.pk: ""}
    assert mail.outbox == []


def test_each_act_stands_in_the_record_without_the_whole_address(assembly):
    actor = UserFactory(name="⟪Mei⟫")
    own = {"actor": actor, "now": NOON}
    webhook = make_webhook(assembly=assembly, wanted=make_wanted(), token=uuid.uuid4(), **own).webhook
    changed = make_wanted(address="https://other.example.org/x")
    change_webhook(webhook=webhook, wanted=changed, seen=mark_of(webhook), **own)
    renew_secret(webhook=webhook, keeps_former=True, **own)
    send_test(webhook=webhook, **own)
    pause_webhook(webhook=webhook, **own)
    resume_webhook(webhook=webhook, **own)
    end_webhook(webhook=webhook, **own)
    events = AuditEvent.objects.filter(type__startswith="webhook.").select_related("actor").order_by("pk")
    assert [sentence_of(event) for event in events] == [
        "⟪Mei⟫ made webhook 1 to hooks.example.org for 3 kinds of events",
        "⟪Mei⟫ changed webhook 1: from hooks.example.org to other.example.org, 3 kinds of events",
        "⟪Mei⟫ renewed the secret of webhook 1",
        "⟪Mei⟫ sent a test to webhook 1",
        "⟪Mei⟫ paused webhook 1",
        "⟪Mei⟫ resumed webhook 1",
        "⟪Mei⟫ ended webhook 1",
    ]


def test_figures_tell_what_waits_and_what_was_given_up(assembly):
    webhook = make_hook(assembly).webhook
    make_delivery(assembly, "given_up", webhook)
    make_delivery(assembly, "queued", webhook)
    make_delivery(assembly, "queued", webhook_at(assembly))
    Webhook.objects.exclude(pk=webhook.pk).update(state="paused")
    told = {metric.name: metric.values for metric in webhook_metrics(NOON + timedelta(seconds=90))}
    assert told == {
        "webhook_oldest_waiting_seconds": [({}, 90.0)],
        "webhook_deliveries_given_up": [({}, 1)],
        "webhooks": [
            ({"state": "active"}, 1),
            ({"state": "ended"}, 0),
            ({"state": "paused"}, 1),
            ({"state": "stopped"}, 0),
        ],
    }


def test_the_clock_has_its_checks(assembly):
    names = [result.name for result in tick(NOON) if result.name.startswith("connections.")]
    assert {"connections.webhooks", "connections.failing_webhooks", "connections.old_deliveries"} <= set(
        names
    )


def test_a_sealed_text_says_nothing_twice():
    assert sealed("whsec_x") != sealed("whsec_x")


def test_organisers_are_told_of_one_that_has_stopped(assembly):
    assert connections_parts.attention_of(assembly) == ()
    webhook_at(assembly, "stopped")
    webhook_at(assembly)
    action = connections_parts.attention_of(Assembly.objects.get(pk=assembly.pk))[0]
    assert (action.title, action.permission) == ("A webhook has stopped", "assembly.manage_connections")
    assert [
        figure.value for figure in connections_parts.figures_of(Assembly.objects.get(pk=assembly.pk))
    ] == ["1"]


def test_from_the_event_through_the_queue_to_the_other_program(transactional_db, settings, work):
    """Over a real line, by a real worker; and once more after the other program was down."""
    assembly = AssemblyFactory()
    with Receiver() as receiver:
        settings.WEBHOOK_PLAIN_HOSTS = [f"127.0.0.1:{receiver.port}"]
        made = make_hook(assembly, address=receiver.address)
        receiver.answers = [status(503)]
        event = happen(assembly)
        work()
        failed = Delivery.objects.get()
        assert (failed.state, failed.answer, failed.trouble) == ("failed", 503, "answer")
        # Its moment has come.
        Delivery.objects.update(next_at=failed.made_at)
        assert ask_workers(timezone.now()) == 1
        work()
    assert (states(made.webhook), len(receiver.received)) == (["sent"], 2)
    (_first, one, body), (_second, other, again) = receiver.received
    assert (one["webhook-id"], body) == (other["webhook-id"], again)
    assert json.loads(body)["number"] == event.number
