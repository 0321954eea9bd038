"""What an assembly remembers of its files, as a page shows it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.enums import Channel
from sortition.models import Answer, ImportMemory
from sortition.reading.cells import MONTH_FIRST, fold
from sortition.reading.decisions import BLANK, NO, YES
from sortition.reading.fields import BY_NAME, CHANNEL, FLAG, KnownCategory
from sortition.selectors.imports import import_memory, known_categories


@dataclass(frozen=True, slots=True)
class Mapping:
    """One remembered spelling: what it becomes as stored and in words, and how many people wrote it (None: unknown)."""

    text: str
    becomes: str
    words: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """The spellings of one category or field, with the choices that there are."""

    key: str
    label: str
    options: list[tuple[str, str]]
    mappings: list[Mapping] = field(default_factory=list)


def remembered_columns(assembly: Assembly, memory: ImportMemory) -> list[tuple[str, str]]:
    """Return (heading, what it becomes in words) by heading."""
    names = {category.target: category.name for category in known_categories(assembly)}
    names |= {f"field:{name}": str(each.label) for name, each in BY_NAME.items()}
    names[""] = _("Ignored")
    return [(heading, names[target]) for heading, target in sorted(memory.columns.items()) if target in names]


def remembered_date_orders(memory: ImportMemory) -> list[tuple[str, str]]:
    """Return (column, how its dates are read) for what was decided about dates."""
    words = {True: _("month first"), False: _("day first")}
    found = []
    for key, made in sorted(memory.values.items()):
        kind, _colon, name = key.partition(":")
        if "order" in made and (kind == "dates" or name in BY_NAME):
            label = name if kind == "dates" else str(BY_NAME[name].label)
            found.append((label, words[made["order"] == MONTH_FIRST]))
    return found


def remembered_values(assembly: Assembly) -> list[Remembered]:
    """Return the spellings that are remembered, by category and field, with the people who wrote each."""
    memory = import_memory(assembly)
    categories = {category.target: category for category in known_categories(assembly)}
    people = _people_by_spelling([categories[key].pk for key in memory.values if key in categories])
    found = []
    for key, made in memory.values.items():
        asked = _choices(key, categories)
        if asked is None:
            continue
        words = dict(asked.options)
        for text, becomes in sorted(made.items()):
            count = people[categories[key].pk][text] if key in categories else None
            if becomes in words:
                asked.mappings.append(Mapping(text, becomes, words[becomes], count))
        if asked.mappings:
            found.append(asked)
    return found


def _choices(key: str, categories: dict[str, KnownCategory]) -> Remembered | None:
    blank = [(BLANK, _("Leave blank"))]
    if category := categories.get(key):
        return Remembered(key, category.name, [(f"={name}", name) for name in category.values] + blank)
    known = BY_NAME.get(key.removeprefix("field:"))
    if known is None or known.kind not in (FLAG, CHANNEL):
        return None
    flags = [(YES, _("Yes")), (NO, _("No"))]
    channels = [(f"={value}", str(label)) for value, label in Channel.choices]
    return Remembered(key, str(known.label), (flags if known.kind == FLAG else channels) + blank)


def _people_by_spelling(categories: list[int]) -> dict[int, Counter[str]]:
    """Count, for each category, how many people wrote each spelling."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    written = Answer.objects.filter(category__in=categories).order_by().values_list("category_id", "raw")
    for category, raw, people in written.annotate(people=Count("pk")):
        found[category][fold(raw)] += people
    return found
