"""Whether somebody, or a room, is free in a span of time, by what was said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from scheduling.enums import Openness


@dataclass(frozen=True, slots=True)
class Freedom:
    """How somebody stands to a span: `state` is "free", "taken", "partly" or "unsaid" (which counts as free)."""

    state: str
    note: str = ""

    @property
    def is_clash(self) -> bool:
        """Whether they are away for all or some of it."""
        return self.state in ("taken", "partly")

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
    open_spans = _merged([(each.starts_at, each.ends_at) for each in free], starts_at, ends_at)
    left = open_spans if free else [(starts_at, ends_at)]
    for each in taken:
        left = [piece for span in left for piece in _without(span, each.starts_at, each.ends_at)]
    if left == [(starts_at, ends_at)]:
        return Freedom("free")
    return Freedom("partly" if left else "taken", note)


def _merged(
    spans: list[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        cut = (max(begin, starts_at), min(end, ends_at))
        if cut[0] >= cut[1]:
            continue
        if merged and cut[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], cut[1]))
        else:
            merged.append(cut)
    return merged


def _without(
    span: tuple[datetime, datetime], begin: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    pieces = [(span[0], min(span[1], begin)), (max(span[0], end), span[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]
