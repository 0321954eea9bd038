"""Reads of categories, values and quotas: the table as people see it, its version, who changed it last."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from assembly.models import Assembly
from sortition.models import Answer, Category, Crossing, SelectionRun, Value
from sortition.selectors.runs import binding_run, snapshot_of


def categories_of(assembly: Assembly) -> list[Category]:
    """Return the categories in order, each with its values."""
    return list(
        Category.objects.filter(assembly=assembly).prefetch_related(
            Prefetch("values", queryset=Value.objects.order_by("position", "pk")),
            Prefetch("crossings", queryset=Crossing.objects.order_by("pk").prefetch_related("quotas")),
            "grouping",
        )
    )


def targets_version(categories: Sequence[Category]) -> str:
    """Return a digest of everything on the targets page that somebody may change."""
    stored = [
        [
            category.pk,
            category.name,
            category.source,
            [
                [
                    value.pk,
                    value.name,
                    None if value.share is None else f"{value.share:.3f}",
                    value.minimum,
                    value.maximum,
                    value.minimum_flex,
                    value.maximum_flex,
                ]
                for value in category.values.all()
            ],
            *_rules(category),
        ]
        for category in categories
    ]
    return hashlib.sha256(json.dumps(stored).encode()).hexdigest()[:32]


def _rules(category: Category) -> list[object]:
    """Return the combinations that begin with a category and its cap; nothing where there are none."""
    crossed = [
        [
            crossing.second_id,
            [
                [q.first_value_id, q.second_value_id, q.minimum, q.maximum, q.minimum_flex, q.maximum_flex]
                for q in crossing.quotas.all()
            ],
        ]
        for crossing in category.crossings.all()
    ]
    cap = getattr(category, "grouping", None)
    return [crossed, None if cap is None else cap.maximum] if crossed or cap is not None else []


def values_with_answers(category: Category) -> set[int]:
    """Return the values of `category` that somebody's answer refers to."""
    return set(
        Answer.objects.filter(category=category, value__isnull=False)
        .values_list("value", flat=True)
        .distinct()
    )


def has_binding_run(assembly: Assembly) -> bool:
    """Whether a panel has been adopted, so that the quotas it was drawn for must stay as they are."""
    return SelectionRun.objects.filter(assembly=assembly, is_binding=True).exists()


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """How many people the pool has, and how many of them gave each value (by its key)."""

    size: int
    by_value: Mapping[int, int]
    answered: Mapping[int, int] | None = None
    """How many gave each value and have not withdrawn, whether they can be drawn or not."""


def pool_counts_when_drawn(assembly: Assembly, categories: Sequence[Category]) -> PoolCounts:
    """Return the counts of the pool that the adopted panel was drawn from; the panel has left today's."""
    run = binding_run(assembly)
    people = () if run is None else snapshot_of(run).instance.people
    given = Counter(pair for person in people for pair in person.values.items())
    return PoolCounts(
        len(people), {value.pk: given[c.name, value.name] for c in categories for value in c.values.all()}
    )
