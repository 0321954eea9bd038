"""Rows of a file of targets that speak of combinations (`Age×Gender`), and categories whose names are unlike ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from sortition.errors import ImpossibleQuota
from sortition.lottery.instance import CROSS, split_crossed
from sortition.models import Category
from sortition.quota_files import TargetRow
from sortition.reading.cells import fold

ALIKE = 80
"""From this likeness of two names, in per cent, a person is asked whether they mean the same category."""


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """The quota of one combination as the file gives it, by the names of its two values."""

    first: str
    second: str
    row: TargetRow


@dataclass(frozen=True, slots=True)
class CrossedPlan:
    """What a file says of two categories counted together; combinations that it does not name become free."""

    first: str
    second: str
    rows: tuple[CrossedRow, ...]

    def __str__(self) -> str:
        return f"{self.first} {CROSS} {self.second}"


def plan_crossings(
    categories: Sequence[Category], rows: Sequence[TargetRow]
) -> tuple[list[TargetRow], list[CrossedPlan]]:
    """Part the rows of single values from those of combinations, and leave out combinations that stand as they are.

    Raises:
        ImpossibleQuota: a combination names a value that neither the file nor the assembly has, or has no quota.
    """
    values: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for category in categories:
        names[fold(category.name)] = category.name
        values[fold(category.name)] = {fold(value.name): value.name for value in category.values.all()}
    for row in rows:
        names.setdefault(fold(row.category), row.category)
        values.setdefault(fold(row.category), {}).setdefault(fold(row.value), row.value)
    single: list[TargetRow] = []
    crossed: dict[tuple[str, str], list[CrossedRow]] = {}
    for row in rows:
        pair = tuple(fold(part) for part in split_crossed(row.category))
        if len(pair) != 2 or not set(pair) <= set(names):
            single.append(row)
            continue
        first, second = pair
        crossed.setdefault((names[first], names[second]), []).append(
            _crossed_row(row, values[first], values[second])
        )
    stands = _standing(categories)
    plans = [CrossedPlan(*pair, tuple(of_pair)) for pair, of_pair in crossed.items()]
    return single, [plan for plan in plans if stands.get((plan.first, plan.second)) != _figures(plan)]


def _crossed_row(row: TargetRow, firsts: Mapping[str, str], seconds: Mapping[str, str]) -> CrossedRow:
    parts = [fold(part) for part in split_crossed(row.value)]
    if len(parts) != 2 or parts[0] not in firsts or parts[1] not in seconds:
        raise ImpossibleQuota(
            _("Row %(row)s: “%(value)s” names no combination of two values that there are.")
            % {"row": row.row, "value": row.value},
            code="unknown_combination",
        )
    if row.minimum is None or row.maximum is None:
        raise ImpossibleQuota(
            _("Row %(row)s: a combination needs a minimum and a maximum.") % {"row": row.row},
            code="half_a_quota",
        )
    return CrossedRow(firsts[parts[0]], seconds[parts[1]], row)


Figures = dict[tuple[str, str], tuple[int | None, ...]]


def _figures(plan: CrossedPlan) -> Figures:
    return {
        (each.first, each.second): (
            each.row.minimum,
            each.row.maximum,
            each.row.minimum_flex,
            each.row.maximum_flex,
        )
        for each in plan.rows
    }


def _standing(categories: Sequence[Category]) -> dict[tuple[str, str], Figures]:
    by_pk = {category.pk: category.name for category in categories}
    names = {value.pk: value.name for category in categories for value in category.values.all()}
    # The name of the way back is the other model's, which the type checker sees only sometimes.
    with_crossings: Sequence[Any] = categories
    return {
        (by_pk[crossing.first_id], by_pk[crossing.second_id]): {
            (names[q.first_value_id], names[q.second_value_id]): (
                q.minimum,
                q.maximum,
                q.minimum_flex,
                q.maximum_flex,
            )
            for q in crossing.quotas.all()
        }
        for category in with_crossings
        for crossing in category.crossings.all()
    }


@dataclass(frozen=True, slots=True)
class UnlikeName:
    """A category of the file that the assembly lacks, and the category that it may well be."""

    name: str
    guess: Category
    others: tuple[Category, ...]


def unlike_names(categories: Sequence[Category], rows: Sequence[TargetRow]) -> list[UnlikeName]:
    """Return the file's categories that look like one the assembly has under another name.

    Alike are names of which one holds the other's words, and categories that share half of their values. Categories
    that the file names itself are no candidates.
    """
    by_name: dict[str, list[TargetRow]] = {}
    for row in rows:
        if CROSS not in row.category:
            by_name.setdefault(fold(row.category), []).append(row)
    free = [category for category in categories if fold(category.name) not in by_name]
    known = {fold(category.name) for category in categories}
    found = []
    for folded, of_category in by_name.items():
        if folded in known:
            continue
        scored = [(_likeness(category, of_category), -at, category) for at, category in enumerate(free)]
        best = max(scored, default=None, key=lambda each: each[:2])
        if best and best[0] >= ALIKE:
            found.append(UnlikeName(of_category[0].category, best[2], tuple(free)))
    return found


def _likeness(category: Category, rows: Sequence[TargetRow]) -> float:
    ours = {fold(value.name) for value in category.values.all()}
    shared = len(ours & {fold(row.value) for row in rows})
    by_name = fuzz.token_set_ratio(fold(category.name), fold(rows[0].category))
    return max(by_name, 100.0 if 2 * shared >= max(len(rows), 1) else 0.0)


def renamed(rows: Sequence[TargetRow], names: Mapping[str, str]) -> list[TargetRow]:
    """Return the rows with categories called as the assembly calls them; `names` by the file's folded name."""

    def ours(category: str) -> str:
        if fold(category) in names:
            return names[fold(category)]
        parts = split_crossed(category)
        return CROSS.join(names.get(fold(part), part) for part in parts) if len(parts) > 1 else category

    return [replace(row, category=ours(row.category)) for row in rows]
