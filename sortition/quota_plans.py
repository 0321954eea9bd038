"""Compare a file of targets with what stands: what would be added, changed, removed. Reads only what it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sortition.models import Category, Value
from sortition.quota_files import FIELDS, TargetRow
from sortition.quota_plans_crossed import CrossedPlan, plan_crossings
from sortition.reading.cells import fold


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One figure or name of a value that would change."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """What people call the figure."""
        return {
            "share": _("share"),
            "minimum": _("minimum"),
            "maximum": _("maximum"),
            "minimum_flex": _("flexible minimum"),
            "maximum_flex": _("flexible maximum"),
        }[self.field]

    @property
    def was(self) -> str:
        """Write what stands."""
        return _figure(self.before)

    @property
    def becomes(self) -> str:
        """Write what the file has."""
        return _figure(self.after)


def _figure(value: int | Decimal | None) -> str:
    """Write a figure without the zeros that the database adds to shares."""
    if value is None:
        return "–"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that stands and would change."""

    value: Value
    row: TargetRow
    changes: tuple[FieldChange, ...]


@dataclass(slots=True)
class TargetsPlan:
    """What an import would do. Categories that the file does not name stay, unless they are to be removed."""

    added_categories: list[str] = field(default_factory=list)
    added: list[TargetRow] = field(default_factory=list)
    changed: list[ValueChange] = field(default_factory=list)
    unchanged: list[Value] = field(default_factory=list)
    removed: list[Value] = field(default_factory=list)
    removed_categories: list[Category] = field(default_factory=list)
    crossed: list[CrossedPlan] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether everything stands already as the file has it."""
        return not (self.added or self.changed or self.removed or self.removed_categories or self.crossed)

    def counts(self) -> dict[str, int]:
        """Return the figures for the record and the messages."""
        return {
            "categories_added": len(self.added_categories),
            "values_added": len(self.added),
            "values_changed": len(self.changed),
            "values_unchanged": len(self.unchanged),
            "values_removed": len(self.removed),
            "categories_removed": len(self.removed_categories),
        } | ({"combinations": sum(len(each.rows) for each in self.crossed)} if self.crossed else {})


def plan_import(
    categories: Sequence[Category],
    rows: Sequence[TargetRow],
    fields: Sequence[str],
    *,
    remove_missing: bool,
) -> TargetsPlan:
    """Compare `rows` with `categories`; names are the same whatever their case and spacing.

    fields: the figures that the file has columns for; others are left as they stand.
    remove_missing: whether categories that the file does not name go. Values missing from a category that it names
        always go.

    Raises:
        ImpossibleQuota: see `plan_crossings`.
    """
    rows, crossed = plan_crossings(categories, rows)
    plan = TargetsPlan(crossed=crossed)
    stands = {fold(category.name): category for category in categories}
    named: dict[str, list[TargetRow]] = {}
    for row in rows:
        named.setdefault(fold(row.category), []).append(row)
    for key, of_category in named.items():
        if key not in stands:
            plan.added_categories.append(of_category[0].category)
            plan.added += of_category
        else:
            _compare(plan, stands[key], of_category, fields)
    if remove_missing:
        plan.removed_categories = [category for key, category in stands.items() if key not in named]
    return plan


def _compare(plan: TargetsPlan, category: Category, rows: Sequence[TargetRow], fields: Sequence[str]) -> None:
    values: Mapping[str, Value] = {fold(value.name): value for value in category.values.all()}
    for row in rows:
        value = values.get(fold(row.value))
        if value is None:
            plan.added.append(row)
            continue
        if changes := _changes(value, row, fields):
            plan.changed.append(ValueChange(value, row, changes))
        else:
            plan.unchanged.append(value)
    in_file = {fold(row.value) for row in rows}
    plan.removed += [value for key, value in values.items() if key not in in_file]


def _changes(value: Value, row: TargetRow, fields: Sequence[str]) -> tuple[FieldChange, ...]:
    """List the figures that would change. Stored flexible bounds that contradict the file's quota would go."""
    wanted = {name: getattr(row if name in fields else value, name) for name in FIELDS}
    low, high = wanted["minimum"], wanted["maximum"]
    if wanted["minimum_flex"] is not None and (low is None or wanted["minimum_flex"] > low):
        wanted["minimum_flex"] = None
    if wanted["maximum_flex"] is not None and (high is None or wanted["maximum_flex"] < high):
        wanted["maximum_flex"] = None
    return tuple(
        FieldChange(name, getattr(value, name), wanted[name])
        for name in FIELDS
        if getattr(value, name) != wanted[name]
    )
