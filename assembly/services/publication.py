"""Promise something to the public, move its day, note that it is out, withdraw it, or put a wrong note right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.enums import PublicationState
from assembly.errors import PublicationRefused
from assembly.lifecycle import move
from assembly.models import Assembly, PublicationDay, PublicationItem, User
from assembly.publication_kinds import publication_kind
from assembly.publication_lifecycle import PUBLICATION
from assembly.selectors_publication import seen_on
from assembly.services.record import record_event


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What is promised, and for which day. kind: key of a registered kind, or "" for what a person notes."""

    title: str
    kind: str
    what: str
    due_on: date


@transaction.atomic
def promise_publications(
    *, assembly: Assembly, promises: Iterable[NewPromise], actor: User, now: datetime
) -> list[PublicationItem]:
    """Promise things to the public, all or none. From here on each can only be kept, moved or withdrawn in the open.

    Raises:
        PublicationRefused: its day has passed, it is promised already, or it is out already.
    """
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    return [_promise(locked, each, actor, now) for each in promises]


def _promise(assembly: Assembly, new: NewPromise, actor: User, now: datetime) -> PublicationItem:
    today = timezone.localdate(now)
    _refuse_past(new.due_on, today)
    own = PublicationItem.objects.filter(assembly=assembly)
    standing = own.exclude(state=PublicationState.WITHDRAWN)
    if standing.filter(title=new.title).exists():
        raise PublicationRefused(_("“%(title)s” is promised already.") % {"title": new.title})
    if new.kind:
        kind = publication_kind(new.kind)
        if kind is None:
            raise PublicationRefused(_("The system knows no such kind of publication."))
        if standing.filter(kind=new.kind).exists():
            raise PublicationRefused(_("“%(kind)s” is promised already.") % {"kind": kind.label})
        if seen_on(assembly, new.kind, today):
            said = _("“%(kind)s” is out already: there is nothing left to promise.")
            raise PublicationRefused(said % {"kind": kind.label})
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    item = PublicationItem.objects.create(
        assembly=assembly,
        number=number,
        title=new.title,
        kind=new.kind,
        what=new.what,
        promised_at=now,
        promised_by=actor,
    )
    PublicationDay.objects.create(item=item, number=1, due_on=new.due_on, set_at=now, set_by=actor)
    _record("publication.promise", item, actor, now, due_on=new.due_on)
    return item


@transaction.atomic
def move_publication_day(
    *, item: PublicationItem, due_on: date, reason: str, actor: User, now: datetime
) -> PublicationDay:
    """Promise it for another day. The days before stay for everybody to read, with the reason.

    Raises:
        PublicationRefused: it is out or withdrawn, the day has passed or is the same, or no reason is given.
    """
    locked = _locked(item)
    today = timezone.localdate(now)
    if locked.state != PublicationState.PROMISED or seen_on(locked.assembly, locked.kind, today):
        raise PublicationRefused(_("This is out or withdrawn: its day cannot be moved any more."))
    _refuse_past(due_on, today)
    _refuse_without(reason)
    last = PublicationDay.objects.filter(item=locked).order_by("number").last()
    if last is None or last.due_on == due_on:
        raise PublicationRefused(_("This is the day for which it is promised now."))
    day = PublicationDay.objects.create(
        item=locked, number=last.number + 1, due_on=due_on, reason=reason, set_at=now, set_by=actor
    )
    _record("publication.move_day", locked, actor, now, due_on=due_on, before=last.due_on)
    return day


@transaction.atomic
def note_delivered(
    *, item: PublicationItem, delivered_on: date, link: str, note: str, actor: User, now: datetime
) -> PublicationItem:
    """Note that something is out, since which day and where it can be read.

    Raises:
        PublicationRefused: the day has not come, or neither link nor note say where it is.
        IllegalMove: it is out or withdrawn.
    """
    locked = _locked(item)
    today = timezone.localdate(now)
    if delivered_on > today:
        raise PublicationRefused(_("This day has not come yet."))
    if not link and not note:
        raise PublicationRefused(_("Say where people find it: give its address, or write a note."))
    if locked.state == PublicationState.PROMISED and seen_on(locked.assembly, locked.kind, today):
        raise PublicationRefused(_("The system has seen by itself that this is out."))
    return _move(locked, "deliver", actor, now, delivered_on=delivered_on, link=link, note=note)


@transaction.atomic
def withdraw_publication(
    *, item: PublicationItem, reason: str, actor: User, now: datetime
) -> PublicationItem:
    """Withdraw a promise. It stays in the calendar with the reason, which everybody reads.

    Raises:
        PublicationRefused: no reason is given, or it is out.
        IllegalMove: it is out or withdrawn.
    """
    locked = _locked(item)
    today = timezone.localdate(now)
    _refuse_without(reason)
    if locked.state == PublicationState.PROMISED and seen_on(locked.assembly, locked.kind, today):
        raise PublicationRefused(_("The system has seen by itself that this is out."))
    return _move(locked, "withdraw", actor, now, withdrawn_on=today, reason=reason)


@transaction.atomic
def correct_delivery(*, item: PublicationItem, reason: str, actor: User, now: datetime) -> PublicationItem:
    """Put a wrong note right: it is not out after all, and stands as promised again, with the reason.

    Raises:
        PublicationRefused: no reason is given, or the system itself sees that it is out.
        IllegalMove: it is not noted as out.
    """
    locked = _locked(item)
    today = timezone.localdate(now)
    _refuse_without(reason)
    if locked.state == PublicationState.DELIVERED and seen_on(locked.assembly, locked.kind, today):
        raise PublicationRefused(
            _("The system sees that this is out. What is published there cannot be noted away here.")
        )
    return _move(
        locked,
        "correct",
        actor,
        now,
        delivered_on=None,
        link="",
        note="",
        corrected_on=today,
        correction=reason,
    )


def note_what_is_out(now: datetime) -> int:
    """Note what the system sees to be out, each with the day on which it came out; return how many."""
    today = timezone.localdate(now)
    waiting = PublicationItem.objects.filter(state=PublicationState.PROMISED).exclude(kind="")
    return sum(_note_if_out(item, today, now) for item in waiting.select_related("assembly"))


def _note_if_out(item: PublicationItem, today: date, now: datetime) -> bool:
    if not seen_on(item.assembly, item.kind, today):
        return False
    with transaction.atomic():
        locked = _locked(item)
        # Asked again under the lock: of two clocks the second finds it noted.
        day = seen_on(locked.assembly, locked.kind, today)
        if day is None or locked.state != PublicationState.PROMISED:
            return False
        _move(locked, "deliver", None, now, delivered_on=day)
    return True


def _locked(item: PublicationItem) -> PublicationItem:
    Assembly.objects.select_for_update(no_key=True).get(pk=item.assembly_id)
    own = PublicationItem.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly")
    return own.get(pk=item.pk)


def _refuse_past(day: date, today: date) -> None:
    if day < today:
        raise PublicationRefused(_("This day has passed. Promise a day that is still to come."))


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise PublicationRefused(_("Write the reason: everybody will read it in the calendar."))


def _move(
    item: PublicationItem, verb: str, actor: User | None, now: datetime, **changes: object
) -> PublicationItem:
    return move(
        PUBLICATION,
        item,
        verb,
        assembly=item.assembly,
        actor=actor,
        now=now,
        details={"number": item.number, "title": item.title},
        changes=changes,
    )


def _record(event: str, item: PublicationItem, actor: User, now: datetime, **days: date) -> None:
    record_event(
        event,
        obj=item,
        assembly=item.assembly,
        actor=actor,
        now=now,
        details={"number": item.number, "title": item.title, **days},
    )
