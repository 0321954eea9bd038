"""The pool in numbers, and the people a page asks for: quick also where the pool is large.

Who can be drawn depends on everybody's answers, which takes a second to ask in a pool of 100,000. It is asked once
and remembered until something changes, which an event in the record always tells. Where the events since concern
single people, only those are asked again. The lottery never reads what is remembered here.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q

from assembly.models import Assembly
from sortition.enums import Standing
from sortition.models import Answer, Category, Respondent, RespondentChange
from sortition.selectors.last_change import changes_of_problem, last_change_of_problem
from sortition.selectors.pool import quota_categories, respondents_with_standing

REMEMBERED_SECONDS = 7 * 24 * 60 * 60
LARGE = 2_000
"""In a smaller pool asking takes milliseconds: nothing is remembered."""

MOST_NAMED = 10_000
"""So many incomplete entries are remembered by key; where there are more, their answers are asked again."""

MOST_ASKED_AGAIN = 5_000
"""Where more people than this were changed, everybody is asked."""

_NAMING = ("respondent.", "household.")
"""Events that name everybody whose answers or flags they may have changed."""

_ASKED = {
    Standing.NOT_AGREED: "consents",
    Standing.NOT_ELIGIBLE: "is_eligible",
    Standing.CANNOT_ATTEND: "can_attend",
}
"""The questions whose answer "no" keeps people out of the pool, and a blank as well."""


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """The pool in numbers: everybody, and how many stand where. Test entries count nowhere else."""

    total: int
    by_standing: dict[str, int]
    blanks: dict[str, int]
    sharing_household: int

    @property
    def in_pool(self) -> int:
        """How many can be drawn."""
        return self.by_standing[Standing.IN_POOL]

    @property
    def kept_out(self) -> int:
        """How many are neither withdrawn nor test entries, yet cannot be drawn."""
        return sum(self.by_standing[standing] for standing in Standing.reasons())


@dataclass(frozen=True, slots=True)
class PoolState:
    """What is remembered of a pool: its figures, who has not answered everything, and what they left blank.

    incomplete: keys; None where they are too many to name. blanks_by_category: category → how many of those whom
        only a missing answer keeps out left it blank.
    """

    figures: PoolFigures
    incomplete: tuple[int, ...] | None
    blanks_by_category: dict[int, int]


def pool_state(assembly: Assembly) -> PoolState:
    """Return what is known of the pool as it stands now; of a large one computed at most once for each state."""
    category_ids = list(quota_categories(assembly).order_by("pk").values_list("pk", flat=True))
    number = Respondent.objects.filter(assembly=assembly).count()
    if not number:
        return _state(Counter(), {}, Counter(), (), dict.fromkeys(category_ids, 0))
    if number < LARGE:
        return _read_and_count(category_ids, assembly)
    # Asked before anything is counted: what is written meanwhile is at most looked at twice.
    event = last_change_of_problem(assembly)
    key = _memory_key(assembly, category_ids)
    remembered: tuple[int | None, PoolState] | None = cache.get(key)
    if remembered is not None and remembered[0] == event:
        return remembered[1]
    incomplete = None if remembered is None else _incomplete_since(assembly, *remembered)
    if incomplete is None:
        incomplete = _incomplete(category_ids, assembly)
    found = _compute(category_ids, assembly, incomplete)
    cache.set(key, (event, found), REMEMBERED_SECONDS)
    return found


def pool_figures(assembly: Assembly) -> PoolFigures:
    """Return the counts that the pool page and the overview show."""
    return pool_state(assembly).figures


def blank_answers(assembly: Assembly) -> list[tuple[Category, int]]:
    """Return each category with a quota and how many people are kept out of the pool by a blank in it."""
    counts = pool_state(assembly).blanks_by_category
    return [(category, counts.get(category.pk, 0)) for category in quota_categories(assembly)]


def people_sharing_a_household(assembly: Assembly) -> int:
    """Count the people in the pool who live at an address with another person in the pool."""
    return pool_state(assembly).figures.sharing_household


def pool_state_key(assembly: Assembly, category_ids: list[int]) -> str:
    """Name the state in which the pool is now, for what else is remembered of it."""
    return f"{_memory_key(assembly, category_ids)}:{last_change_of_problem(assembly)}"


def _memory_key(assembly: Assembly, category_ids: list[int]) -> str:
    """Name the memory of a pool whose quotas are of these categories."""
    parts = json.dumps([assembly.pk, category_ids])
    return "pool-state:" + hashlib.sha256(parts.encode()).hexdigest()


def _read_and_count(category_ids: list[int], assembly: Assembly) -> PoolState:
    """Read a small pool once and count it here: the rail asks on every page, and each query has its price."""
    everybody = respondents_with_standing(assembly, category_ids=category_ids).order_by("pk")
    people: Counter[str] = Counter()
    blanks: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    incomplete = []
    for pk, standing, home, *said in everybody.values_list(
        "pk", "standing", "household_key", *_ASKED.values()
    ):
        people[standing] += 1
        if standing in _ASKED:
            blanks[standing] += dict(zip(_ASKED, said, strict=True))[standing] is None
        elif standing == Standing.INCOMPLETE:
            incomplete.append(pk)
        elif standing == Standing.IN_POOL and home:
            homes[home] += 1
    return _state(
        people, dict(blanks), homes, tuple(incomplete), _blanks_by_category(category_ids, incomplete)
    )


def _compute(category_ids: list[int], assembly: Assembly, incomplete: list[int]) -> PoolState:
    """Let the database count a large pool."""
    named = tuple(incomplete) if len(incomplete) <= MOST_NAMED else None
    everybody = respondents_with_standing(assembly, named)
    found = (
        everybody.order_by()
        .values("standing")
        .annotate(
            people=Count("pk"),
            **{f"no_{question}": Count("pk", filter=Q(**{question: None})) for question in _ASKED.values()},
        )
    )
    people, blanks = Counter(), {}
    for row in found:
        people[row["standing"]] = row["people"]
        if row["standing"] in _ASKED:
            blanks[row["standing"]] = row[f"no_{_ASKED[row['standing']]}"]
    in_pool = everybody.filter(standing=Standing.IN_POOL).exclude(household_key="").order_by()
    homes = Counter(in_pool.values_list("household_key", flat=True).iterator(chunk_size=10_000))
    return _state(people, blanks, homes, named, _blanks_by_category(category_ids, incomplete))


def _state(
    people: Counter[str],
    blanks: dict[str, int],
    homes: Counter[str],
    named: tuple[int, ...] | None,
    blanks_by_category: dict[int, int],
) -> PoolState:
    by_standing = {standing: people[standing] for standing in Standing.values}
    total = sum(by_standing.values()) - by_standing[Standing.TEST] - by_standing[Standing.ERASED]
    sharing = sum(number for number in homes.values() if number > 1)
    return PoolState(PoolFigures(total, by_standing, blanks, sharing), named, blanks_by_category)


def _incomplete(category_ids: list[int], assembly: Assembly) -> list[int]:
    """Return the keys of those whom nothing but a missing answer keeps out of the pool, in one pass."""
    everybody = respondents_with_standing(assembly, category_ids=category_ids)
    found = everybody.filter(standing=Standing.INCOMPLETE)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _incomplete_since(assembly: Assembly, event: int | None, before: PoolState) -> list[int] | None:
    """Return what `_incomplete` would, asking only whom events after `event` name; None where they do not say whom."""
    if before.incomplete is None:
        return None
    since = changes_of_problem(assembly).filter(pk__gt=event or 0)
    events = list(since.values_list("pk", "type", "object_type", "object_id")[:MOST_ASKED_AGAIN])
    if len(events) == MOST_ASKED_AGAIN or not all(type_.startswith(_NAMING) for _pk, type_, *_obj in events):
        return None
    changed = RespondentChange.objects.filter(event__in=since.order_by().values("pk"))
    named = set(changed.values_list("respondent_id", flat=True)[:MOST_ASKED_AGAIN])
    named |= {int(pk) for _pk, _type, kind, pk in events if kind == Respondent._meta.model_name}
    if len(named) >= MOST_ASKED_AGAIN:
        return None
    asked = respondents_with_standing(assembly).filter(pk__in=named, standing=Standing.INCOMPLETE)
    return sorted({*before.incomplete} - named | {*asked.order_by().values_list("pk", flat=True)})


def _blanks_by_category(category_ids: list[int], incomplete: list[int]) -> dict[int, int]:
    """Count per category who of the incomplete gave no answer."""
    given: Counter[int] = Counter()
    # Nobody has the key 0: so one question is asked even of nobody, and pages cost the same with one person more.
    for start in range(0, len(incomplete) or 1, 5_000):
        people, categories = incomplete[start : start + 5_000] or [0], category_ids or [0]
        answers = Answer.objects.filter(respondent__in=people, category__in=categories, value__isnull=False)
        given.update(dict(answers.order_by().values_list("category").annotate(people=Count("pk"))))
    return {category: len(incomplete) - given[category] for category in category_ids}
