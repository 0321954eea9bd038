"""State the placement of items at hours and in rooms as a mixed-integer programme.

Variables, all in [0, 1]; o runs over the options (an item at a place) that clash with nothing that stands:
  x_o ∈ {0, 1}    option o is taken
  u_sr            room r is used in session s though nothing standing uses it
  b_iτ            item i has begun by the moment τ (only where an order needs it)
  p_τ             something of the closing phase has begun by τ
  f_t, q_t        no work is planned in slot t; a rest begins with slot t

Rows; "covers τ" means start ≤ τ < end, and two options overlap exactly where one covers the start of the other:
  Σ_{o of item i} x_o ≤ 1                                         one place each
  Σ_{o in room r, covers τ} x_o ≤ 1                               for every start τ: a room once
  Σ_{o with person k, covers τ} x_o ≤ 1                           a person once; everybody as well
  Σ_{o of i in r, covers τ} x_o + Σ_{o of j, widened by the way, covers τ} x_o ≤ 1     time to get there
  b_jτ ≤ b_i,τ−length(i) + 1 − Σ_{o of i} x_o                     j after i
  b_jτ ≤ p_τ ≤ b_i,τ−length(i) + 1 − Σ_{o of i} x_o               j of the closing phase, i of one before it
  f_t + Σ_{o of work in r, covers t} x_o ≤ 1, q_t ≤ f_t … f_t+g−1, Σ_{q of runs touching window w} q ≥ 1     rests
  Σ_{o of item i in room r of session s} x_o ≤ u_sr

The windows of the last rule are one slot longer than the longest stretch: a chain of work is too long exactly if
some window touches no rest.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from scheduling.planning.integer_programmes import MixedProgramme, Row
from scheduling.planning.placement_options import Option
from scheduling.planning.placement_rests import add_rests
from scheduling.planning.placement_rows import Builder
from scheduling.planning.programme import Programme

EVERYBODY = -1
"""Stands for all members where people are counted."""


class PlacementModel:
    """Hold the variables and rows for options that stand in few sessions."""

    def __init__(self, standing: Programme, options: Sequence[Option], step_minutes: int) -> None:
        self.standing, self.options = standing, options
        self._build = Builder(len(options))
        self._of_item: dict[int, list[int]] = defaultdict(list)
        for number, option in enumerate(options):
            self._of_item[option.item.key].append(number)
        self._begun: dict[tuple[int, frozenset[int]], tuple[list[int], list[int]]] = {}
        self._add_places()
        self._add_rooms()
        self._add_people()
        if standing.has_ways:
            self._add_ways()
        self._add_orders()
        self._add_phases()
        for session in standing.sessions:
            add_rests(self._build, standing, session, options, step_minutes)
        self._rooms = self._add_room_uses()

    def programme(self) -> MixedProgramme:
        """Give the programme with its costs."""
        return self._build.programme(self.costs())

    def costs(self) -> dict[int, int]:
        """Give the costs: most items placed, then the fewest rooms that nothing else uses."""
        placed = dict.fromkeys(range(len(self.options)), -len(self._rooms) - 1)
        return {**placed, **dict.fromkeys(self._rooms, 1)}

    def _add_places(self) -> None:
        for found in self._of_item.values():
            self._build.at_most_one(found)

    def _add_cliques(self, columns: Sequence[int]) -> None:
        """Let at most one of these options cover any moment."""
        if len({self.options[c].item.key for c in columns}) < 2:
            return
        starts = sorted({self.options[c].start for c in columns})
        covering: list[list[int]] = [[] for _ in starts]
        for column in columns:
            option = self.options[column]
            for place in range(bisect_left(starts, option.start), bisect_left(starts, option.end)):
                covering[place].append(column)
        for found in dict.fromkeys(map(tuple, covering)):
            if len({self.options[c].item.key for c in found}) > 1:
                self._build.at_most_one(found)

    def _add_rooms(self) -> None:
        by_room: dict[int, list[int]] = defaultdict(list)
        for number, option in enumerate(self.options):
            if option.place.room_key is not None:
                by_room[option.place.room_key].append(number)
        for columns in by_room.values():
            self._add_cliques(columns)

    def _people(self) -> dict[int, list[int]]:
        """Give the items of each person, and of everybody, where there are several."""
        items: dict[int, list[int]] = defaultdict(list)
        for key, columns in self._of_item.items():
            item = self.options[columns[0]].item
            for person in (*sorted(item.people), *((EVERYBODY,) if item.is_for_everybody else ())):
                items[person].append(key)
        return {person: keys for person, keys in items.items() if len(keys) > 1}

    def _add_people(self) -> None:
        groups = dict.fromkeys(tuple(keys) for keys in self._people().values())
        for keys in groups:
            self._add_cliques([column for key in keys for column in self._of_item[key]])

    def _add_ways(self) -> None:
        pairs = sorted({pair for keys in self._people().values() for pair in combinations(sorted(keys), 2)})
        for one, other in pairs:
            by_room: dict[int | None, list[int]] = defaultdict(list)
            for column in self._of_item[one]:
                by_room[self.options[column].place.room_key].append(column)
            for room, columns in by_room.items():
                self._add_way(room, columns, self._of_item[other])

    def _add_way(self, room: int | None, columns: Sequence[int], others: Sequence[int]) -> None:
        widened = []
        for column in others:
            option = self.options[column]
            way = int(self.standing.way(room, option.place.room_key).total_seconds() // 60)
            if way:
                widened.append((option.start - way, option.end + way, column))
        moments = sorted({self.options[c].start for c in columns} | {start for start, _, _ in widened})
        covering: list[tuple[list[int], list[int]]] = [([], []) for _ in moments]
        for column in columns:
            option = self.options[column]
            for place in range(bisect_left(moments, option.start), bisect_left(moments, option.end)):
                covering[place][0].append(column)
        for start, end, column in widened:
            for place in range(bisect_left(moments, start), bisect_left(moments, end)):
                covering[place][1].append(column)
        for mine, theirs in covering:
            if mine and theirs:
                self._build.at_most_one([*mine, *theirs])

    def _begun_by(self, columns: Sequence[int]) -> tuple[list[int], list[int]]:
        """Add b for these options of one item: the moments at which it can begin, and b at each."""
        key = (self.options[columns[0]].item.key, frozenset(columns))
        if key not in self._begun:
            at: dict[int, list[int]] = defaultdict(list)
            for column in columns:
                at[self.options[column].start].append(column)
            moments = sorted(at)
            variables: list[int] = []
            for moment in moments:
                variable = self._build.column()
                before = [variables[-1]] if variables else []
                terms = [*at[moment], *before]
                self._build.rows.append(Row([variable, *terms], [1.0] + [-1.0] * len(terms), 0.0, 0.0))
                variables.append(variable)
            self._begun[key] = (moments, variables)
        return self._begun[key]

    def _ended_or_absent(
        self, columns: Sequence[int], moment: int
    ) -> tuple[list[int], list[float], float] | None:
        """Give terms and constant of "has ended by then, or is not placed so"; None where it always holds."""
        moments, begun = self._begun_by(columns)
        first = self.options[columns[0]]
        place = bisect_right(moments, moment - (first.end - first.start))
        if place == len(moments):
            return None
        # b at the last moment says whether the item is placed so at all.
        ended = ([begun[place - 1]], [1.0]) if place else ([], [])
        return [begun[-1], *ended[0]], [-1.0, *ended[1]], 1.0

    def _not_before(self, variable: int, columns: Sequence[int], moment: int) -> None:
        """Add: variable ≤ [these options' item has ended by the moment, or is not placed so]."""
        found = self._ended_or_absent(columns, moment)
        if found is not None:
            terms, coefficients, constant = found
            self._build.rows.append(
                Row([variable, *terms], [1.0, *(-a for a in coefficients)], -math.inf, constant)
            )

    def _add_orders(self) -> None:
        for key in sorted(self._of_item):
            late = self._of_item[key]
            for early in sorted(self.options[late[0]].item.after & self._of_item.keys() - {key}):
                moments, begun = self._begun_by(late)
                for moment, variable in zip(moments, begun, strict=True):
                    self._not_before(variable, self._of_item[early], moment)

    def _add_phases(self) -> None:
        closing, early = (
            self._by_phase(lambda phase: phase >= self.standing.closing_phase),
            self._by_phase(lambda phase: phase < self.standing.closing_phase),
        )
        # Items that take their phase from their sessions are bound only to those with one of their own.
        own = {key for key in self._of_item if self.options[self._of_item[key][0]].item.phase is not None}
        self._add_threshold(closing, {key: columns for key, columns in early.items() if key in own})
        self._add_threshold(
            {key: columns for key, columns in closing.items() if key in own},
            {key: columns for key, columns in early.items() if key not in own},
        )

    def _by_phase(self, is_meant: Callable[[int], bool]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for key, columns in self._of_item.items():
            meant = [c for c in columns if (phase := self.options[c].phase) is not None and is_meant(phase)]
            if meant:
                found[key] = meant
        return found

    def _add_threshold(self, closing: dict[int, list[int]], early: dict[int, list[int]]) -> None:
        if not closing or not early:
            return
        moments = sorted({self.options[c].start for columns in closing.values() for c in columns})
        opened = {moment: self._build.column() for moment in moments}
        for columns in closing.values():
            for moment, variable in zip(*self._begun_by(columns), strict=True):
                self._build.rows.append(Row([variable, opened[moment]], [1.0, -1.0], -math.inf, 0.0))
        for moment in moments:
            for columns in early.values():
                self._not_before(opened[moment], columns, moment)

    def _add_room_uses(self) -> list[int]:
        used = {(item.session_key, item.room_key) for item in self.standing.placed_items}
        uses: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, option in enumerate(self.options):
            place = option.place
            if place.room_key is not None and (place.session_key, place.room_key) not in used:
                uses[place.session_key, place.room_key][option.item.key].append(number)
        columns = []
        for _, by_item in sorted(uses.items()):
            use = self._build.column()
            columns.append(use)
            for found in by_item.values():
                self._build.rows.append(Row([use, *found], [-1.0] + [1.0] * len(found), -math.inf, 0.0))
        return columns
