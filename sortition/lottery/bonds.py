"""Check panels of people against what binds particular people: fixed, together, apart, caps. No solver."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sortition.lottery.instance import Instance
from sortition.lottery.pool_types import Integers


def broken_bonds(instance: Instance, positions: Integers) -> dict[str, int]:
    """Count, for each sort of bond that the instance has, how often a panel breaks one.

    positions: shape (panels, k), the people of each panel as positions in the pool.
    """
    place = {person.id: number for number, person in enumerate(instance.people)}

    def seated(ids: Iterable[str]) -> Integers:
        members = [place[identifier] for identifier in ids]
        return np.asarray(np.isin(positions, members).sum(axis=1), dtype=np.int64)

    broken = {}
    if instance.fixed:
        broken["fixed"] = int((seated(instance.fixed) < len(instance.fixed)).sum())
    if instance.together:
        counts = [(seated(group), len(group)) for group in instance.together]
        broken["together"] = sum(int(((count > 0) & (count < many)).sum()) for count, many in counts)
    if instance.apart:
        broken["apart"] = sum(int((seated(group) > 1).sum()) for group in instance.apart)
    for cap in instance.caps:
        groups: dict[str, list[str]] = {}
        for person in instance.people:
            if person.groups.get(cap.column):
                groups.setdefault(person.groups[cap.column], []).append(person.id)
        large = [ids for ids in groups.values() if len(ids) > cap.maximum]
        over = sum(int((seated(ids) > cap.maximum).sum()) for ids in large)
        broken["caps"] = broken.get("caps", 0) + over
    return broken
