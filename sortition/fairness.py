"""Say how fair a lottery is: figures for the report, counted from the frozen problem and the chances.

Pure: no database, no solver. Chances are probabilities between 0 and 1; n people, k seats, equal share k/n.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sortition.lottery import Instance, Person, Quota

SAME = 1e-6
"""Chances nearer than this count as the same: explicit lotteries keep chances to 1e-6."""

LOW = 0.5
"""A chance under this part of the equal share is called very low."""


@dataclass(frozen=True)
class Spread:
    """How chances are spread over people.

    gini: 0 where all are equal, towards 1 where few have everything.
    """

    people: int
    seats: int
    lowest: float
    at_lowest: int
    median: float
    highest: float
    at_highest: int
    gini: float

    @property
    def equal_share(self) -> float:
        """The chance that everybody would have in a draw without quotas."""
        return min(1.0, self.seats / self.people)


@dataclass(frozen=True)
class ValueFigures:
    """One value of a category: its quota, and how pool, lottery and panel stand to it.

    expected: seats on average over the lottery (the sum of its people's chances).
    share: per cent of the population, if known. Chances are None where the pool has nobody.
    """

    value: str
    minimum: int
    maximum: int
    share: float | None
    pool: int
    expected: float
    panel: int
    lowest: float | None
    mean: float | None
    highest: float | None

    @property
    def is_met(self) -> bool:
        """Whether the panel keeps the quota."""
        return self.minimum <= self.panel <= self.maximum

    @property
    def is_full(self) -> bool:
        """Whether every panel of the lottery uses up the maximum: a bound that holds its people back."""
        return self.pool > 0 and self.expected >= self.maximum - SAME * max(1, self.maximum)

    @property
    def room(self) -> float:
        """Seats at most for each volunteer of this value."""
        return self.maximum / self.pool if self.pool else float("inf")


@dataclass(frozen=True)
class CategoryFigures:
    """One category with its values in the order of the quotas."""

    category: str
    values: tuple[ValueFigures, ...]


@dataclass(frozen=True)
class Kind:
    """People alike in every category whose chance is very low, and the quota that holds them back.

    cause: (category, value) of their tightest full maximum; None where no single one is.
    is_household: each of them shares a home whose one seat is as good as taken; then no quota is named.
    """

    values: tuple[tuple[str, str], ...]
    people: int
    lowest: float
    highest: float
    cause: tuple[str, str] | None
    cause_pool: int = 0
    cause_maximum: int = 0
    is_household: bool = False


@dataclass(frozen=True)
class Households:
    """How many households the pool has, and how many people share one with somebody else of the pool."""

    number: int
    sharing: int


@dataclass(frozen=True)
class CapFigures:
    """A cap per group, and how many people of the fullest group sit on the panel."""

    column: str
    maximum: int
    most: int


@dataclass(frozen=True)
class FairnessReport:
    """Everything the report shows, in figures."""

    spread: Spread
    households: Households
    categories: tuple[CategoryFigures, ...]
    low: tuple[Kind, ...]
    caps: tuple[CapFigures, ...] = ()

    @property
    def low_people(self) -> int:
        """How many people have a very low chance."""
        return sum(kind.people for kind in self.low)

    @property
    def quotas_met(self) -> int:
        """How many quotas the panel keeps."""
        return sum(value.is_met for category in self.categories for value in category.values)

    @property
    def quotas(self) -> int:
        """How many quotas there are."""
        return sum(len(category.values) for category in self.categories)


def fairness_report(
    instance: Instance,
    chances: Mapping[str, float],
    panel: Sequence[str],
    shares: Mapping[tuple[str, str], float],
) -> FairnessReport:
    """Count everything the report shows."""
    categories = category_figures(instance, chances, panel, shares)
    return FairnessReport(
        spread=spread([chances[person.id] for person in instance.people], instance.seats),
        households=_households(instance.people),
        categories=categories,
        low=_kinds_with_low_chance(instance, chances, categories),
        caps=cap_figures(instance, panel),
    )


def cap_figures(instance: Instance, panel: Iterable[str]) -> tuple[CapFigures, ...]:
    """Count for each cap the people of its fullest group on the panel."""
    on_panel = set(panel)
    seated = [person for person in instance.people if person.id in on_panel]
    return tuple(
        CapFigures(
            cap.column,
            cap.maximum,
            max(
                Counter(
                    person.groups[cap.column] for person in seated if cap.column in person.groups
                ).values(),
                default=0,
            ),
        )
        for cap in instance.caps
    )


def spread(chances: Sequence[float], seats: int) -> Spread:
    """Give lowest, median and highest chance and the Gini coefficient of `chances` (at least one)."""
    ordered = sorted(chances)
    n = len(ordered)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    lowest, highest = ordered[0], ordered[-1]
    return Spread(
        people=n,
        seats=seats,
        lowest=lowest,
        at_lowest=sum(p <= lowest + SAME for p in ordered),
        median=middle,
        highest=highest,
        at_highest=sum(p >= highest - SAME for p in ordered),
        gini=gini(ordered),
    )


def gini(ordered: Sequence[float]) -> float:
    """Give the Gini coefficient Σ (2i − n − 1) p_i / (n Σ p) of ascending chances; 0 where all are 0."""
    n, total = len(ordered), sum(ordered)
    if total <= 0:
        return 0.0
    weighted = sum((2 * i - n - 1) * p for i, p in enumerate(ordered, start=1))
    return max(0.0, weighted / (n * total))


def category_figures(
    instance: Instance,
    chances: Mapping[str, float],
    panel: Iterable[str],
    shares: Mapping[tuple[str, str], float],
) -> tuple[CategoryFigures, ...]:
    """Count every value of every category in pool, lottery and panel."""
    by_value: dict[tuple[str, str], list[float]] = {}
    seated: Counter[tuple[str, str]] = Counter()
    on_panel = set(panel)
    for person in instance.people:
        for item in person.values.items():
            by_value.setdefault(item, []).append(chances.get(person.id, 0.0))
            seated[item] += person.id in on_panel
    return tuple(
        CategoryFigures(
            name,
            tuple(
                _value_figures(quota, by_value, seated, shares)
                for quota in instance.quotas
                if quota.category == name
            ),
        )
        for name in instance.categories
    )


def _value_figures(
    quota: Quota,
    by_value: Mapping[tuple[str, str], list[float]],
    seated: Mapping[tuple[str, str], int],
    shares: Mapping[tuple[str, str], float],
) -> ValueFigures:
    key = (quota.category, quota.value)
    found = by_value.get(key, [])
    return ValueFigures(
        value=quota.value,
        minimum=quota.minimum,
        maximum=quota.maximum,
        share=shares.get(key),
        pool=len(found),
        expected=sum(found),
        panel=seated.get(key, 0),
        lowest=min(found, default=None),
        mean=sum(found) / len(found) if found else None,
        highest=max(found, default=None),
    )


def _households(people: Sequence[Person]) -> Households:
    sizes = Counter(person.household for person in people if person.household is not None)
    alone = sum(person.household is None for person in people)
    return Households(len(sizes) + alone, sum(size for size in sizes.values() if size > 1))


def _kinds_with_low_chance(
    instance: Instance, chances: Mapping[str, float], categories: Sequence[CategoryFigures]
) -> tuple[Kind, ...]:
    """Group people with a chance under half the equal share by their values, the lowest first."""
    limit = LOW * instance.seats / len(instance.people) - SAME
    figures = {(c.category, v.value): v for c in categories for v in c.values}
    homes: dict[str, float] = {}
    for person in instance.people:
        if person.household is not None:
            homes[person.household] = homes.get(person.household, 0.0) + chances[person.id]
    groups: dict[tuple[tuple[str, str], ...], list[Person]] = {}
    for person in instance.people:
        if chances[person.id] < limit:
            values = tuple((name, person.values[name]) for name in instance.categories)
            groups.setdefault(values, []).append(person)
    kinds = [_kind(values, found, chances, figures, homes) for values, found in groups.items()]
    return tuple(sorted(kinds, key=lambda kind: (kind.lowest, -kind.people, kind.values)))


def _kind(
    values: tuple[tuple[str, str], ...],
    people: Sequence[Person],
    chances: Mapping[str, float],
    figures: Mapping[tuple[str, str], ValueFigures],
    homes: Mapping[str, float],
) -> Kind:
    found = [chances[person.id] for person in people]
    # A household gives at most one person: where its chances add up to 1, a housemate's seat is what stands in the way.
    is_household = all(
        person.household is not None and homes[person.household] >= 1 - SAME for person in people
    )
    full = [(figures[item].room, item) for item in values if figures[item].is_full]
    cause = min(full)[1] if full and not is_household else None
    return Kind(
        values=values,
        people=len(found),
        lowest=min(found),
        highest=max(found),
        cause=cause,
        cause_pool=figures[cause].pool if cause else 0,
        cause_maximum=figures[cause].maximum if cause else 0,
        is_household=is_household,
    )
