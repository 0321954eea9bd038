"""Whether somebody, or a room, is free in a span of time, by what was said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assembly.models import Person
from scheduling.enums import Openness
from scheduling.models import Session

Moments = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Freedom:
    """How somebody stands to a span: `state` is "free", "taken", "partly" or "unsaid" (which counts as free)."""

    state: str
    note: str = ""
    gaps: tuple[Moments, ...] = ()
    """When they are away within the span, in order."""

    @property
    def is_clash(self) -> bool:
        """Whether they are away for all or some of it."""
        return self.state in ("taken", "partly")

    def is_away_at(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether they are away for all or some of a time within the span."""
        return any(begin < ends_at and starts_at < end for begin, end in self.gaps)

    @property
    def words(self) -> str:
        """Say it."""
        return {
            "free": _("Free"),
            "taken": _("Not free"),
            "partly": _("Free for a part only"),
            "unsaid": _("Nothing said"),
        }[self.state]

    @property
    def tone(self) -> str:
        """Return the badge's tone."""
        return {"free": "good", "taken": "bad", "partly": "warn", "unsaid": "plain"}[self.state]


def freedom(times: Iterable[Any], starts_at: datetime, ends_at: datetime) -> Freedom:
    """Return how times (`openness`, `starts_at`, `ends_at`, `note`) stand to a span.

    What is taken is taken also where it is said to be free; whoever named free spans is away outside of them, and
    whoever named none is free whenever nothing is taken.
    """
    said = list(times)
    free = [each for each in said if each.openness == Openness.FREE]
    taken = [
        each
        for each in said
        if each.openness == Openness.TAKEN and each.starts_at < ends_at and each.ends_at > starts_at
    ]
    note = next((each.note for each in taken if each.note), "")
    if not free and not taken:
        return Freedom("unsaid" if not said else "free")
    whole = (starts_at, ends_at)
    left = _merged([(each.starts_at, each.ends_at) for each in free], *whole) if free else [whole]
    for each in taken:
        left = [piece for span in left for piece in _without(span, each.starts_at, each.ends_at)]
    if left == [whole]:
        return Freedom("free")
    gaps = [whole]
    for begin, end in left:
        gaps = [piece for span in gaps for piece in _without(span, begin, end)]
    return Freedom("partly" if left else "taken", note, tuple(gaps))


def away_at(session: Session, people: Any) -> dict[int, Freedom]:
    """Return those of some people (keys, or a query for them) who are away for all or a part of a session."""
    told = Person.objects.filter(pk__in=people, times__isnull=False).distinct().prefetch_related("times")
    found = {person.pk: freedom(person.times.all(), session.starts_at, session.ends_at) for person in told}
    return {key: each for key, each in found.items() if each.is_clash}


def _merged(spans: list[Moments], starts_at: datetime, ends_at: datetime) -> list[Moments]:
    merged: list[Moments] = []
    for begin, end in sorted(spans):
        cut = (max(begin, starts_at), min(end, ends_at))
        if cut[0] >= cut[1]:
            continue
        if merged and cut[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], cut[1]))
        else:
            merged.append(cut)
    return merged


def _without(span: Moments, begin: datetime, end: datetime) -> list[Moments]:
    pieces = [(span[0], min(span[1], begin)), (max(span[0], end), span[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]
