"""Mailings: keep templates, write a mailing out for each person, approve or cancel it, decide about a doubt."""

import uuid
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.audiences import audience_of
from assembly.background import queue_task
from assembly.enums import MailingState, MessageState
from assembly.errors import MailingRefused, PlaceholderUnknown
from assembly.lifecycle import move
from assembly.mailing_lifecycle import MAILING, MESSAGE
from assembly.models import Assembly, Mailing, MessageTemplate, OutboxMessage, User
from assembly.placeholders import fill_placeholders, unknown_placeholders
from assembly.services.record import record_event

SEND = "assembly.tasks.send_mailing"
_BATCH = 1_000


def check_placeholders(text: str, audience: str) -> None:
    """Refuse a text with placeholders that nobody can fill.

    Raises:
        PlaceholderUnknown: names the wrong ones and those that exist.
    """
    known = audience_of(audience).placeholders
    if wrong := unknown_placeholders(text, known):
        raise PlaceholderUnknown(
            _("Nobody can fill in %(wrong)s. There are: %(known)s.")
            % {"wrong": ", ".join(wrong), "known": ", ".join(f"{{{{ {name} }}}}" for name in known)}
        )


@transaction.atomic
def save_template(*, template: MessageTemplate, actor: User, now: datetime) -> MessageTemplate:
    """Save a new or changed template; mailings that were made of it keep their words.

    Raises:
        PlaceholderUnknown: it has a placeholder that its audience does not have.
    """
    check_placeholders(template.subject, template.audience)
    check_placeholders(template.body, template.audience)
    template.save()
    record_event(
        "mailing.template_saved", obj=template, assembly=template.assembly, actor=actor, now=now, details={}
    )
    return template


@transaction.atomic
def write_mailing(*, template: MessageTemplate, part: str, actor: User, now: datetime) -> Mailing:
    """Write a template out for everybody of one part of its audience, as drafts that nobody sends yet.

    Raises:
        MailingRefused: nobody of them has an e-mail address.
        PlaceholderUnknown: the audience has lost a placeholder since the template was saved.
    """
    assembly = Assembly.objects.select_for_update().get(pk=template.assembly_id)
    check_placeholders(f"{template.subject}\n{template.body}", template.audience)
    people = list(audience_of(template.audience).recipients(assembly, part))
    reached = [each for each in people if each.email]
    if not reached:
        raise MailingRefused(_("Nobody there has an e-mail address."))
    last = Mailing.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    mailing = Mailing.objects.create(
        assembly=assembly,
        number=last + 1,
        name=template.name,
        audience=template.audience,
        part=part,
        subject=template.subject,
        body=template.body,
        without_email=len(people) - len(reached),
        created_at=now,
        created_by=actor,
    )
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    OutboxMessage.objects.bulk_create(
        (
            OutboxMessage(
                mailing=mailing,
                number=number,
                about_kind=each.kind,
                about_id=each.pk,
                name=each.name,
                email=each.email,
                # A line break in a name must not become a header of the message.
                subject=" ".join(fill_placeholders(mailing.subject, each.values).split())[:600],
                body=fill_placeholders(mailing.body, each.values),
                message_id=f"<{uuid.uuid4().hex}@{domain}>",
            )
            for number, each in enumerate(reached, start=1)
        ),
        batch_size=_BATCH,
    )
    record_event(
        "mailing.written",
        obj=mailing,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": mailing.number, "messages": len(reached), "part": part},
    )
    return mailing


@transaction.atomic
def approve_mailing(*, mailing: Mailing, actor: User, now: datetime) -> Mailing:
    """Let a reviewed mailing go: a worker sends it.

    Raises:
        IllegalMove: it was approved or cancelled before.
    """
    approved = move(
        MAILING,
        mailing,
        "approve",
        assembly=mailing.assembly,
        actor=actor,
        now=now,
        details={"number": mailing.number, "messages": mailing.messages.count()},
        changes={"approved_at": now, "approved_by": actor, "beat_at": now},
    )
    target = MESSAGE.target(MessageState.DRAFT, "approve")
    approved.messages.filter(state=MessageState.DRAFT).update(state=target, due_at=now)
    queue_task(SEND, approved.pk)
    return approved


@transaction.atomic
def cancel_mailing(*, mailing: Mailing, actor: User, now: datetime) -> Mailing:
    """Stop a mailing: what has not left is not sent any more.

    Raises:
        IllegalMove: it was cancelled before.
    """
    target = MESSAGE.target(MessageState.PENDING, "cancel")
    waiting = mailing.messages.filter(state__in=[MessageState.DRAFT, MessageState.PENDING])
    stopped = waiting.update(state=target, ended_at=now)
    details = {"number": mailing.number, "messages": stopped}
    return move(MAILING, mailing, "cancel", assembly=mailing.assembly, actor=actor, now=now, details=details)


@transaction.atomic
def decide_message(*, message: OutboxMessage, verb: str, actor: User, now: datetime) -> OutboxMessage:
    """Settle a message of which nobody knows whether it left as sent, or send it (or a failed one) again.

    Raises:
        IllegalMove: it is neither unknown nor failed.
        MailingRefused: its mailing was cancelled, or its person erased.
    """
    mailing = Mailing.objects.select_for_update().select_related("assembly").get(pk=message.mailing_id)
    is_again = verb == "retry"
    if is_again and (mailing.state != MailingState.APPROVED or not message.email):
        raise MailingRefused(_("This message cannot be sent any more."))
    decided = move(
        MESSAGE,
        message,
        verb,
        assembly=mailing.assembly,
        actor=actor,
        now=now,
        details={"mailing": mailing.number, "number": message.number},
        changes={"due_at": now, "ended_at": None, "error": ""} if is_again else {"ended_at": now},
    )
    if is_again:
        queue_task(SEND, mailing.pk)
    return decided
