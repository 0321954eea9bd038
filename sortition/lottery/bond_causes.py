"""Name what is wrong with fixed seats by counting alone."""

from __future__ import annotations

from collections import Counter, defaultdict

from sortition.lottery.instance import Instance, Person
from sortition.lottery.results import Cause


def bond_causes(instance: Instance) -> list[Cause]:
    """List how the fixed people contradict seats, quotas, households, caps, or that people sit apart."""
    named = set(instance.fixed)
    return causes_against_fixed(instance, [person for person in instance.people if person.id in named])


def causes_against_fixed(instance: Instance, fixed: list[Person]) -> list[Cause]:
    """List the same for any people who are to sit on every panel."""
    if not fixed:
        return []
    if len(fixed) > instance.seats:
        params: dict[str, str | int] = {"fixed": len(fixed), "seats": instance.seats}
        return [Cause("more_fixed_than_seats", params)]
    return [
        *_against_quotas(instance, fixed),
        *_against_households(fixed),
        *_against_apart(instance, {person.id for person in fixed}),
        *_against_caps(instance, fixed),
    ]


def _against_quotas(instance: Instance, fixed: list[Person]) -> list[Cause]:
    causes = []
    counts = Counter((c, person.values[c]) for person in fixed for c in instance.categories)
    for quota in instance.quotas:
        here = counts[quota.category, quota.value]
        if here > quota.maximum:
            params: dict[str, str | int] = {
                "category": quota.category,
                "value": quota.value,
                "maximum": quota.maximum,
                "fixed": here,
            }
            causes.append(Cause("fixed_exceed_maximum", params, ((quota.category, quota.value, "maximum"),)))
    for category in instance.categories:
        quotas = [quota for quota in instance.quotas if quota.category == category]
        minima = {quota.value: quota.minimum for quota in quotas}
        spare = sum(max(0, many - minima.get(v, 0)) for (c, v), many in counts.items() if c == category)
        total = sum(minima.values()) + spare
        if sum(minima.values()) <= instance.seats < total:
            params = {"category": category, "total": total, "seats": instance.seats}
            bounds = tuple((category, quota.value, "minimum") for quota in quotas if quota.minimum)
            causes.append(Cause("fixed_crowd_out_minima", params, bounds))
    return causes


def _against_households(fixed: list[Person]) -> list[Cause]:
    homes: dict[str, list[str]] = defaultdict(list)
    for person in fixed:
        if person.household:
            homes[person.household].append(person.id)
    return [Cause("fixed_share_household", {"ids": ", ".join(ids)}) for ids in homes.values() if len(ids) > 1]


def _against_apart(instance: Instance, named: set[str]) -> list[Cause]:
    both = [[identifier for identifier in group if identifier in named] for group in instance.apart]
    return [Cause("fixed_apart", {"ids": ", ".join(ids)}) for ids in both if len(ids) > 1]


def _against_caps(instance: Instance, fixed: list[Person]) -> list[Cause]:
    causes = []
    for cap in instance.caps:
        counts = Counter(person.groups[cap.column] for person in fixed if person.groups.get(cap.column))
        for group, many in sorted(counts.items()):
            if many > cap.maximum:
                params: dict[str, str | int] = {
                    "column": cap.column,
                    "group": group,
                    "maximum": cap.maximum,
                    "fixed": many,
                }
                causes.append(Cause("fixed_exceed_cap", params))
    return causes
