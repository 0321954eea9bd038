"""Place 40 and 60 items in 12 sessions of three rooms, and try one item at every place of a full day."""

import random
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduling.planning.clashes import clashes_of, free_places
from scheduling.planning.placement import place
from scheduling.planning.programme import Item, Person, Programme, Room, SessionDay, Span

DAY = datetime(2026, 6, 6, 9, tzinfo=UTC)
SESSIONS, MOST_SECONDS, MOST_TRIED = 12, 10.0, 0.1


def assembly(items: int, *, seed: int, tight: bool = False) -> Programme:
    """Make twelve days with lunch and plenaries, and items whose speakers come on some of the days only."""
    chance = random.Random(seed)
    rooms = (
        Room(1, 1, 120, frozenset({"hearing_loop", "step_free"})),
        Room(2, 1, 40, frozenset({"hearing_loop"})),
        Room(3, 1, 24, frozenset({"step_free"})),
    )
    days = [DAY + timedelta(days=14 * number) for number in range(SESSIONS)]
    sessions = tuple(
        SessionDay(n, day, day + timedelta(hours=7), 1 + n // 5, frozenset({1, 2, 3}))
        for n, day in enumerate(days)
    )
    everybody = {"is_for_everybody": True, "is_fixed": True, "room_key": 1}
    fixed = [
        Item(
            1000 + 10 * n + part,
            kind,
            timedelta(minutes=minutes),
            n,
            start=day + timedelta(hours=hour),
            **everybody,
        )
        for n, day in enumerate(days)
        for part, (kind, hour, minutes) in enumerate(
            (("plenary", 0, 30), ("break", 3, 60), ("plenary", 6, 60))
        )
    ]
    fixed = [replace(item, is_break=item.kind == "break") for item in fixed]
    people, wanted = [], []
    for key in range(items):
        come = chance.sample(days, 2 if tight else 5)
        people.append(
            Person(key, tuple(Span(day, day + timedelta(hours=chance.choice((4, 7)))) for day in come))
        )
        wanted.append(
            Item(
                key,
                "talk",
                timedelta(minutes=chance.choice((30, 45, 60))),
                people=frozenset({key, chance.randrange(items)} if chance.random() < 0.15 else {key}),
                expected=chance.choice((20, 30, 50)),
                needs={"hearing_loop": 1} if chance.random() < 0.3 else {},
                phase=chance.choice((None, None, 1, 2, 3)),
                position=chance.choice(("for", "against", "neutral", "")),
                after=frozenset({chance.randrange(key)}) if key and chance.random() < 0.2 else frozenset(),
                is_for_everybody=chance.random() < 0.25,
            )
        )
    return Programme(rooms, sessions, tuple(people), (*fixed, *wanted))


def measure_placement(items: int, *, seed: int, tight: bool) -> None:
    """Place all items and print how long it took and what came of it."""
    programme = assembly(items, seed=seed, tight=tight)
    phases: list[tuple[float, str]] = []
    begun, worked = time.monotonic(), time.process_time()
    found = place(
        programme, seconds=MOST_SECONDS - 1, progress=lambda phase: phases.append((time.monotonic(), phase))
    )
    took, worked = time.monotonic() - begun, time.process_time() - worked
    plan = programme.with_places({each.item_key: each.place for each in found.placed})
    new = {clash.key for clash in clashes_of(plan)} - {clash.key for clash in clashes_of(programme)}
    ends = [moment for moment, _ in phases[1:]] + [begun + took]
    spent = ", ".join(f"{name} {end - start:.1f}" for (start, name), end in zip(phases, ends, strict=True))
    verdict = "" if took < MOST_SECONDS else f"   more than {MOST_SECONDS:.0f} s"
    print(
        f"  {items} items{', tight' if tight else ''} (seed {seed}): "
        f"{took:4.1f} s, {worked:.1f} s of one core ({spent}); "
        f"{len(found.placed)} placed, {'proven' if found.is_optimal else f'gap {found.gap:.3f}'}, "
        f"differences {sum(each.difference for each in found.balance)}, {len(new)} new clashes{verdict}"
    )
    for each in found.unplaced[:3]:
        print(f"    item {each.item_key}: {dict(Counter(reason.code for reason in each.reasons))}")


def measure_free_places() -> None:
    """Try one item at every place of a day with 60 items in four rooms."""
    rooms = tuple(Room(key, 1, 50) for key in range(4))
    day = SessionDay(1, DAY, DAY + timedelta(hours=8), 1, frozenset(range(4)))
    items = tuple(
        Item(
            key,
            "talk",
            timedelta(minutes=30),
            1,
            key % 4,
            DAY + timedelta(minutes=30 * (key // 4)),
            frozenset({key % 7}),
            phase=1,
        )
        for key in range(60)
    )
    item = Item(60, "talk", timedelta(minutes=30), people=frozenset({3}), phase=1)
    programme = Programme(rooms, (day,), tuple(Person(key) for key in range(7)), (*items, item))
    begun = time.process_time()
    tried = free_places(programme, item)
    took = time.process_time() - begun
    verdict = "" if took < MOST_TRIED else f"   more than {MOST_TRIED} s"
    print(f"  {len(tried)} places of a day tried in {took * 1000:.0f} ms{verdict}")
    begun = time.process_time()
    print(f"  {len(clashes_of(programme))} clashes found in {(time.process_time() - begun) * 1000:.0f} ms")


if __name__ == "__main__":
    measure_free_places()
    for number in (40, 60):
        for seed in (1, 2, 3):
            measure_placement(number, seed=seed, tight=seed == 3)
