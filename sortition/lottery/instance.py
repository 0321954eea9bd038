"""Describe one selection problem: seats, quotas and people, checked when they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sortition.lottery.errors import InvalidInstance


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
    """Stand for one respondent: an id, a value per category, and a household if known."""

    id: str
    values: Mapping[str, str]
    household: str | None = None


@dataclass(frozen=True)
class Instance:
    """Hold a whole problem; constructing it checks that it is well formed.

    Raises:
        InvalidInstance: with one of the codes seats_below_one, no_quotas, no_people, negative_minimum,
            minimum_above_maximum, contradictory_flexible_bounds, duplicate_quota, duplicate_id,
            missing_value, unknown_value.
    """

    seats: int
    quotas: tuple[Quota, ...]
    people: tuple[Person, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "quotas", tuple(self.quotas))
        object.__setattr__(self, "people", tuple(self.people))
        if self.seats < 1:
            raise InvalidInstance("seats_below_one", {"seats": self.seats})
        if not self.people:
            raise InvalidInstance("no_people")
        check_quotas(self.quotas)
        _check_people(self.people, self.quotas)

    @property
    def categories(self) -> tuple[str, ...]:
        """Name the categories in the order of their first quota."""
        return tuple(dict.fromkeys(quota.category for quota in self.quotas))


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
    where: dict[str, str | int | float | None] = {
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


def _check_people(people: tuple[Person, ...], quotas: tuple[Quota, ...]) -> None:
    allowed: dict[str, set[str]] = {}
    for quota in quotas:
        allowed.setdefault(quota.category, set()).add(quota.value)
    ids = set()
    for person in people:
        if person.id in ids:
            raise InvalidInstance("duplicate_id", {"id": person.id})
        ids.add(person.id)
        for category, values in allowed.items():
            value = person.values.get(category)
            where = {"id": person.id, "category": category}
            if value is None or value == "":
                raise InvalidInstance("missing_value", where)
            if value not in values:
                raise InvalidInstance("unknown_value", where | {"value": value})
