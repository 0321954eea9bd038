"""Take the last act on a programme back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PlanChange, Room, Session
from scheduling.selectors.plan_changes import last_change
from scheduling.services.plan import PLACE_FIELDS, Standing, check_not_over, lock_items, lock_plan, standing


@transaction.atomic
def undo_change(*, assembly: Assembly, number: int, actor: User, now: datetime) -> PlanChange:
    """Put every item of the last act back to where it stood before; what the act made is deleted.

    number: of the act that the reader was shown, so that nobody undoes another one that came in between.

    Raises:
        PlanRefused: another act came after it, an item has changed since, or a session is over by now.
    """
    lock_plan(assembly)
    change = last_change(assembly)
    if change is None or change.number != number:
        raise PlanRefused(
            _("Something else was done to the programme since. Look at what would be undone now."),
            code="not_the_last",
        )
    items = lock_items(assembly, map(int, change.after))
    stood = [each for each in (*change.before.values(), *change.after.values()) if each]
    for key in {session for session, _room, _begins, _minutes in stood if session}:
        check_not_over(Session(pk=key))
    rooms = {room for _session, room, _begins, _minutes in stood if room}
    if Room.objects.filter(pk__in=rooms).count() != len(rooms):
        raise PlanRefused(
            _("A room that it was in was deleted since, so this cannot be undone."), code="room_gone"
        )
    for key, after in change.after.items():
        item = items.get(int(key))
        if item is None or standing(item) != after or (change.before[key] is None and item.version != 1):
            raise PlanRefused(
                _("“%(item)s” was changed since, so this cannot be undone.") % {"item": item or _("An item")},
                code="changed_since",
            )
    for key, before in change.before.items():
        _put_back(items[int(key)], before)
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    record_event(
        "plan.undo",
        obj=change,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": change.number, "verb": change.verb, "count": len(change.after)},
    )
    return change


def _put_back(item: AgendaItem, before: Standing) -> None:
    if before is None:
        item.delete()
        return
    item.session_id, item.room_id, begins, item.minutes = before
    item.starts_at = datetime.fromisoformat(begins) if begins else None
    item.version += 1
    item.save(update_fields=[*PLACE_FIELDS, "minutes"])
