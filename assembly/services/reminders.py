"""Reminders: plan one, cancel it, and write what is due: once for each occasion, however often the clock ticks."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.audiences import Recipient, audience_of
from assembly.enums import AssemblyState, MessageState, ReminderState
from assembly.errors import HouseError, ReminderRefused
from assembly.lifecycle import move
from assembly.mailing_lifecycle import REMINDER
from assembly.message_dates import Occasion, occasions_of
from assembly.models import Mailing, MessageTemplate, OutboxMessage, Reminder, ReminderRun, User
from assembly.permissions import OVER
from assembly.reminder_days import due_occasions
from assembly.services.mailings import approve_mailing, write_mailing
from assembly.services.record import record_event

_NOT_REACHED = (MessageState.CANCELLED, MessageState.FAILED, MessageState.UNREACHED)


@transaction.atomic
def plan_reminder(
    *,
    template: MessageTemplate,
    part: str,
    channel: str,
    date_key: str,
    days: int,
    is_before: bool,
    sends_unseen: bool,
    actor: User,
    now: datetime,
) -> Reminder:
    """Plan a reminder. It follows its date wherever that is moved; occasions that are past are left alone.

    Raises:
        ReminderRefused: the assembly is over, or so is every day on which it could be written.
    """
    assembly, today = template.assembly, timezone.localdate(now)
    if assembly.state in OVER:
        raise ReminderRefused(_("This assembly is over: nobody is reminded any more."))
    reminder = Reminder(
        assembly=assembly,
        template=template,
        part=part,
        channel=channel,
        date_key=date_key,
        days=days,
        is_before=is_before,
        sends_unseen=sends_unseen,
        created_at=now,
        created_by=actor,
    )
    occasions = occasions_of(date_key, assembly)
    past = [each for each in occasions if each.day + reminder.offset < today]
    if occasions and len(past) == len(occasions):
        raise ReminderRefused(_("That day is over. Choose fewer days before, or more days after."))
    reminder.save()
    ReminderRun.objects.bulk_create(
        ReminderRun(reminder=reminder, occasion=each.key, day=each.day, at=now) for each in past
    )
    record_event(
        "reminder.planned",
        obj=reminder,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "date": date_key,
            "days": days,
            "is_before": is_before,
            "part": part,
            "sends_unseen": sends_unseen,
        },
    )
    return reminder


@transaction.atomic
def cancel_reminder(*, reminder: Reminder, actor: User | None, now: datetime) -> Reminder:
    """Write it no more. A mailing that was written already stays, and is cancelled by itself.

    Raises:
        IllegalMove: it was cancelled before.
    """
    return move(REMINDER, reminder, "cancel", assembly=reminder.assembly, actor=actor, now=now)


def write_due_reminders(now: datetime) -> int:
    """Write what is due; return how many mailings. Reminders of assemblies that are over are cancelled."""
    planned = Reminder.objects.filter(state=ReminderState.PLANNED).select_related("assembly")
    for each in planned.filter(assembly__state__in=OVER):
        _cancel_if_planned(each.pk, now)
    # A paused assembly reminds nobody; what it missed meanwhile is written when it goes on, if it is not too late.
    waiting = planned.exclude(assembly__state__in=[*OVER, AssemblyState.PAUSED]).prefetch_related("runs")
    return sum(_write_due(each.pk, now) for each in waiting if _due(each, now))


@transaction.atomic
def _cancel_if_planned(pk: int, now: datetime) -> None:
    # Of two ticks only one finds it planned.
    reminder = (
        Reminder.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly").get(pk=pk)
    )
    if reminder.state == ReminderState.PLANNED:
        cancel_reminder(reminder=reminder, actor=None, now=now)


@transaction.atomic
def _write_due(pk: int, now: datetime) -> int:
    """Write one reminder for all its due occasions together; 0 where another tick was faster."""
    locked = Reminder.objects.select_for_update(no_key=True, of=("self",))
    reminder = locked.select_related("assembly", "template", "created_by").get(pk=pk)
    due = _due(reminder, now) if reminder.state == ReminderState.PLANNED else []
    if not due:
        return 0
    mailing = _mailing_for(reminder, due, now)
    ReminderRun.objects.bulk_create(
        ReminderRun(reminder=reminder, occasion=each.key, day=each.day, mailing=mailing, at=now)
        for each in due
    )
    record_event(
        "reminder.written" if mailing else "reminder.nobody",
        obj=reminder,
        assembly=reminder.assembly,
        actor=None,
        now=now,
        details={"number": mailing.number if mailing else None, "occasions": [each.key for each in due]},
    )
    if mailing and _goes_unseen(reminder):
        approve_mailing(mailing=mailing, actor=reminder.created_by, by_clock=True, now=now)
    return int(mailing is not None)


def _due(reminder: Reminder, now: datetime) -> list[Occasion]:
    done = {run.occasion for run in reminder.runs.all()}
    return due_occasions(reminder, occasions_of(reminder.date_key, reminder.assembly), done, now)


def _mailing_for(reminder: Reminder, due: list[Occasion], now: datetime) -> Mailing | None:
    """Write the mailing; None where nobody is left to write to, or the template no longer fits its audience."""
    if reminder.part not in audience_of(reminder.template.audience).filters:
        # The template was rewritten for other people since.
        return None
    reached = _reached_before(reminder, due)
    everybody = any(each.people is None for each in due)
    concerned = frozenset().union(*(each.people or () for each in due))

    def keep(person: Recipient) -> bool:
        key = (person.kind, person.pk)
        return key not in reached and (everybody or key in concerned)

    try:
        return write_mailing(
            template=reminder.template,
            part=reminder.part,
            channel=reminder.channel,
            keep=keep,
            actor=reminder.created_by,
            by_clock=True,
            now=now,
        )
    except HouseError:
        return None


def _reached_before(reminder: Reminder, due: list[Occasion]) -> set[tuple[str, int]]:
    """Return who got the same reminder for these occasions already, from one that was cancelled and planned again."""
    same = ReminderRun.objects.filter(
        reminder__template=reminder.template_id,
        reminder__date_key=reminder.date_key,
        reminder__days=reminder.days,
        reminder__is_before=reminder.is_before,
        occasion__in=[each.key for each in due],
    )
    reached = OutboxMessage.objects.filter(mailing__in=same.values("mailing"))
    return set(reached.exclude(state__in=_NOT_REACHED).values_list("about_kind", "about_id"))


def _goes_unseen(reminder: Reminder) -> bool:
    """Whether nobody looks again: as its planner wished, who must still be allowed to send."""
    if not reminder.sends_unseen or reminder.assembly.is_rehearsal:
        return False
    return reminder.created_by.has_perm("assembly.run_messages", reminder.assembly)
