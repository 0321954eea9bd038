"""Small groups in published figures: what of a table of counts may be shown, so that nobody is found in it.

A category has values v; each stage s of the assembly has counts x[v, s] that add up to a public total. A stage may be
part of another one: x[v, s] ≤ x[v, t]. Published is for each cell an interval: one number, a band of fixed edges, or
nothing. Sensitive is every number between 1 and limit - 1 among

- the counts x[v, s], and the counts of all others, total[s] - x[v, s];
- the differences x[v, s] - x[v, t] of any two stages.

Whoever reads everything that was published must find at least two values for each sensitive number. That is proved
by a witness: another table of whole numbers that fits all that was published and has another value there. Witnesses
are looked for near the true table: one person more of value v and one fewer of value w, in the smallest set of stages
that keeps stages part of each other. Where no such table is found the number counts as revealed, so what is shown is
never too much, and sometimes less than would be possible. No solver is needed, and the same counts give the same
result.

The reader is taken to know that a stage is part of another one wherever the counts allow it: whoever knows less has
more tables to choose from. Categories are decided apart: along stages of which each is part of the one before, any
tables with the same totals can be those of the same people, so that one category tells nothing more about another.

Source: suppressing further cells so that small ones cannot be worked out: L. H. Cox, Suppression Methodology and
Statistical Disclosure Control, Journal of the American Statistical Association 75 (1980), 377-385,
doi 10.1080/01621459.1980.10477481. Looking for witnesses instead of bounds is this module's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations, product
from typing import Any

LIMIT = 5
"""Groups of fewer people are not shown, unless an assembly says otherwise."""
LEAST_LIMIT = 3
"""With two, either of the two would know the other."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is to be published of one stage: secret until `protect` has decided what of it may be shown.

    `cells` is category → value → people, each category adding up to `total`. `within` names the stages of which it is
    a part by what it means. `is_exact` asks for numbers where they are safe; else for bands from the beginning.
    `quotas` is category → value → least and most seats, shown beside the counts where that reveals nothing.
    """

    stage: str
    total: int
    cells: Mapping[str, Mapping[str, int]]
    within: frozenset[str] = frozenset()
    is_exact: bool = False
    quotas: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse counts that do not add up.

        Raises:
            ValueError: a category's counts do not add up to the total, or one is below zero.
        """
        for category, values in self.cells.items():
            if sum(values.values()) != self.total or min(values.values(), default=0) < 0:
                message = f"the counts of {category!r} do not add up to {self.total}"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is published of one cell: a number from `low` to `high`; nothing where `is_hidden`."""

    low: int
    high: int
    is_hidden: bool = False
    quota: tuple[int, int] | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is one number."""
        return not self.is_hidden and self.low == self.high


@dataclass(frozen=True, slots=True)
class ProtectedColumn:
    """What anybody may know of one stage. `total` is None where even that would tell too much."""

    stage: str
    total: int | None
    cells: Mapping[str, Mapping[str, Shown]]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored, `null` for what is hidden."""
        return {
            "total": self.total,
            "cells": {
                category: {value: _shown_json(shown) for value, shown in values.items()}
                for category, values in self.cells.items()
            },
        }

    @classmethod
    def from_json(cls, stage: str, stored: Mapping[str, Any]) -> "ProtectedColumn":
        """Read what `as_json` wrote."""
        cells = {
            category: {
                value: Shown(
                    each["low"],
                    each["high"],
                    each["is_hidden"],
                    None if each["quota"] is None else (each["quota"][0], each["quota"][1]),
                )
                for value, each in values.items()
            }
            for category, values in stored["cells"].items()
        }
        return cls(stage, stored["total"], cells)


def _shown_json(shown: Shown) -> dict[str, Any]:
    return {
        "low": shown.low,
        "high": shown.high,
        "is_hidden": shown.is_hidden,
        "quota": None if shown.quota is None else list(shown.quota),
    }


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """All published stages, in their order: the only thing that pages, pictures and files of the public are made of."""

    columns: tuple[ProtectedColumn, ...]

    def categories(self) -> list[str]:
        """Return the categories in the order in which they first appear."""
        return list(dict.fromkeys(category for column in self.columns for category in column.cells))

    def values(self, category: str) -> list[str]:
        """Return a category's values in the order in which they first appear."""
        found = (value for column in self.columns for value in column.cells.get(category, {}))
        return list(dict.fromkeys(found))

    def shown(self, category: str, value: str) -> list[Shown | None]:
        """Return one row; None where a stage knows no such value."""
        return [column.cells.get(category, {}).get(value) for column in self.columns]


@dataclass(frozen=True, slots=True)
class Published:
    """A column that is out: its counts, which stay secret, and what is shown of it for good."""

    counts: Counts
    protected: ProtectedColumn


def protect(published: Sequence[Published], new: Counts, limit: int = LIMIT) -> ProtectedColumn:
    """Decide what of `new` is shown beside the columns that are out, which stay as they are.

    Raises:
        ValueError: the limit is below `LEAST_LIMIT`.
    """
    if limit < LEAST_LIMIT:
        message = f"a limit below {LEAST_LIMIT} hides nobody"
        raise ValueError(message)
    decided: dict[str, dict[str, Shown]] = {}
    for category, values in new.cells.items():
        enclosing = [each for each in published if each.counts.stage in new.within]
        levels = {
            value: _levels(
                count,
                new,
                limit,
                [each.protected.cells.get(category, {}).get(value) for each in enclosing],
            )
            for value, count in values.items()
        }
        chosen = _decide(_Problem.of(category, published, new, limit), levels, new.quotas.get(category, {}))
        if chosen is None:
            hidden = {c: {v: Shown(0, 0, is_hidden=True) for v in vs} for c, vs in new.cells.items()}
            return ProtectedColumn(new.stage, None, hidden)
        decided[category] = chosen
    return ProtectedColumn(new.stage, new.total, decided)


def _levels(count: int, new: Counts, limit: int, enclosing: Sequence[Shown | None]) -> list[Shown]:
    """Return what may be shown of a cell, the finest first.

    That nobody of a group is in a stage is told where the stage is part of no other, for then it is about nobody;
    within another stage it would say of everybody of the group that they left, so there it goes among the few.
    Which of the two holds depends on what was published alone, so that it tells nothing itself.
    """
    tells_none = not enclosing or any(each == Shown(0, 0) for each in enclosing)
    if count == 0 and tells_none:
        return [Shown(0, 0)]
    least = 1 if tells_none else 0
    edge = count - count % limit
    found = [Shown(count, count)] if new.is_exact and count >= limit else []
    return [*found, Shown(max(edge, least), edge + limit - 1), Shown(least, new.total, is_hidden=True)]


@dataclass(frozen=True, slots=True)
class _Move:
    """How a table that also fits differs from the true one.

    One person `more` of value `up` in some columns, one `fewer` of value `down` in some.
    """

    up: int
    down: int
    more: frozenset[int]
    fewer: frozenset[int]

    def change(self, value: int, size: int) -> tuple[int, ...]:
        """Return the change of one row."""
        if value == self.up:
            return tuple(int(s in self.more) for s in range(size))
        if value == self.down:
            return tuple(-int(s in self.fewer) for s in range(size))
        return (0,) * size

    def change_of_others(self, value: int, size: int) -> tuple[int, ...]:
        """Return the change of the sum of all other rows."""
        own = self.change(value, size)
        both = (int(s in self.more) - int(s in self.fewer) for s in range(size))
        return tuple(all_ - mine for all_, mine in zip(both, own, strict=True))


@dataclass(frozen=True, slots=True)
class _Problem:
    """One category: counts[v][s] of all columns, the new one last, and the moves that fit what is out already."""

    values: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    moves: tuple[_Move, ...]
    limit: int

    @classmethod
    def of(cls, category: str, published: Sequence[Published], new: Counts, limit: int) -> "_Problem":
        """Read the columns that know the category; it is known to have nobody of a value that it does not know."""
        old = [each for each in published if category in each.counts.cells]
        columns = [*(each.counts.cells[category] for each in old), new.cells[category]]
        values = tuple(dict.fromkeys(value for column in columns for value in column))
        counts = tuple(tuple(column.get(value, 0) for column in columns) for value in values)
        bounds = [[_bounds(each, category, value) for each in old] for value in values]
        has_total = (*(each.protected.total is not None for each in old), True)
        return cls(values, counts, tuple(_moves(counts, bounds, has_total)), limit)

    def revealed(self, shown: Mapping[str, Shown]) -> str | None:
        """Return a value one of whose sensitive numbers could be no other; None where there is none.

        `shown` is what is shown of the new column.
        """
        size = len(self.counts[0]) if self.counts else 0
        moves = [move for move in self.moves if self._fits(move, shown, size - 1)]
        totals = [sum(row[s] for row in self.counts) for s in range(size)]
        for number, value in enumerate(self.values):
            row = self.counts[number]
            others = [total - mine for total, mine in zip(totals, row, strict=True)]
            own_changes = {move.change(number, size) for move in moves}
            if self._is_count_revealed(row, own_changes) or self._is_difference_revealed(row, own_changes):
                return value
            if self._is_count_revealed(others, {move.change_of_others(number, size) for move in moves}):
                return value
        return None

    def _fits(self, move: _Move, shown: Mapping[str, Shown], new: int) -> bool:
        """Whether a move fits what is shown of the new column, as it fits everything else."""
        up, down = self.values[move.up], self.values[move.down]
        if new in move.more and self.counts[move.up][new] >= _interval(shown.get(up))[1]:
            return False
        return new not in move.fewer or self.counts[move.down][new] > _interval(shown.get(down))[0]

    def _is_count_revealed(self, row: Sequence[int], changes: set[tuple[int, ...]]) -> bool:
        """Whether a sensitive count of a row is the same in all moves."""
        small = [s for s, count in enumerate(row) if 0 < count < self.limit]
        return any(not any(change[s] for change in changes) for s in small)

    def _is_difference_revealed(self, row: Sequence[int], changes: set[tuple[int, ...]]) -> bool:
        """Whether a sensitive difference of two counts of a row is the same in all moves."""
        small = [(s, t) for s, t in combinations(range(len(row)), 2) if 0 < abs(row[s] - row[t]) < self.limit]
        return any(all(change[s] == change[t] for change in changes) for s, t in small)


def _moves(
    counts: Sequence[Sequence[int]],
    bounds: Sequence[Sequence[tuple[int, int]]],
    has_total: Sequence[bool],
) -> Iterator[_Move]:
    """Yield the moves that keep totals, and stages parts of each other, and fit the bounds of what is out."""
    size = range(len(has_total))
    parts = [[t for t in size if t != s and all(row[s] <= row[t] for row in counts)] for s in size]
    # Where a row is the same in a part and its whole, one cannot rise without the other, or the other fall without it.
    rises = [[[t for t in parts[s] if row[t] == row[s]] for s in size] for row in counts]
    falls = [[[t for t in size if s in parts[t] and row[t] == row[s]] for s in size] for row in counts]
    seen: set[_Move] = set()
    for up, down in permutations(range(len(counts)), 2):
        for start, is_rise in product(size, (True, False)):
            more, fewer = _together(start, is_rise, rises[up], falls[down], has_total)
            move = _Move(up, down, frozenset(more), frozenset(fewer))
            old = len(has_total) - 1
            if (
                move not in seen
                and all(counts[up][s] < bounds[up][s][1] for s in more if s < old)
                and all(counts[down][s] > bounds[down][s][0] for s in fewer if s < old)
            ):
                yield move
            seen.add(move)


def _together(
    start: int,
    is_rise: bool,
    rises: Sequence[Sequence[int]],
    falls: Sequence[Sequence[int]],
    has_total: Sequence[bool],
) -> tuple[set[int], set[int]]:
    """Return the smallest sets of columns that have to rise and to fall together, beginning with one."""
    sides: dict[bool, set[int]] = {True: set(), False: set()}
    waiting = [(start, is_rise)]
    while waiting:
        s, rising = waiting.pop()
        if s in sides[rising]:
            continue
        sides[rising].add(s)
        waiting += [(t, rising) for t in (rises if rising else falls)[s]]
        if has_total[s]:
            waiting.append((s, not rising))
    return sides[True], sides[False]


def _interval(shown: Shown | None) -> tuple[int, int]:
    """Return between which numbers a reader knows a cell of a column with a total to be."""
    if shown is None:
        return (0, 0)
    if shown.quota is None:
        return (shown.low, shown.high)
    return (max(shown.low, shown.quota[0]), min(shown.high, shown.quota[1]))


def _bounds(each: Published, category: str, value: str) -> tuple[int, int]:
    """Return between which numbers a reader knows a published cell to be."""
    # A column whose total is not out either may hold any number of people.
    if each.protected.total is None:
        return (0, each.counts.total + 1)
    return _interval(each.protected.cells[category].get(value))


def _decide(
    problem: _Problem, levels: Mapping[str, list[Shown]], quotas: Mapping[str, tuple[int, int]]
) -> dict[str, Shown] | None:
    """Show as much as reveals nothing: coarsen until it does, then refine what need not be coarse; add quotas.

    None where even a column of nothing but its total would reveal something.
    """
    counts = {value: row[-1] for value, row in zip(problem.values, problem.counts, strict=True)}
    at = dict.fromkeys(levels, 0)
    while (value := problem.revealed({v: levels[v][at[v]] for v in levels})) is not None:
        coarser = _next_to_coarsen(value, levels, at, counts)
        if coarser is None:
            return None
        at[coarser] += 1
    for value in sorted(levels, key=lambda v: (-counts[v], v)):
        for finer in range(at[value]):
            tried = {v: levels[v][at[v]] for v in levels} | {value: levels[value][finer]}
            if problem.revealed(tried) is None:
                at[value] = finer
                break
    chosen = {value: levels[value][at[value]] for value in levels}
    for value, quota in quotas.items():
        if value in chosen and quota[0] <= counts[value] <= quota[1]:
            tried = {**chosen, value: replace(chosen[value], quota=quota)}
            if problem.revealed(tried) is None:
                chosen = tried
    return chosen


def _next_to_coarsen(
    value: str, levels: Mapping[str, list[Shown]], at: Mapping[str, int], counts: Mapping[str, int]
) -> str | None:
    """Choose a cell: numbers before bands, the one that is revealed before others, small ones before large ones."""
    open_ = [v for v in levels if at[v] < len(levels[v]) - 1]
    return min(
        open_,
        key=lambda v: (not levels[v][at[v]].is_number, v != value, counts[v], v),
        default=None,
    )
