"""What the steps of an import read: the file's rows, what was decided, what the assembly knows."""

import pandas as pd

from assembly.models import Assembly, AuditEvent
from sortition.models import Category, Derivation, ImportMemory, PoolImport
from sortition.reading.decisions import Decisions
from sortition.reading.derived import Rule
from sortition.reading.fields import KnownCategory
from sortition.reading.stored import frame_from_csv


def known_categories(assembly: Assembly) -> list[KnownCategory]:
    """Return the assembly's categories with their values, as the reading of files needs them."""
    return [
        KnownCategory(category.pk, category.name, {value.name: value.pk for value in category.values.all()})
        for category in Category.objects.filter(assembly=assembly).prefetch_related("values")
    ]


def known_rules(assembly: Assembly, categories: list[KnownCategory]) -> dict[int, Rule]:
    """Return category pk → how it is worked out, for the categories that have a rule."""
    by_pk = {category.pk: category for category in categories}
    rules = {}
    for derivation in Derivation.objects.filter(category__assembly=assembly):
        category = by_pk[derivation.category_id]
        names = {pk: name for name, pk in category.values.items()}
        prefixes = {prefix: names[pk] for prefix, pk in derivation.prefixes.items() if pk in names}
        rules[category.pk] = Rule(category, derivation.kind, derivation.on, prefixes)
    return rules


def import_frame(pool_import: PoolImport) -> pd.DataFrame:
    """Return the rows of an import as text."""
    with pool_import.rows.open("rb") as file:
        return frame_from_csv(file, pool_import.reading["columns"])


def import_decisions(pool_import: PoolImport) -> Decisions:
    """Return what was decided about an import so far, the columns in the order of the file.

    PostgreSQL keeps the keys of JSON in an order of its own.
    """
    headings = [name for name in pool_import.reading["columns"] if name in pool_import.columns]
    categories = known_categories(pool_import.assembly)
    rules = known_rules(pool_import.assembly, categories)
    derived = [
        (pool_import.derived[str(pk)], rule)
        for pk, rule in rules.items()
        if pool_import.derived.get(str(pk)) in pool_import.columns
    ]
    return Decisions(
        {name: pool_import.columns[name] for name in headings},
        pool_import.values,
        pool_import.declarations,
        categories,
        derived,
    )


def import_memory(assembly: Assembly) -> ImportMemory:
    """Return what the assembly's imports have taught; an empty memory, not stored, before the first."""
    found = ImportMemory.objects.select_related("learnt_from").filter(assembly=assembly).first()
    return found or ImportMemory(assembly=assembly)


def record_version(assembly: Assembly) -> int:
    """Return the last entry of the record: every write leaves one, so equal versions mean that nothing changed."""
    last = AuditEvent.objects.filter(assembly=assembly).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
