"""Keep data for as long as was promised and no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import RetentionImpossible
from assembly.models import Assembly, RetentionPeriod, User
from assembly.personal_data import RetentionClass, retention_classes
from assembly.services.record import record_event

MOST_MONTHS = 240

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Clock:
    """How one class of data of one assembly stands: for how long, since when, until when, and how many wait."""

    retention: RetentionClass
    months: int
    starts: date | None
    due: date | None
    waiting: int


def clocks_of(assembly: Assembly) -> list[Clock]:
    """Return the clocks of all classes of data. Reads only."""
    chosen = dict(RetentionPeriod.objects.filter(assembly=assembly).values_list("data_class", "months"))
    clocks = []
    for retention in retention_classes():
        months = chosen.get(retention.key, retention.default_months)
        starts = retention.starts(assembly)
        due = months_after(starts, months) if starts else None
        clocks.append(Clock(retention, months, starts, due, retention.waiting(assembly)))
    return clocks


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


@transaction.atomic
def keep_for(*, assembly: Assembly, data_class: str, months: int, actor: User, now: datetime) -> None:
    """Change for how long a class of data is kept.

    Raises:
        RetentionImpossible: the months are outside 0 to 240.
    """
    if not 0 <= months <= MOST_MONTHS:
        raise RetentionImpossible(_("Choose between 0 and %(most)s months.") % {"most": MOST_MONTHS})
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    before = next((clock.months for clock in clocks_of(assembly) if clock.retention.key == data_class), None)
    if before in (None, months):
        return
    RetentionPeriod.objects.update_or_create(
        assembly=assembly, data_class=data_class, defaults={"months": months}
    )
    record_event(
        "privacy.retention_changed",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"class": data_class, "from": before, "to": months},
    )


def erase_what_is_due(now: datetime) -> int:
    """Erase, in every assembly, the classes of data whose time is over. The clock calls this.

    One class that fails does not hold up the others: it is logged and tried again at the next tick.
    """
    erased = 0
    for assembly, clock in _due(timezone.localdate(now)):
        try:
            erased += clock.retention.erase(assembly, None, now)
        except Exception:
            _log.exception("retention_failed", assembly=assembly.pk, data_class=clock.retention.key)
    return erased


def _due(today: date) -> Iterator[tuple[Assembly, Clock]]:
    for assembly in Assembly.objects.order_by("pk"):
        for clock in clocks_of(assembly):
            if clock.waiting and clock.due and clock.due <= today:
                yield assembly, clock
