"""What people read of promises to the public. A constant number of questions, and one for each kind still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.urls import reverse
from django.utils import timezone

from assembly.enums import PublicationState
from assembly.models import Assembly, PublicationDay, PublicationItem
from assembly.publication_days import (
    DELIVERED,
    OVERDUE,
    STANDINGS,
    WITHDRAWN,
    Promised,
    day_that_counts,
    days_late,
    lateness_words,
    standing_of,
)
from assembly.publication_kinds import publication_kind


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A promise as it stands on a day.

    days: all days that it was promised for, in their order. counts: the day against which it is measured. done_on:
    since when it is out, by what was noted or by what the system sees. is_seen: the system sees it and nobody has
    noted it yet.
    """

    item: PublicationItem
    days: tuple[PublicationDay, ...]
    counts: date
    done_on: date | None
    today: date
    is_seen: bool = False

    @property
    def number(self) -> int:
        """Return its number."""
        return self.item.number

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.item.title

    @property
    def due_on(self) -> date:
        """Return the day for which it is promised now."""
        return self.days[-1].due_on

    @property
    def first_due_on(self) -> date:
        """Return the day for which it was promised at first."""
        return self.days[0].due_on

    @property
    def moves(self) -> tuple[PublicationDay, ...]:
        """Return the later days, each with its reason."""
        return self.days[1:]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return self.item.state == PublicationState.WITHDRAWN

    @property
    def standing(self) -> str:
        """Return one of `publication_days.STANDINGS`."""
        return standing_of(
            self.counts,
            self.due_on,
            done_on=self.done_on,
            is_withdrawn=self.is_withdrawn,
            today=self.today,
        )

    @property
    def days_late(self) -> int:
        """Return by how many days it is or was late, below zero for early; without meaning once it is withdrawn."""
        return days_late(self.counts, self.done_on, self.today)

    @property
    def is_late(self) -> bool:
        """Whether it came out late, or has not come out though its day has passed."""
        return not self.is_withdrawn and self.days_late > 0

    @property
    def words(self) -> str:
        """Say early, on time or late in words."""
        return lateness_words(
            self.counts, done_on=self.done_on, is_withdrawn=self.is_withdrawn, today=self.today
        )

    @property
    def link(self) -> str:
        """Return where it can be read: the address that was noted, or the kind's page; "" while it is not out."""
        if self.done_on is None:
            return ""
        kind = publication_kind(self.item.kind)
        if self.item.link or kind is None or not kind.url_name:
            return self.item.link
        return reverse(kind.url_name, args=[self.item.assembly.slug])


@dataclass(frozen=True, slots=True)
class PublicationSummary:
    """How all promises of an assembly stand: promised = delivered + overdue + pending + withdrawn.

    promised: all that ever were, also those withdrawn. delivered = on_time + late. rows: overdue first, then by day.
    """

    promised: int
    delivered: int
    on_time: int
    late: int
    overdue: int
    pending: int
    withdrawn: int
    rows: tuple[PublicationRow, ...]


def publication_rows(assembly: Assembly, today: date) -> list[PublicationRow]:
    """Return all promises as they stand, those that are overdue first, then by their day."""
    items = PublicationItem.objects.filter(assembly=assembly).prefetch_related("days")
    return sorted(_rows(assembly, items, today), key=_order)


def publication_row(item: PublicationItem, today: date) -> PublicationRow:
    """Return one promise as it stands."""
    return _rows(item.assembly, [item], today)[0]


def publication_summary(assembly: Assembly, today: date) -> PublicationSummary:
    """Return how all promises stand, with the rows."""
    return summary_of(publication_rows(assembly, today))


def summary_of(rows: Iterable[PublicationRow]) -> PublicationSummary:
    """Count rows."""
    rows = tuple(rows)
    standings = [row.standing for row in rows]
    delivered, late = (
        standings.count(DELIVERED),
        sum(row.standing == DELIVERED and row.is_late for row in rows),
    )
    overdue, withdrawn = standings.count(OVERDUE), standings.count(WITHDRAWN)
    return PublicationSummary(
        promised=len(rows),
        delivered=delivered,
        on_time=delivered - late,
        late=late,
        overdue=overdue,
        pending=len(rows) - delivered - overdue - withdrawn,
        withdrawn=withdrawn,
        rows=rows,
    )


def promised_days(days: Iterable[PublicationDay]) -> list[Promised]:
    """Return days as the rules know them."""
    return [Promised(day.due_on, timezone.localdate(day.set_at)) for day in days]


def seen_on(assembly: Assembly, kind: str, today: date) -> date | None:
    """Return since when the system sees that something of a kind is out; None while it is not, or sees nothing."""
    known = publication_kind(kind)
    day = known.published_on(assembly) if known else None
    return day if day is not None and day <= today else None


def _rows(assembly: Assembly, items: Iterable[PublicationItem], today: date) -> list[PublicationRow]:
    rows = []
    for item in items:
        item.assembly = assembly
        days = tuple(sorted(item.days.all(), key=attrgetter("number")))
        done_on, is_seen = item.delivered_on, False
        if item.state == PublicationState.PROMISED and item.kind:
            done_on = seen_on(assembly, item.kind, today)
            is_seen = done_on is not None
        rows.append(PublicationRow(item, days, day_that_counts(promised_days(days)), done_on, today, is_seen))
    return rows


def _order(row: PublicationRow) -> tuple[bool, date, int]:
    return (row.standing != OVERDUE, row.due_on if row.standing != OVERDUE else row.counts, row.number)


def narrowed(rows: Iterable[PublicationRow], standing: str, words: str) -> list[PublicationRow]:
    """Return the rows that stand in one way, and in whose title or description some words are; blank takes all."""
    found = [row for row in rows if standing not in STANDINGS or row.standing == standing]
    sought = words.strip().casefold()
    return [row for row in found if sought in f"{row.title} {row.item.what}".casefold()] if sought else found
