"""Share items out among sessions: the relaxation that knows hours only by their sum.

Variables: z_is ∈ {0, 1}, item i goes to session s; k_i ∈ {0, 1}, i keeps the place it has; d_s ≥ |for_s − against_s|.
Σ_s z_is + k_i ≤ 1. Minimise Σ_s d_s − B Σ k_i − A (Σ z + Σ k), where B is more than all differences can add up to,
and A more than that and all k: as many items as can be, then the fewest changes, then the best balance.

Days that do not overlap follow each other, so that an order between items in different days is stated exactly. What
happens within a day is left to `placement_model`; a set of items that cannot be together in a day comes back as a cut:
not all of them. Every plan meets every row, so that this optimum bounds all plans, and one that the days can hold is
the best.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduling.planning.integer_programmes import MixedAnswer, Row, solve_mixed_programme
from scheduling.planning.placement_options import Option
from scheduling.planning.placement_rows import Builder
from scheduling.planning.programme import Item, Place, Programme

SIGNS = {"for": 1, "against": -1}
"""What an item adds to the balance of its session, by its position."""


@dataclass(frozen=True, slots=True)
class Share:
    """Say that an item goes to a session, or stays at the place it has there."""

    item: int
    session: int
    is_kept: bool = False


def days_of(programme: Programme) -> dict[int, int]:
    """Number the days: sessions that overlap, or lie closer than the longest way, are of one day."""
    sessions = sorted(programme.sessions, key=lambda each: (each.start, each.key))
    longest = timedelta(minutes=max([programme.between_rooms, *programme.travel.values()]))
    days: dict[int, int] = {}
    reached, day = None, -1
    for session in sessions:
        if reached is None or session.start >= reached + longest:
            day += 1
        days[session.key] = day
        reached = session.end if reached is None else max(reached, session.end)
    return days


def share_of(item: Item, place: Place) -> Share:
    """Give the share that an item at a place belongs to."""
    return Share(item.key, place.session_key, is_kept=place == item.place)


class Sharing:
    """Hold the relaxation and the cuts that were learnt."""

    def __init__(self, standing: Programme, options: Sequence[Option], days: dict[int, int]) -> None:
        self._standing, self._days = standing, days
        self._items = {option.item.key: option.item for option in options}
        self.shares = sorted(
            {share_of(option.item, option.place) for option in options},
            key=lambda share: (share.item, share.session, share.is_kept),
        )
        self._column = {share: number for number, share in enumerate(self.shares)}
        self._build = Builder(len(self.shares))
        self._of_item: dict[int, list[int]] = defaultdict(list)
        for number, share in enumerate(self.shares):
            self._of_item[share.item].append(number)
        for columns in self._of_item.values():
            self._build.at_most_one(columns)
        self._add_orders()
        self._add_phases(options)
        self._add_hours(options)
        self._costs = self._add_balance()

    def cut(self, shares: Iterable[Share]) -> None:
        """Learn that these cannot all be."""
        columns = sorted(self._column[share] for share in shares)
        self._build.rows.append(Row(columns, [1.0] * len(columns), -math.inf, float(len(columns) - 1)))

    def best(
        self, *, seconds: float, seed: int, should_stop: Callable[[], bool] | None
    ) -> tuple[MixedAnswer, list[Share]]:
        """Solve, and read the shares that were chosen."""
        answer = solve_mixed_programme(
            self._build.programme(self._costs), seconds=seconds, seed=seed, should_stop=should_stop
        )
        x = answer.x
        chosen = [] if x is None else [s for number, s in enumerate(self.shares) if x[number] > 0.5]
        return answer, chosen

    def cost(self, shares: Iterable[Share]) -> int:
        """Give the cost of a plan with these shares."""
        found = list(shares)
        counts = {session.key: 0 for session in self._standing.sessions} | dict(self._stands)
        for share in found:
            sign = SIGNS.get(self._items[share.item].position, 0)
            counts[share.session] = counts.get(share.session, 0) + sign
        differences = sum(abs(counts[session]) for session in self._balanced)
        return differences + sum(self._costs.get(self._column[share], 0) for share in found)

    def _sorted_days(self) -> list[int]:
        return sorted(set(self._days.values()))

    def _in_days(self, columns: Iterable[int], is_meant: Callable[[int], bool]) -> list[int]:
        return [c for c in columns if is_meant(self._days[self.shares[c].session])]

    def _add_orders(self) -> None:
        for key, late in self._of_item.items():
            for early in sorted(self._items[key].after & self._of_item.keys() - {key}):
                for day in self._sorted_days():
                    before = self._in_days(late, lambda d, day=day: d <= day)  # type: ignore[misc]
                    after = self._in_days(self._of_item[early], lambda d, day=day: d > day)  # type: ignore[misc]
                    if before and after:
                        self._build.at_most_one([*before, *after])

    def _add_phases(self, options: Sequence[Option]) -> None:
        """Order the days of early and closing items; only those with a phase of their own bind all others."""
        phases: dict[int, int | None] = {}
        for option in options:
            phases[self._column[share_of(option.item, option.place)]] = option.phase
        closes = self._standing.closing_phase
        closing = [c for c, phase in phases.items() if phase is not None and phase >= closes]
        early = [c for c, phase in phases.items() if phase is not None and phase < closes]
        self._add_threshold(closing, [c for c in early if self._has_own(c)])
        self._add_threshold(
            [c for c in closing if self._has_own(c)], [c for c in early if not self._has_own(c)]
        )

    def _has_own(self, column: int) -> bool:
        return self._items[self.shares[column].item].phase is not None

    def _add_threshold(self, closing: Sequence[int], early: Sequence[int]) -> None:
        if not closing or not early:
            return
        for day in self._sorted_days():
            begun = self._build.column()
            for columns in self._by_item(self._in_days(closing, lambda d, day=day: d <= day)):  # type: ignore[misc]
                self._build.rows.append(Row([begun, *columns], [-1.0] + [1.0] * len(columns), -math.inf, 0.0))
            for columns in self._by_item(self._in_days(early, lambda d, day=day: d > day)):  # type: ignore[misc]
                self._build.at_most_one([begun, *columns])

    def _by_item(self, columns: Iterable[int]) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for column in columns:
            found[self.shares[column].item].append(column)
        return list(found.values())

    def _add_hours(self, options: Sequence[Option]) -> None:
        """Let the items of a day that share rooms, people or everybody take no more time than there is."""
        by_share: dict[int, list[Option]] = defaultdict(list)
        for option in options:
            by_share[self._column[share_of(option.item, option.place)]].append(option)
        by_day: dict[int, list[int]] = defaultdict(list)
        for column in by_share:
            by_day[self._days[self.shares[column].session]].append(column)
        for _, columns in sorted(by_day.items()):
            for rooms in sorted({_rooms(by_share[c]) for c in columns}, key=sorted):
                inside = [c for c in columns if rooms and _rooms(by_share[c]) <= rooms]
                self._add_sum(inside, by_share, by_room=True)
            people = {person for c in columns for person in self._items[self.shares[c].item].people}
            for person in sorted(people):
                inside = [c for c in columns if person in self._items[self.shares[c].item].people]
                self._add_sum(inside, by_share, by_room=False)
            inside = [c for c in columns if self._items[self.shares[c].item].is_for_everybody]
            self._add_sum(inside, by_share, by_room=False)

    def _add_sum(self, columns: Sequence[int], by_share: dict[int, list[Option]], *, by_room: bool) -> None:
        if len({self.shares[c].item for c in columns}) < 2:
            return
        spans: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
        for column in columns:
            for option in by_share[column]:
                spans[option.place.room_key if by_room else None].append((option.start, option.end))
        total = sum(_covered(found) for found in spans.values())
        lengths = [float(by_share[c][0].end - by_share[c][0].start) for c in columns]
        if sum(lengths) > total:
            self._build.rows.append(Row(columns, lengths, -math.inf, float(total)))

    def _add_balance(self) -> dict[int, int]:
        self._stands: dict[int, int] = defaultdict(int)
        for item in self._standing.placed_items:
            if item.session_key is not None:
                self._stands[item.session_key] += SIGNS.get(item.position, 0)
        terms: dict[int, list[int]] = defaultdict(list)
        for number, share in enumerate(self.shares):
            if SIGNS.get(self._items[share.item].position):
                terms[share.session].append(number)
        self._balanced = sorted(terms)
        costs: dict[int, int] = {}
        most = 1
        for session, columns in sorted(terms.items()):
            signs = [float(SIGNS[self._items[self.shares[c].item].position]) for c in columns]
            stands = self._stands[session]
            highest = len(columns) + abs(stands)
            difference = self._build.column(float(highest))
            costs[difference] = 1
            self._build.rows.append(
                Row([difference, *columns], [1.0, *(-s for s in signs)], float(stands), math.inf)
            )
            self._build.rows.append(Row([difference, *columns], [1.0, *signs], float(-stands), math.inf))
            most += abs(stands)
        most += sum(1 for item in self._items.values() if item.position in SIGNS)
        kept = sum(share.is_kept for share in self.shares)
        for number, share in enumerate(self.shares):
            costs[number] = -most * (kept + 1) - (most if share.is_kept else 0)
        return costs


def _rooms(options: Iterable[Option]) -> frozenset[int]:
    return frozenset(o.place.room_key for o in options if o.place.room_key is not None)


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """Count the minutes that some span covers."""
    total, reached = 0, -math.inf
    for start, end in sorted(spans):
        if end > reached:
            total += end - int(max(start, reached))
            reached = end
    return total
