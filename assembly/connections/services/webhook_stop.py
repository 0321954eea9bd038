"""Stop webhooks by themselves: what is gone, what fails for days, and all after a backup was put back."""

from datetime import datetime

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from assembly.connections.enums_webhooks import StopReason, WebhookState
from assembly.connections.models import Webhook
from assembly.connections.webhook_lifecycle import WEBHOOK
from assembly.connections.webhook_retries import GIVES_UP_AFTER
from assembly.lifecycle import move
from assembly.models import Appointment, AuditEvent

_log = structlog.get_logger(__name__)


@transaction.atomic
def stop_webhook(*, webhook: Webhook, reason: StopReason, now: datetime) -> Webhook:
    """Stop an active webhook, and write to whoever made it after the commit; what waits is kept until it is resumed.

    Raises:
        IllegalMove: it is not active.
    """
    stopped = move(
        WEBHOOK,
        webhook,
        "stop",
        assembly=webhook.assembly,
        actor=None,
        now=now,
        reason=str(reason),
        details={"number": webhook.number},
        changes={"stopped_because": reason},
    )
    if reason != StopReason.RESTORED and not stopped.assembly.is_rehearsal:
        transaction.on_commit(lambda: _write(stopped), robust=True)
    return stopped


def stop_failing_webhooks(now: datetime) -> int:
    """Stop those to which nothing could be delivered for five days; return how many."""
    failing = Webhook.objects.filter(state=WebhookState.ACTIVE, failing_since__lte=now - GIVES_UP_AFTER)
    return sum(_stop_if_failing(pk, now) for pk in failing.values_list("pk", flat=True))


@transaction.atomic
def _stop_if_failing(webhook_id: int, now: datetime) -> int:
    # Locked and looked at again: a worker may have delivered something meanwhile.
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=webhook_id)
    since = webhook.failing_since
    if webhook.state != WebhookState.ACTIVE or since is None or since > now - GIVES_UP_AFTER:
        return 0
    stop_webhook(webhook=webhook, reason=StopReason.FAILING, now=now)
    return 1


def stop_all_after_restore(event: AuditEvent) -> None:
    """Stop every active webhook in the transaction in which a backup was put back.

    The backup may have been put back on another machine, to rehearse it, or may be old: a person says whether this
    machine tells others.
    """
    active = Webhook.objects.filter(state=WebhookState.ACTIVE).select_related("assembly").order_by("pk")
    for webhook in active:
        stop_webhook(webhook=webhook, reason=StopReason.RESTORED, now=event.at)


def _write(webhook: Webhook) -> None:
    """Tell whoever made it, while they are on the team."""
    maker = webhook.made_by
    if not maker.email or not Appointment.objects.filter(user=maker, assembly=webhook.assembly).exists():
        return
    named = {"assembly": webhook.assembly.name, "number": webhook.number}
    subject = _("%(assembly)s: webhook %(number)s has stopped") % named
    said = _("Webhook %(number)s of %(assembly)s tells nobody any more.") % named
    todo = _(
        "Sign in, open the webhooks, and resume it once the other program answers again. Nothing is lost."
    )
    text = f"{said} {webhook.get_stopped_because_display()}\n\n{todo}\n"
    try:
        send_mail(" ".join(subject.split()), text, None, [maker.email])
    except OSError:  # SMTP errors and sockets that do not answer are OSErrors
        _log.exception("webhook_notice_not_sent", webhook=webhook.pk)
