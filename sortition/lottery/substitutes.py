"""Count who of the pool could take one particular seat while everybody else stays.

With n_q people of the panel in quota q, l_q ≤ n_q ≤ u_q wanted, person p can take the seat of s if for every quota

    dev_q(n_q − [s in q] + [p in q]) ≤ dev_q(n_q),    dev_q(n) = max(l_q − n, 0, n − u_q),

which of quotas that are met says that they stay met, and of others that they get no worse; if nobody else of the
panel lives with p; and if no group of a cap grows beyond its maximum or, where it is beyond it already, further.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sortition.lottery.instance import Cap, Instance, Person, Quota
from sortition.lottery.pool_types import Integers


@dataclass(frozen=True)
class PoolKinds:
    """Hold the pool by kinds: people alike in every quota and every group of a cap.

    features: shape (kinds, quotas), 1 where the kind counts for the quota. many: length kinds.
    groups: per kind, the group under each cap; "" for none. at_home: household → the kinds of its people.
    """

    quotas: tuple[Quota, ...]
    caps: tuple[Cap, ...]
    features: Integers
    many: Integers
    groups: tuple[tuple[str, ...], ...]
    at_home: Mapping[str, tuple[int, ...]]


def pool_kinds(instance: Instance, seated: Collection[str]) -> PoolKinds:
    """Count those of an instance who are not seated by their kinds."""
    on_panel = set(seated)
    numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    many: list[int] = []
    examples: list[Person] = []
    homes: dict[str, list[int]] = defaultdict(list)
    categories = instance.categories
    for person in instance.people:
        if person.id in on_panel:
            continue
        key = (tuple(person.values.get(c, "") for c in categories), _groups(instance.caps, person))
        number = numbers.setdefault(key, len(many))
        if number == len(many):
            many.append(0)
            examples.append(person)
        many[number] += 1
        if person.household:
            homes[person.household].append(number)
    return PoolKinds(
        instance.quotas,
        instance.caps,
        _features(instance.quotas, examples),
        np.array(many, dtype=np.int64),
        tuple(_groups(instance.caps, person) for person in examples),
        {home: tuple(found) for home, found in homes.items()},
    )


def count_substitutes(kinds: PoolKinds, seated: Sequence[Person]) -> dict[str, int]:
    """Return for each person of the panel how many of the pool could take exactly their seat."""
    if not seated:
        return {}
    held = _features(kinds.quotas, seated)
    clashes = _clashes_with_quotas(kinds, held) + _clashes_with_caps(kinds, seated)
    fits = clashes == 0
    homes = Counter(person.household for person in seated if person.household)
    free = kinds.many.copy()
    for home in homes:
        np.subtract.at(free, list(kinds.at_home.get(home, ())), 1)
    counts = free @ fits
    found = {}
    for place, person in enumerate(seated):
        # Whoever lives with a person can take their seat, if with nobody else's.
        home = person.household or ""
        own = kinds.at_home.get(home, ()) if homes[home] == 1 else ()
        found[person.id] = int(counts[place]) + sum(bool(fits[kind, place]) for kind in own)
    return found


def _features(quotas: Sequence[Quota], people: Sequence[Person]) -> Integers:
    rows = [[int(person.values.get(q.category) == q.value) for q in quotas] for person in people]
    return np.array(rows, dtype=np.int64).reshape(len(people), len(quotas))


def _groups(caps: Iterable[Cap], person: Person) -> tuple[str, ...]:
    return tuple(person.groups.get(cap.column) or "" for cap in caps)


def _clashes_with_quotas(kinds: PoolKinds, held: Integers) -> Integers:
    """Count, per kind and seat, the quotas that would be further from their bounds; shape (kinds, panel)."""
    low = np.array([quota.minimum for quota in kinds.quotas], dtype=np.int64)
    high = np.array([quota.maximum for quota in kinds.quotas], dtype=np.int64)
    now = held.sum(axis=0)
    one_more = (now + 1 > high).astype(np.int64)
    one_less = (now - 1 < low).astype(np.int64)
    gained = kinds.features @ ((1 - held) * one_more).T
    lost = (1 - kinds.features) @ (held * one_less).T
    return np.asarray(gained + lost)


def _clashes_with_caps(kinds: PoolKinds, seated: Sequence[Person]) -> Integers:
    """Count, per kind and seat, the caps whose group is full without the one who leaves; shape (kinds, panel)."""
    clashes = np.zeros((len(kinds.many), len(seated)), dtype=np.int64)
    for number, cap in enumerate(kinds.caps):
        own = [_groups((cap,), person)[0] for person in seated]
        sizes = Counter(group for group in own if group)
        full = {group: code for code, group in enumerate(sizes, start=1) if sizes[group] >= cap.maximum}
        if not full:
            continue
        theirs = np.array([full.get(groups[number], 0) for groups in kinds.groups], dtype=np.int64)
        ours = np.array([full.get(group, 0) for group in own], dtype=np.int64)
        clashes += (theirs[:, None] > 0) & (theirs[:, None] != ours[None, :])
    return clashes
