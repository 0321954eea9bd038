"""Move what is left of a day when it runs late."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PlanChange, Room, Session
from scheduling.selectors.plan_shift import shift_of
from scheduling.services.plan import check_not_over, lock_items, lock_unchanged_plan, move_items, standing


@transaction.atomic
def shift_rest(
    *,
    session: Session,
    item: AgendaItem,
    minutes: int,
    shrinks_breaks: bool,
    seen: int,
    actor: User,
    now: datetime,
    room: Room | None = None,
) -> PlanChange:
    """Move an item of a session and all that follow; they are one act, undone together.

    seen: number of the last act on the programme that the reader was shown. Whatever would end after the session is
    moved all the same, and shown as a clash. room: move only what is there.

    Raises:
        ChangedMeanwhile: something was done to the programme since.
        PlanRefused: the session is over, or nothing can move.
    """
    lock_unchanged_plan(session.assembly, seen)
    check_not_over(session)
    shift = shift_of(session, item, minutes, shrinks_breaks=shrinks_breaks, room=room)
    if not shift.moved:
        raise PlanRefused(_("Nothing would move."), code="nothing_moves")
    items = lock_items(session.assembly, [each.item.pk for each in shift.moved])
    before = {key: standing(each) for key, each in items.items()}
    for each in shift.moved:
        locked = items[each.item.pk]
        locked.starts_at, locked.minutes = each.starts_at, each.minutes
    return move_items(
        assembly=session.assembly,
        verb="shift",
        items=items,
        before=before,
        actor=actor,
        now=now,
        details={
            "session": session.number,
            "minutes": minutes,
            "from": item.pk,
            "overrun": shift.overrun,
            **({"room": room.pk} if room else {}),
        },
    )
