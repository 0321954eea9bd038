"""Solve small problems by listing every panel: slow, plain, and independent of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from sortition.lottery import Instance, Person, Quota

RAISABLE = 1e-7
"""A chance counts as raisable if it can be raised by more than this: linprog is exact to about 1e-9."""


def all_panels(instance: Instance) -> list[tuple[int, ...]]:
    """List every panel as positions in the pool."""
    return [
        chosen
        for chosen in combinations(range(len(instance.people)), instance.seats)
        if is_panel(instance, chosen)
    ]


def is_panel(instance: Instance, chosen: tuple[int, ...]) -> bool:
    """Decide from the definition whether some people are a panel."""
    people = [instance.people[number] for number in chosen]
    homes = [person.household for person in people if person.household]
    if len(homes) != len(set(homes)) or not keeps_bonds(instance, people):
        return False
    return all(
        quota.minimum <= sum(p.values[quota.category] == quota.value for p in people) <= quota.maximum
        for quota in instance.quotas
    )


def keeps_bonds(instance: Instance, people: list[Person]) -> bool:
    """Decide from the definition whether people keep to what binds particular people."""
    sitting = {person.id for person in people}
    return (
        sitting.issuperset(instance.fixed)
        and all(len(sitting & set(group)) in {0, len(group)} for group in instance.together)
        and all(len(sitting & set(group)) <= 1 for group in instance.apart)
        and all(
            sum(person.groups.get(cap.column) == group for person in people) <= cap.maximum
            for cap in instance.caps
            for group in {person.groups[cap.column] for person in people if cap.column in person.groups}
        )
    )


def leximin_chances(
    panels: list[tuple[int, ...]], people: int, weights: Sequence[float] | None = None
) -> np.ndarray:
    """Give everybody's chance under leximin by one linear programme after another over all panels.

    weights: what chances are divided by before they are compared.


    A level's value is settled for exactly those who cannot be raised above it: whoever can is found by maximising
    the sum of raises until nothing can be raised any more.
    """
    seated = np.zeros((people, len(panels)))
    for column, panel in enumerate(panels):
        seated[list(panel), column] = 1.0
    claims = np.ones(people) if weights is None else np.array(weights)
    seated /= claims[:, np.newaxis]
    floor = np.zeros(people)
    open_people = np.ones(people, dtype=bool)
    while open_people.any():
        value = _best_level(seated, floor, open_people)
        held = _settled(seated, np.where(open_people, value, floor), open_people)
        floor[held] = value
        open_people[held] = False
    return np.asarray(floor * claims)


def _best_level(seated: np.ndarray, floor: np.ndarray, open_people: np.ndarray) -> float:
    panels = seated.shape[1]
    rows = np.hstack([-seated, open_people[:, np.newaxis].astype(float)])
    answer = linprog(
        np.append(np.zeros(panels), -1.0),
        A_ub=rows,
        b_ub=np.where(open_people, 0.0, -floor + 1e-12),
        A_eq=np.append(np.ones(panels), 0.0)[np.newaxis, :],
        b_eq=[1.0],
        bounds=[(0, None)] * panels + [(None, None)],
    )
    assert answer.status == 0
    return float(answer.x[-1])


def _settled(seated: np.ndarray, floor: np.ndarray, open_people: np.ndarray) -> np.ndarray:
    people, panels = seated.shape
    doubtful = open_people.copy()
    while True:
        raises = np.diag(doubtful.astype(float))
        answer = linprog(
            np.concatenate([np.zeros(panels), -doubtful.astype(float)]),
            A_ub=np.hstack([-seated, raises]),
            b_ub=-floor + 1e-10,
            A_eq=np.concatenate([np.ones(panels), np.zeros(people)])[np.newaxis, :],
            b_eq=[1.0],
            bounds=[(0, None)] * panels + [(0, None if doubtful[p] else 0) for p in range(people)],
        )
        assert answer.status == 0
        raised = doubtful & (answer.x[panels:] > RAISABLE)
        if not raised.any():
            return doubtful
        doubtful &= ~raised


def smallest_repair_cost(instance: Instance, bounds: list[tuple[int, str, int, float]]) -> float:
    """Try every way to widen the bounds; give the cost of the cheapest that leaves a panel, infinity if none does.

    bounds: (position of the quota, "minimum" | "maximum", the most it may give, cost per seat).
    """
    best = float("inf")
    for amounts in product(*(range(room + 1) for _, _, room, _ in bounds)):
        cost = sum(amount * each for amount, (_, _, _, each) in zip(amounts, bounds, strict=True))
        if cost < best and any(True for _ in _widened_panels(instance, bounds, amounts)):
            best = cost
    return best


def _widened_panels(
    instance: Instance, bounds: list[tuple[int, str, int, float]], amounts: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    quotas = list(instance.quotas)
    for (number, which, _, _), amount in zip(bounds, amounts, strict=True):
        old = quotas[number]
        low = old.minimum - amount if which == "minimum" else old.minimum
        high = old.maximum + amount if which == "maximum" else old.maximum
        quotas[number] = Quota(old.category, old.value, low, high)
    widened = Instance(instance.seats, tuple(quotas), instance.people)
    for chosen in combinations(range(len(instance.people)), instance.seats):
        if is_panel(widened, chosen):
            yield chosen


def seated_by(panels: list[tuple[int, ...]], people: int) -> np.ndarray:
    """Give who sits on which panel, shape (people, panels)."""
    seated = np.zeros((people, len(panels)))
    for column, panel in enumerate(panels):
        seated[list(panel), column] = 1.0
    return seated


def nash_excess(instance: Instance, panels: list[tuple[int, ...]], chances: np.ndarray) -> float:
    """Give by what share some panel has more of the weights w_i / p_i than Σ w_i; at the optimum none has.

    The product of chances, each to the power of its weight, is concave: it is at its highest exactly where no move
    towards any panel raises it.
    """
    weights = np.array([person.weight for person in instance.people])
    seated = seated_by(panels, len(weights))
    can_sit = seated.any(axis=1)
    assert (chances[~can_sit] == 0).all()
    assert (chances[can_sit] > 0).all()
    gains = (weights[can_sit] / chances[can_sit]) @ seated[can_sit]
    return float(gains.max() / weights[can_sit].sum() - 1.0)


def goldilocks_measure(instance: Instance, panels: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Give who counts, and what chances are divided by: the mean per weight of those who count."""
    weights = np.array([person.weight for person in instance.people])
    fixed = np.array([person.id in instance.fixed for person in instance.people])
    counted = seated_by(panels, len(weights)).any(axis=1) & ~fixed
    seats = instance.seats - len(instance.fixed)
    return counted, weights * (seats / weights[counted].sum()) if counted.any() else weights


def best_goldilocks(instance: Instance, panels: list[tuple[int, ...]], gamma: float) -> float:
    """Minimise highest + gamma / lowest by searching the lowest: for each one the best highest is linear."""
    counted, measure = goldilocks_measure(instance, panels)
    shares = (seated_by(panels, len(counted)) / measure[:, np.newaxis])[counted]
    many, count = shares.shape
    one = np.append(np.ones(count), 0.0)[np.newaxis, :]

    def solve(costs: np.ndarray, lowest: float | None) -> float | None:
        below = np.hstack([shares, np.full((many, 1), -1.0)])
        above = np.hstack([-shares, np.full((many, 1), 1.0 if lowest is None else 0.0)])
        free = np.zeros(many) if lowest is None else np.full(many, -lowest)
        rows, right = (
            (above, free) if lowest is None else (np.vstack([below, above]), np.append(np.zeros(many), free))
        )
        answer = linprog(
            costs, A_ub=rows, b_ub=right, A_eq=one, b_eq=[1.0], bounds=[(0, None)] * count + [(0, None)]
        )
        return float(answer.x[-1]) if answer.status == 0 else None

    most = solve(np.append(np.zeros(count), -1.0), None)
    assert most is not None

    def score(lowest: float) -> float:
        highest = solve(np.append(np.zeros(count), 1.0), lowest)
        return float("inf") if highest is None else highest + gamma / lowest

    low, high = 1e-6, most * (1.0 - 1e-10)
    while high - low > 1e-9:
        one_third, two_thirds = low + 0.382 * (high - low), low + 0.618 * (high - low)
        if score(one_third) <= score(two_thirds):
            high = two_thirds
        else:
            low = one_third
    return score((low + high) / 2)
