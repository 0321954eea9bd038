"""State as rows that nobody works too long without a rest. `placement_model` names the variables f and q."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from scheduling.planning.clash_rules import span_of
from scheduling.planning.integer_programmes import Row
from scheduling.planning.placement_options import Option, minute
from scheduling.planning.placement_rows import Builder
from scheduling.planning.programme import Programme, SessionDay


def add_rests(
    build: Builder, standing: Programme, session: SessionDay, options: Sequence[Option], step_minutes: int
) -> None:
    """Add the slots of one session and the rule over its windows.

    Slots are so short that an option never covers one in part, and go on for one rest before and after all work.
    """
    work = [c for c, o in enumerate(options) if o.place.session_key == session.key and o.item.is_work]
    if not work:
        return
    rest = int(standing.shortest_rest.total_seconds() // 60)
    stretch = int(standing.longest_stretch.total_seconds() // 60)
    opens = minute(session.start)
    lengths = {options[c].end - options[c].start for c in work}
    slot = math.gcd(step_minutes, rest, *lengths, *(options[c].start - opens for c in work))
    run, window = max(1, rest // slot), stretch // slot + 1
    taken = [
        (minute(span_of(item).start), minute(span_of(item).end))
        for item in standing.placed_items
        if item.session_key == session.key and item.is_work
    ]
    begins = [options[c].start for c in work] + [start for start, _ in taken]
    ends = [options[c].end for c in work] + [end for _, end in taken]
    # The grid of slots goes through the session's start, wherever work begins.
    first = opens - (math.ceil((opens - min(begins)) / slot) + run) * slot
    count = math.ceil((max(ends) - first) / slot) + run
    if count - 2 * run < window:
        return
    starts = [first + number * slot for number in range(count)]
    free = [
        None if any(begin < start + slot and start < end for begin, end in taken) else build.column()
        for start in starts
    ]
    _cover(build, [(c, options[c]) for c in work], free, first, slot)
    rests = [_rest(build, free[begin : begin + run]) for begin in range(count - run + 1)]
    for begin in range(count - window + 1):
        touching = [r for r in rests[max(0, begin - run + 1) : begin + window] if r is not None]
        # Without any, what stands already breaks the rule there, and no option makes it worse.
        if touching:
            build.rows.append(Row(touching, [1.0] * len(touching), 1.0, math.inf))


def _rest(build: Builder, slots: Sequence[int | None]) -> int | None:
    parts = [slot for slot in slots if slot is not None]
    if len(parts) < len(slots):
        return None
    if len(parts) == 1:
        return parts[0]
    rest = build.column()
    for part in parts:
        build.rows.append(Row([rest, part], [1.0, -1.0], -math.inf, 0.0))
    return rest


def _cover(
    build: Builder,
    work: Sequence[tuple[int, Option]],
    free: Sequence[int | None],
    first: int,
    slot: int,
) -> None:
    """Let a slot be free only where no option covers it."""
    covering: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for column, option in work:
        # Two options in one room exclude each other; an item without a room excludes only itself.
        room = (0, option.place.room_key) if option.place.room_key is not None else (1, option.item.key)
        for number in range((option.start - first) // slot, math.ceil((option.end - first) / slot)):
            covering[(number, *room)].append(column)
    for (number, _, _), columns in sorted(covering.items()):
        column_of_slot = free[number]
        if column_of_slot is not None:
            build.rows.append(Row([column_of_slot, *columns], [1.0] * (len(columns) + 1), -math.inf, 1.0))
