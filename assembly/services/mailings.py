"""Mailings: keep templates, write a mailing out for each person, approve or cancel it, decide about a doubt."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from assembly.audiences import CHOSEN, Recipient, audience_of
from assembly.background import queue_task
from assembly.enums import MailingChannel, MailingState, MessageChannel, MessageState
from assembly.errors import MailingRefused, PlaceholderUnknown
from assembly.lifecycle import move
from assembly.mailing_lifecycle import MAILING, MESSAGE
from assembly.models import Assembly, Mailing, MessageTemplate, OutboxMessage, TemplateText, User
from assembly.placeholders import fill_placeholders, unknown_placeholders
from assembly.services.record import record_event
from assembly.sms_text import sms_number, sms_parts

SEND = "assembly.tasks.send_mailing"
_BATCH = 1_000
MOST_PARTS = 6
"""A longer text is no text message."""
_WAYS = {
    MailingChannel.PREFERRED: (MessageChannel.EMAIL, MessageChannel.LETTER),
    MailingChannel.EMAIL: (MessageChannel.EMAIL,),
    MailingChannel.LETTER: (MessageChannel.LETTER,),
    MailingChannel.SMS: (MessageChannel.SMS,),
}
"""The ways of each channel; each person is reached by the first for which they have an address."""


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


def texts_of(template: MessageTemplate) -> dict[str, tuple[str, str]]:
    """Return (subject, text) by language; the first is the installation's own, for everybody else."""
    own = {settings.LANGUAGE_CODE: (template.subject, template.body)}
    return own | {each.language: (each.subject, each.body) for each in template.texts.all()}


def language_for(wanted: str, texts: Mapping[str, tuple[str, str]]) -> str:
    """Return in which language somebody is written to: theirs, one close to it (pt for pt-br), or the first."""
    close = wanted.lower(), wanted.lower().partition("-")[0]
    return next((code for code in close if code in texts), next(iter(texts)))


@transaction.atomic
def save_template(
    *,
    template: MessageTemplate,
    actor: User,
    now: datetime,
    texts: Mapping[str, tuple[str, str]] | None = None,
) -> MessageTemplate:
    """Save a new or changed template; mailings that were made of it keep their words.

    texts: (subject, text) in other languages, in place of those that it had; None leaves them.

    Raises:
        PlaceholderUnknown: it has a placeholder that its audience does not have.
    """
    for words in ((template.subject, template.body), *(texts or {}).values()):
        check_placeholders("\n".join(words), template.audience)
    template.save()
    if texts is not None:
        template.texts.all().delete()
        TemplateText.objects.bulk_create(
            TemplateText(template=template, language=language, subject=subject, body=body)
            for language, (subject, body) in texts.items()
        )
    record_event(
        "mailing.template_saved", obj=template, assembly=template.assembly, actor=actor, now=now, details={}
    )
    return template


@transaction.atomic
def write_mailing(
    *,
    template: MessageTemplate,
    part: str,
    actor: User,
    now: datetime,
    channel: str = MailingChannel.EMAIL,
    people: Collection[int] | None = None,
    keep: Callable[[Recipient], bool] | None = None,
    said: Mapping[str, str] | None = None,
    by_clock: bool = False,
    after: int | None = None,
) -> Mailing:
    """Write a template out for everybody of one part of its audience, as drafts that nobody sends yet.

    people: the keys of exactly those to write to, in place of a part. keep: whom of the part to write to.
    said: fills placeholders for all of them, besides what the audience knows of each. by_clock: the clock writes in the
    actor's name. after: the highest number when the form was shown; the same form sent twice is one mailing. Each
    person gets the words in their language, where the template has them. Who cannot be reached
    stands in the outbox too, by name, so that somebody can call them.

    Raises:
        MailingRefused: nobody of them can be reached this way, or the text is too long for it.
        PlaceholderUnknown: the audience has lost a placeholder since the template was saved.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=template.assembly_id)
    if after is not None and (sent := _sent_before(template, part, channel, actor, after)):
        return sent
    texts = texts_of(template)
    for words in texts.values():
        check_placeholders("\n".join(words), template.audience)
    if people is not None:
        part = CHOSEN
    found = _people(template, assembly, part, people)
    written = [_written(each, texts, channel, said or {}) for each in found if keep is None or keep(each)]
    unreached = sum(each.channel == MessageChannel.NONE for each in written)
    _check_reach(written, unreached)
    last = Mailing.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    mailing = Mailing.objects.create(
        assembly=assembly,
        number=last + 1,
        name=template.name,
        audience=template.audience,
        part=part,
        channel=channel,
        subject=template.subject,
        body=template.body,
        unreached=unreached,
        created_at=now,
        created_by=actor,
    )
    for number, each in enumerate(written, start=1):
        each.mailing, each.number = mailing, number
    OutboxMessage.objects.bulk_create(written, batch_size=_BATCH)
    record_event(
        "mailing.written",
        obj=mailing,
        assembly=assembly,
        actor=None if by_clock else actor,
        now=now,
        details={
            "number": mailing.number,
            "messages": len(written) - unreached,
            "part": part,
            "channel": channel,
        },
    )
    return mailing


def _sent_before(
    template: MessageTemplate, part: str, channel: str, actor: User, after: int
) -> Mailing | None:
    """Return the draft that the same form has left, sent by the same person from the same page."""
    written = {"name": template.name, "subject": template.subject, "body": template.body}
    drafts = Mailing.objects.filter(
        assembly=template.assembly_id, number__gt=after, state=MailingState.DRAFT, created_by=actor
    )
    return drafts.filter(part=part, channel=channel, **written).first()


def _people(
    template: MessageTemplate, assembly: Assembly, part: str, people: Collection[int] | None
) -> Iterable[Recipient]:
    audience = audience_of(template.audience)
    if people is None:
        return audience.recipients(assembly, part)
    if audience.among is None:
        raise MailingRefused(_("People of this audience cannot be chosen one by one."))
    return audience.among(assembly, people)


def _written(
    person: Recipient, texts: Mapping[str, tuple[str, str]], channel: str, said: Mapping[str, str]
) -> OutboxMessage:
    """Return what one person gets in their language, with the one address to which it goes."""
    number = sms_number(person.phone, settings.SMS_COUNTRY_CODE)
    addresses = {
        MessageChannel.EMAIL: person.email,
        MessageChannel.LETTER: "\n".join(person.address),
        MessageChannel.SMS: number,
    }
    way = next((each for each in _WAYS[MailingChannel(channel)] if addresses[each]), MessageChannel.NONE)
    language = language_for(person.language, texts)
    subject, body = (fill_placeholders(text, {**person.values, **said}) for text in texts[language])
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return OutboxMessage(
        about_kind=person.kind,
        about_id=person.pk,
        channel=way,
        name=person.name,
        email=person.email if way == MessageChannel.EMAIL else "",
        address=addresses[way] if way == MessageChannel.LETTER else "",
        phone=number if way == MessageChannel.SMS else "",
        # A line break in a name must not become a header of the message.
        subject=" ".join(subject.split())[:600],
        language=language,
        body=body,
        parts=sms_parts(body) if way == MessageChannel.SMS else 0,
        state=MessageState.UNREACHED if way == MessageChannel.NONE else MessageState.DRAFT,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
    )


def _check_reach(written: list[OutboxMessage], unreached: int) -> None:
    if unreached == len(written):
        raise MailingRefused(_("Nobody there can be reached this way: they have no such address."))
    if (longest := max(each.parts for each in written)) > MOST_PARTS:
        raise MailingRefused(
            _(
                "This text would go out as %(parts)d text messages for one person. Make it shorter: at most %(most)d."
            )
            % {"parts": longest, "most": MOST_PARTS}
        )


@transaction.atomic
def approve_mailing(*, mailing: Mailing, actor: User, now: datetime, by_clock: bool = False) -> Mailing:
    """Let a reviewed mailing go: a worker sends it; its letters wait to be printed.

    by_clock: the actor wished beforehand that the clock lets it go without another look.

    Raises:
        IllegalMove: it was approved or cancelled before.
    """
    approved = move(
        MAILING,
        mailing,
        "approve",
        assembly=mailing.assembly,
        actor=None if by_clock else actor,
        now=now,
        details={
            "number": mailing.number,
            "messages": mailing.messages.filter(state=MessageState.DRAFT).count(),
        },
        changes={"approved_at": now, "approved_by": actor, "beat_at": now},
    )
    target = MESSAGE.target(MessageState.DRAFT, "approve")
    approved.messages.filter(state=MessageState.DRAFT).update(state=target, due_at=now)
    if approved.messages.by_machine().exists():
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


def stopped_mailings() -> QuerySet[Mailing]:
    """Return the mailings that were cancelled before anything of them had left: nobody was told anything by them."""
    left = OutboxMessage.objects.exclude(state__in=[MessageState.CANCELLED])
    return Mailing.objects.filter(state=MailingState.CANCELLED).exclude(pk__in=left.values("mailing"))


@transaction.atomic
def decide_message(*, message: OutboxMessage, verb: str, actor: User, now: datetime) -> OutboxMessage:
    """Settle a message of which nobody knows whether it left, or one that failed, as sent; or send it again.

    Raises:
        IllegalMove: it is neither unknown nor failed.
        MailingRefused: its mailing was cancelled, or its person erased.
    """
    mailing = (
        Mailing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=message.mailing_id)
    )
    is_again = verb == "retry"
    is_erased = OutboxMessage.objects.without_address().filter(pk=message.pk).exists()
    if is_again and (mailing.state != MailingState.APPROVED or is_erased):
        raise MailingRefused(_("This message cannot be sent any more."))
    decided = move(
        MESSAGE,
        message,
        verb,
        assembly=mailing.assembly,
        actor=actor,
        now=now,
        details={"mailing": mailing.number, "number": message.number},
        changes={"due_at": now, "claimed_at": None, "ended_at": None, "error": ""}
        if is_again
        else {"ended_at": now},
    )
    if is_again and decided.channel != MessageChannel.LETTER:
        queue_task(SEND, mailing.pk)
    return decided


def cancel_erased(mailing: Mailing, now: datetime) -> None:
    """Cancel what waits for people who were erased meanwhile."""
    target = MESSAGE.target(MessageState.PENDING, "cancel")
    waiting = mailing.messages.without_address().filter(state=MessageState.PENDING)
    waiting.update(state=target, ended_at=now)
