"""Copy the programme of one session onto another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PlanChange, Session
from scheduling.selectors.plan_copy import DayCopy, copy_of_day
from scheduling.services.plan import check_not_over, lock_unchanged_plan, move_items
from scheduling.services.plan_items import copy_links, double_of


@transaction.atomic
def copy_day(
    *, source: Session, target: Session, seen: int, actor: User, now: datetime
) -> tuple[PlanChange, DayCopy]:
    """Write doubles of everything in one session into another, at the same times by the wall clock.

    People come along; what an item had to come after is its double where that was copied too. seen: number of the last
    act on the programme that the reader was shown.

    Raises:
        ChangedMeanwhile: something was done to the programme since.
        PlanRefused: the same session, one that is over, or nothing can be copied.
    """
    lock_unchanged_plan(source.assembly, seen)
    if source.pk == target.pk:
        raise PlanRefused(_("Choose another session to copy to."), code="same_session")
    check_not_over(target)
    plan = copy_of_day(source, target)
    if not plan.copied:
        raise PlanRefused(_("Nothing of this day can be copied there."), code="nothing_to_copy")
    doubles: dict[int, AgendaItem] = {}
    for each in plan.copied:
        double = double_of(each.item)
        double.session, double.room, double.starts_at = target, each.room, each.starts_at
        double.save()
        copy_links(each.item, double)
        doubles[each.item.pk] = double
    for each in plan.copied:
        earlier = each.item.after.values_list("pk", flat=True)
        doubles[each.item.pk].after.set([doubles[key].pk if key in doubles else key for key in earlier])
    made = {double.pk: double for double in doubles.values()}
    change = move_items(
        assembly=source.assembly,
        verb="copy",
        items=made,
        before=dict.fromkeys(made),
        actor=actor,
        now=now,
        details={"from": source.number, "to": target.number, "left": len(plan.left)},
    )
    return change, plan
