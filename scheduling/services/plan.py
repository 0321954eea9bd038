"""Put agenda items in their places and back into the tray: every act stands in the record and can be undone.

All acts lock the assembly's row first, then items by their keys: two people who plan at once do so one after the other,
and the second is told where the first has left things. A change of the programme is numbered under that same lock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.enums import SessionState
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PlanChange, Room, Session
from scheduling.selectors.plan_changes import last_change
from scheduling.selectors.sessions import rooms_of

PLACE_FIELDS = ("session", "room", "starts_at", "version")

OVER = frozenset({SessionState.CLOSED, SessionState.MATERIALS})
"""A session that is over keeps its programme: it tells what happened."""

Standing = list[Any] | None
"""Where an item stands, as `PlanChange` keeps it: [session, room, starts_at in ISO 8601, minutes]."""


@dataclass(frozen=True, slots=True)
class Place:
    """A session, a room of it (None for what needs none), and the moment at which something begins."""

    session: Session
    room: Room | None
    starts_at: datetime


def standing(item: AgendaItem) -> Standing:
    """Return where an item stands."""
    begins = item.starts_at.isoformat() if item.starts_at else None
    return [item.session_id, item.room_id, begins, item.minutes]


def lock_plan(assembly: Assembly) -> Assembly:
    """Lock the programme of an assembly: whoever plans at the same time waits here."""
    return Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)


def lock_unchanged_plan(assembly: Assembly, seen: int) -> Assembly:
    """Lock a programme that is as its reader saw it: `seen` is the number of the last act they were shown, 0 for none.

    So that a preview is what happens, and pressing twice does not do it twice.

    Raises:
        ChangedMeanwhile: something was done since.
    """
    locked = lock_plan(assembly)
    last = last_change(assembly)
    if (last.number if last else 0) != seen:
        raise ChangedMeanwhile(
            _("Something else was done to the programme since you opened this page. Look at it again.")
        )
    return locked


def lock_items(assembly: Assembly, keys: Iterable[int]) -> dict[int, AgendaItem]:
    """Lock items by their keys, always in the same order, and return those that still exist."""
    items = AgendaItem.objects.filter(assembly=assembly, pk__in=list(keys)).order_by("pk")
    return {item.pk: item for item in items.select_for_update(no_key=True, of=("self",))}


def lock_item(item: AgendaItem, version: int | None) -> AgendaItem:
    """Lock one item and see that it is as its reader saw it.

    Raises:
        ChangedMeanwhile: somebody else changed or deleted it since; `params` hold the item as it is (or None).
    """
    lock_plan(item.assembly)
    locked = lock_items(item.assembly, [item.pk]).get(item.pk)
    if locked is None or (version is not None and locked.version != version):
        raise ChangedMeanwhile(
            _("Somebody else changed this item since you opened it. Nothing was moved."),
            params={"item": locked},
        )
    return locked


def check_place(place: Place) -> None:
    """See that a place is one: of the session's rooms, on its day, in a session that is not over.

    Whatever else speaks against it is a clash: it is shown, and somebody decides.

    Raises:
        PlanRefused: it is none; the message says why.
    """
    session = place.session
    check_not_over(session)
    if place.room is not None and place.room not in rooms_of(session):
        raise PlanRefused(
            _("%(room)s is not one of the rooms of %(session)s.") % {"room": place.room, "session": session},
            code="wrong_room",
        )
    day = place.starts_at.astimezone(session.zone).date()
    first, last = (moment.astimezone(session.zone).date() for moment in (session.starts_at, session.ends_at))
    if not first <= day <= last:
        raise PlanRefused(
            _("%(session)s is on another day. Choose a time of that day.") % {"session": session},
            code="wrong_day",
        )


@transaction.atomic
def place_item(
    *, item: AgendaItem, version: int | None, place: Place, actor: User, now: datetime
) -> AgendaItem:
    """Put an item into a room at a moment; to where it stands already changes nothing.

    Raises:
        ChangedMeanwhile: the item is not as its reader saw it.
        PlanRefused: no such place, or the item is fixed where it stands.
    """
    locked = lock_item(item, version)
    _check_free_to_move(locked)
    check_place(place)
    before = standing(locked)
    locked.session, locked.room, locked.starts_at = place.session, place.room, place.starts_at
    return _save(locked, "place", before, actor, now)


@transaction.atomic
def item_to_tray(*, item: AgendaItem, version: int | None, actor: User, now: datetime) -> AgendaItem:
    """Take an item out of its session; one that lies in the tray already stays there.

    Raises:
        ChangedMeanwhile: the item is not as its reader saw it.
        PlanRefused: it is fixed where it stands, or its session is over.
    """
    locked = lock_item(item, version)
    _check_free_to_move(locked)
    before = standing(locked)
    locked.session = locked.room = locked.starts_at = None
    return _save(locked, "tray", before, actor, now)


def move_items(
    *,
    assembly: Assembly,
    verb: str,
    items: Mapping[int, AgendaItem],
    before: Mapping[int, Standing],
    actor: User,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> PlanChange:
    """Save items that were moved or made together as one act, and record it. The caller holds the locks."""
    for item in items.values():
        if before[item.pk] is not None:
            item.version += 1
            item.save(update_fields=[*PLACE_FIELDS, "minutes"])
    return note_change(
        assembly=assembly,
        verb=verb,
        before=before,
        after={key: standing(item) for key, item in items.items()},
        actor=actor,
        now=now,
        details=details,
    )


def note_change(
    *,
    assembly: Assembly,
    verb: str,
    before: Mapping[int, Standing],
    after: Mapping[int, Standing],
    actor: User,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> PlanChange:
    """Keep an act, so that it can be undone, and record it. The caller holds the lock of the plan."""
    last = PlanChange.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    change = PlanChange.objects.create(
        assembly=assembly,
        number=last + 1,
        verb=verb,
        before={str(key): value for key, value in before.items()},
        after={str(key): value for key, value in after.items()},
        made_at=now,
        made_by=actor,
    )
    keys = sorted(after)
    record_event(
        f"plan.{verb}",
        obj=change,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "number": change.number,
            "count": len(keys),
            "items": {str(key): {"before": before[key], "after": after[key]} for key in keys},
            **(details or {}),
        },
    )
    return change


def check_not_over(session: Session | None) -> None:
    """See that a session takes changes. The caller holds the lock of the plan; the session is read again under it.

    Raises:
        PlanRefused: it is over, or was deleted meanwhile.
    """
    if session is None:
        return
    state = Session.objects.filter(pk=session.pk).values_list("state", flat=True).first()
    if state is None:
        raise PlanRefused(_("This session was deleted meanwhile."), code="session_gone")
    if state in OVER:
        raise PlanRefused(_("This session is over. Its programme stays as it was."), code="session_over")


def _check_free_to_move(item: AgendaItem) -> None:
    check_not_over(item.session)
    if item.is_fixed and item.is_placed:
        raise PlanRefused(
            _("“%(item)s” is fixed where it is. Take that off on its page first.") % {"item": item},
            code="fixed",
        )


def _save(item: AgendaItem, verb: str, before: Standing, actor: User, now: datetime) -> AgendaItem:
    if standing(item) == before:
        return item
    move_items(
        assembly=item.assembly,
        verb=verb,
        items={item.pk: item},
        before={item.pk: before},
        actor=actor,
        now=now,
        details={"item": item.pk, "title": item.title},
    )
    return item
