"""Take back the offers of one run that nobody has answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums_seats import AWAITING
from sortition.models import Seat, SelectionRun
from sortition.services.seats import move_seat


@transaction.atomic
def reset_run(*, run: SelectionRun, offers: int, reason: str, actor: User, now: datetime) -> int:
    """Take back every offer that the run made and nobody has answered; its people are in the pool again.

    Each seat leaves an event of its own. Whoever has said yes or no, has withdrawn, or came by another run or as an
    alternate, is not touched; nor are test entries, which never hold a seat.

    offers: how many the page said, so that nobody takes back more than they saw.

    Raises:
        ReasonMissing: the reason is blank.
        ChangedMeanwhile: the number is another by now.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why. It stands in the record."))
    Assembly.objects.select_for_update(no_key=True).get(pk=run.assembly_id)
    seats = list(Seat.objects.filter(run=run, state__in=AWAITING).order_by("number"))
    if len(seats) != offers or not seats:
        raise ChangedMeanwhile(
            _("Meanwhile somebody has answered, or there is nothing left to take back. Look again.")
        )
    for seat in seats:
        move_seat(seat=seat, verb="recall", actor=actor, now=now, reason=reason.strip())
    record_event(
        "seat.reset",
        obj=run,
        assembly=run.assembly,
        actor=actor,
        now=now,
        details={"number": run.number, "seats": len(seats), "reason": reason.strip()},
    )
    return len(seats)
