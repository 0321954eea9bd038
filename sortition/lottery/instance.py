"""Describe one selection problem: seats, quotas and people, checked when they are put together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sortition.lottery.errors import InvalidInstance, Param

CROSS = "×"
"""Joins the names of categories, and of their values, that are counted together: `age×gender`, `16-29×female`."""


@dataclass(frozen=True)
class Quota:
    """Ask for `minimum` to `maximum` seats for one value of one category.

    The flexible bounds never bind a panel; they only limit what a repair may propose.
    """

    category: str
    value: str
    minimum: int
    maximum: int
    minimum_flex: int | None = None
    maximum_flex: int | None = None


@dataclass(frozen=True)
class Person:
    """Stand for one respondent: an id, a value per category, and a household if known.

    groups: per column that a cap names, the group the person belongs to; none where there is none.
    weight: the claim to a seat. Chances are compared per unit of it: at weight 2 a chance of 10 % counts as 5 %.
    """

    id: str
    values: Mapping[str, str]
    household: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0


@dataclass(frozen=True)
class Cap:
    """Allow at most `maximum` people of any one group of a column, an organisation say, on a panel."""

    column: str
    maximum: int


@dataclass(frozen=True)
class Instance:
    """Hold a whole problem; constructing it checks that it is well formed.

    A quota's category may cross others, `age×gender`: it then counts people by their values of both. Values that
    no quota of a crossed category names are free. People are completed by their crossed values.

    fixed: ids of people who sit on every panel.
    together: groups of ids; of each group all sit on a panel or nobody.
    apart: groups of ids; of each group at most one person sits on a panel.
    caps: how many of one group of a column may sit on a panel.

    Raises:
        InvalidInstance: with one of the codes seats_below_one, no_quotas, no_people, negative_minimum,
            minimum_above_maximum, contradictory_flexible_bounds, duplicate_quota, duplicate_id,
            missing_value, unknown_value, crossed_value_parts, weight_not_positive, unknown_person,
            bond_of_one, cap_below_one, duplicate_cap.
    """

    seats: int
    quotas: tuple[Quota, ...]
    people: tuple[Person, ...]
    fixed: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    caps: tuple[Cap, ...] = ()

    def __post_init__(self) -> None:
        for name in ("quotas", "people", "caps"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "fixed", tuple(dict.fromkeys(self.fixed)))
        for name in ("together", "apart"):
            groups = tuple(tuple(dict.fromkeys(group)) for group in getattr(self, name))
            object.__setattr__(self, name, groups)
        if self.seats < 1:
            raise InvalidInstance("seats_below_one", {"seats": self.seats})
        if not self.people:
            raise InvalidInstance("no_people")
        check_quotas(self.quotas)
        _check_people(self)
        object.__setattr__(self, "people", _with_crossed_values(self))
        _check_bonds(self)

    @property
    def categories(self) -> tuple[str, ...]:
        """Name the categories in the order of their first quota."""
        return tuple(dict.fromkeys(quota.category for quota in self.quotas))

    @cached_property
    def crossed(self) -> Mapping[str, tuple[str, ...]]:
        """Name the categories that cross others, each with its parts."""
        return crossed_categories(self.categories, self.people[0].values)

    @property
    def has_bonds(self) -> bool:
        """Say whether anything but quotas and households binds particular people."""
        return bool(self.fixed or self.together or self.apart or self.caps)


def crossed_categories(categories: Iterable[str], known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Pick out the categories made of several known ones, such as `age×gender`, each with its parts."""
    columns = set(known)
    found = {}
    for category in categories:
        parts = split_crossed(category)
        if len(parts) > 1 and columns.issuperset(parts):
            found[category] = parts
    return found


def check_quotas(quotas: tuple[Quota, ...]) -> None:
    """Refuse quotas that no pool could make sense of.

    Raises:
        InvalidInstance: as for `Instance`.
    """
    if not quotas:
        raise InvalidInstance("no_quotas")
    seen = set()
    for quota in quotas:
        where = {"category": quota.category, "value": quota.value}
        if (quota.category, quota.value) in seen:
            raise InvalidInstance("duplicate_quota", where)
        seen.add((quota.category, quota.value))
        check_bounds(quota)


def check_bounds(quota: Quota) -> None:
    """Refuse a single quota whose bounds contradict each other.

    Raises:
        InvalidInstance: negative_minimum, minimum_above_maximum or contradictory_flexible_bounds.
    """
    where: dict[str, Param] = {
        "category": quota.category,
        "value": quota.value,
        "minimum": quota.minimum,
        "maximum": quota.maximum,
    }
    if quota.minimum < 0:
        raise InvalidInstance("negative_minimum", where)
    if quota.minimum > quota.maximum:
        raise InvalidInstance("minimum_above_maximum", where)
    low, high = quota.minimum_flex, quota.maximum_flex
    if (low is not None and not 0 <= low <= quota.minimum) or (high is not None and high < quota.maximum):
        flex = {"minimum_flex": low, "maximum_flex": high}
        raise InvalidInstance("contradictory_flexible_bounds", where | flex)


def _with_crossed_values(instance: Instance) -> tuple[Person, ...]:
    """Complete people by their values of crossed categories, spelled as the quotas spell them."""
    if not instance.crossed:
        return instance.people
    spelled = {
        (q.category, split_crossed(q.value)): q.value
        for q in instance.quotas
        if q.category in instance.crossed
    }
    completed = []
    for person in instance.people:
        values = dict(person.values)
        for category, parts in instance.crossed.items():
            own = tuple(person.values[part] for part in parts)
            values[category] = spelled.get((category, own), CROSS.join(own))
        completed.append(replace(person, values=values))
    return tuple(completed)


def split_crossed(name: str) -> tuple[str, ...]:
    """Take the name of a crossed category or value apart."""
    return tuple(part.strip() for part in name.split(CROSS))


def _check_crossed(instance: Instance) -> None:
    seen = set()
    for quota in instance.quotas:
        if quota.category not in instance.crossed:
            continue
        parts = split_crossed(quota.value)
        where = {"category": quota.category, "value": quota.value}
        if len(parts) != len(instance.crossed[quota.category]):
            raise InvalidInstance("crossed_value_parts", where)
        if (quota.category, parts) in seen:
            raise InvalidInstance("duplicate_quota", where)
        seen.add((quota.category, parts))


def _check_people(instance: Instance) -> None:
    _check_crossed(instance)
    allowed: dict[str, set[str]] = {}
    for quota in instance.quotas:
        if quota.category not in instance.crossed:
            allowed.setdefault(quota.category, set()).add(quota.value)
    needed = dict.fromkeys([*allowed, *(part for parts in instance.crossed.values() for part in parts)])
    ids = set()
    for person in instance.people:
        if person.id in ids:
            raise InvalidInstance("duplicate_id", {"id": person.id})
        ids.add(person.id)
        if not (person.weight > 0 and math.isfinite(person.weight)):
            raise InvalidInstance("weight_not_positive", {"id": person.id, "weight": person.weight})
        for category in needed:
            value = person.values.get(category)
            if value is None or value == "":
                raise InvalidInstance("missing_value", {"id": person.id, "category": category})
            if category in allowed and value not in allowed[category]:
                where = {"id": person.id, "category": category, "value": value}
                raise InvalidInstance("unknown_value", where)


def _check_bonds(instance: Instance) -> None:
    if not instance.has_bonds:
        return
    ids = {person.id for person in instance.people}
    bonds = [("fixed", instance.fixed)]
    bonds += [("together", group) for group in instance.together] + [
        ("apart", group) for group in instance.apart
    ]
    for bond, named in bonds:
        for identifier in named:
            if identifier not in ids:
                raise InvalidInstance("unknown_person", {"id": identifier, "list": bond})
        if bond != "fixed" and len(named) < 2:
            where: dict[str, Param] = {"id": named[0] if named else None, "list": bond}
            raise InvalidInstance("bond_of_one", where)
    columns = set()
    for cap in instance.caps:
        if cap.maximum < 1:
            raise InvalidInstance("cap_below_one", {"column": cap.column, "maximum": cap.maximum})
        if cap.column in columns:
            raise InvalidInstance("duplicate_cap", {"column": cap.column})
        columns.add(cap.column)
