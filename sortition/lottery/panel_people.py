"""Turn counts per type into people, so that each person's chance is exact and no household gives two.

A panel of counts names how many people of each type sit. Laid along a line of length one, weighted panels become
a timetable: at each moment one panel of counts is in session, and people take its seats in turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from sortition.lottery.pool_types import HouseholdClass, Integers, TypePool

Span = tuple[int, int, int]
"""(start, end, person): the person sits from start to end, in ticks."""


@dataclass(frozen=True)
class TimedPanels:
    """Lay panels of counts one after another.

    counts: shape (panels, T).
    ticks: length panels, whole numbers > 0; a panel's probability is its ticks over their sum.
    """

    counts: Integers
    ticks: Integers

    @property
    def starts(self) -> Integers:
        """Give the tick at which each panel begins, and the end as the last entry."""
        return np.concatenate([[0], np.cumsum(self.ticks)])


def seat_people(pool: TypePool, counts: Integers) -> tuple[int, ...]:
    """Seat the first people that fit one panel of counts; positions in the pool, ascending."""
    timed = TimedPanels(counts[np.newaxis, :], np.array([1]))
    ((_, people),) = people_panels(pool, timed)
    return people


def people_panels(pool: TypePool, timed: TimedPanels) -> list[tuple[int, tuple[int, ...]]]:
    """Seat people for the whole timetable and cut it at every change-over.

    Each person of type t sits for a share (Σ_j ticks_j · counts_jt) / m_t of the ticks, exact to one tick per
    change; so chances of equals agree to (changes / total ticks). Ticks are whole numbers, so that nothing is
    lost to rounding on the way.

    Returns:
        (ticks, people) per panel of people, in the order of time; equal neighbours are joined.

    Source: McNaughton 1959, doi 10.1287/mnsc.6.1.1 (the wrap-around rule).
    """
    spans: list[Span] = []
    for household_class in pool.classes:
        spans += _seat_class(household_class, timed)
    return _cut(spans, int(timed.ticks.sum()))


def _seat_class(household_class: HouseholdClass, timed: TimedPanels) -> list[Span]:
    if len(household_class.types) > 1:
        return _rotate_households(household_class, timed)
    column = timed.counts[:, household_class.types[0]]
    homes = [home[0] for home in household_class.households]
    spans = _wrap_around(len(homes), column, timed)
    return _share_within_homes(spans, homes)


def _wrap_around(homes: int, column: Integers, timed: TimedPanels) -> list[Span]:
    """Give `homes` equal shares of a timetable in which column[j] of them sit during panel j.

    Panels with equally many seats make up a stage. From the stage with most seats down, the homes that are still
    owed most take what they are owed, at most the length of the stage, so that most homes sit in one stage only
    and few change-overs arise. Should that leave somebody owed at the end, each stage is shared out equally
    instead, which always fits.
    """
    stages = [
        (seats, np.flatnonzero(column == seats).tolist())
        for seats in sorted({int(c) for c in column if c > 0}, reverse=True)
    ]
    volumes = [seats * sum(int(timed.ticks[j]) for j in panels) for seats, panels in stages]
    shares = _shares_in_turn(_even_parts(sum(volumes), homes), [seats for seats, _ in stages], volumes)
    if shares is None:
        shares = _shares_alike(_even_parts(sum(volumes), homes), volumes)
    spans: list[Span] = []
    for (_, panels), share in zip(stages, shares, strict=True):
        spans += _lay_out(panels, share, timed)
    return spans


def _shares_in_turn(owed: list[int], seats: list[int], volumes: list[int]) -> list[dict[int, int]] | None:
    """Give whole dues to those owed most, stage by stage; None where somebody is owed something at the end."""
    shares: list[dict[int, int]] = []
    for many, volume in zip(seats, volumes, strict=True):
        share: dict[int, int] = {}
        left = volume
        for home in sorted(range(len(owed)), key=lambda h: (-owed[h], h)):
            share[home] = min(owed[home], volume // many, left)
            left -= share[home]
        for home, ticks in share.items():
            owed[home] -= ticks
        shares.append(share)
    return None if any(owed) else shares


def _shares_alike(owed: list[int], volumes: list[int]) -> list[dict[int, int]]:
    """Share every stage out equally; odd ticks go to those owed most, so that nobody is left owed anything."""
    shares: list[dict[int, int]] = []
    for volume in volumes:
        base, odd = divmod(volume, len(owed))
        order = sorted(range(len(owed)), key=lambda h: (-owed[h], h))
        share = {home: base + (rank < odd) for rank, home in enumerate(order)}
        for home, ticks in share.items():
            owed[home] -= ticks
        shares.append(share)
    return shares


def _even_parts(total: int, parts: int) -> list[int]:
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def _lay_out(panels: list[int], share: dict[int, int], timed: TimedPanels) -> list[Span]:
    """Seat homes one after another along the seats of a stage: McNaughton's wrap-around.

    share: home → ticks, none longer than the stage, so that nobody who wraps sits twice at a time.
    """
    starts = timed.starts.tolist()
    spans: list[Span] = []
    number, at = 0, starts[panels[0]]
    for home, ticks in share.items():
        left = ticks
        while left:
            step = min(left, starts[panels[number] + 1] - at)
            spans.append((at, at + step, home))
            left, at = left - step, at + step
            if at == starts[panels[number] + 1]:
                number = (number + 1) % len(panels)
                at = starts[panels[number]]
    return spans


def _rotate_households(household_class: HouseholdClass, timed: TimedPanels) -> list[Span]:
    """Rotate the households of a class through its seats, which are of several types.

    For each vector of counts that occurs, its time is cut into as many equal parts as there are households; in
    part r household (i + r) mod g takes seat i. So each household holds each seat for one part.
    """
    columns = list(household_class.types)
    homes = len(household_class.households)
    starts = timed.starts
    moments: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for j in np.flatnonzero(timed.counts[:, columns].any(axis=1)).tolist():
        moments[tuple(timed.counts[j, columns].tolist())].append(j)
    by_type: list[list[Span]] = [[] for _ in columns]
    total_of = (timed.ticks @ timed.counts[:, columns]).tolist()
    owed = [[total / homes] * homes for total in total_of]
    for vector, panels in sorted(moments.items()):
        seats = [kind for kind, many in enumerate(vector) for _ in range(many)]
        parts = _rotation_parts(seats, sum(int(timed.ticks[j]) for j in panels), owed)
        ends = list(accumulate(parts))
        part = place = 0
        for j in panels:
            at, stop = int(starts[j]), int(starts[j + 1])
            while at < stop:
                while place >= ends[part]:
                    part += 1
                step = min(stop - at, ends[part] - place)
                for seat, kind in enumerate(seats):
                    by_type[kind].append((at, at + step, (seat + part) % homes))
                at, place = at + step, place + step
    spans: list[Span] = []
    for kind, given in enumerate(by_type):
        spans += _share_within_homes(given, [home[kind] for home in household_class.households])
    return spans


def _rotation_parts(seats: list[int], total: int, owed: list[list[float]]) -> list[int]:
    """Cut a total into one part per rotation, equal but for odd ticks, which go where most is owed; book them.

    seats: the kind of each seat. owed: per kind and home the ticks still due.
    """
    homes = len(owed[0])
    base, odd = divmod(total, homes)
    parts = [base] * homes
    for part in range(homes):
        for seat, kind in enumerate(seats):
            owed[kind][(seat + part) % homes] -= base
    open_parts = set(range(homes))
    for _ in range(odd):
        due = {p: sum(owed[kind][(seat + p) % homes] for seat, kind in enumerate(seats)) for p in open_parts}
        best = min(due, key=lambda p: (-due[p], p))
        open_parts.remove(best)
        parts[best] += 1
        for seat, kind in enumerate(seats):
            owed[kind][(seat + best) % homes] -= 1
    return parts


def _share_within_homes(spans: list[Span], homes: Sequence[tuple[int, ...]]) -> list[Span]:
    """Give each home's time in equal parts to its members of one type, one after the other."""
    if all(len(home) == 1 for home in homes):
        return [(start, end, homes[home][0]) for start, end, home in spans]
    by_home: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, home in spans:
        by_home[home].append((start, end))
    shared: list[Span] = []
    for number, times in sorted(by_home.items()):
        members = homes[number]
        total = sum(end - start for start, end in times)
        ends = [total * (member + 1) // len(members) for member in range(len(members))]
        member = place = 0
        for start, end in sorted(times):
            at = start
            while at < end:
                while place >= ends[member]:
                    member += 1
                step = min(end - at, ends[member] - place)
                shared.append((at, at + step, members[member]))
                at, place = at + step, place + step
    return shared


def _cut(spans: list[Span], total: int) -> list[tuple[int, tuple[int, ...]]]:
    """Cut a timetable at every change-over; give each piece its length and the people who sit, ascending."""
    enter: dict[int, list[int]] = defaultdict(list)
    leave: dict[int, list[int]] = defaultdict(list)
    for start, end, person in spans:
        enter[start].append(person)
        leave[end].append(person)
    times = sorted({0, total, *enter, *leave})
    sitting: dict[int, int] = {}
    pieces: list[tuple[int, tuple[int, ...]]] = []
    for start, end in pairwise(times):
        for person in leave[start]:
            sitting[person] -= 1
            if not sitting[person]:
                del sitting[person]
        for person in enter[start]:
            sitting[person] = sitting.get(person, 0) + 1
        people = tuple(sorted(sitting))
        if pieces and pieces[-1][1] == people:
            pieces[-1] = (pieces[-1][0] + end - start, people)
        else:
            pieces.append((end - start, people))
    return pieces
