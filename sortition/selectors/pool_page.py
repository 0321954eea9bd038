"""The people that an address asks for: list, search word, standing, channel, answers, order."""

from collections.abc import Collection, Mapping, Sequence

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from assembly.models import Assembly
from sortition.enums import Channel, RespondentState, Standing
from sortition.models import Answer, Category, Respondent
from sortition.selectors.pool import respondents_with_standing
from sortition.selectors.pool_figures import PoolFigures, pool_state

_SORTS = {
    "id": ("reference", "pk"),
    "-id": ("-reference", "-pk"),
    "name": ("last_name", "first_name", "pk"),
    "-name": ("-last_name", "-first_name", "-pk"),
    "channel": ("channel", "reference", "pk"),
    "-channel": ("-channel", "-reference", "-pk"),
}
TABS = {
    "pool": (Standing.IN_POOL,),
    "out": Standing.reasons(),
    "selected": (Standing.SELECTED,),
    "withdrawn": (Standing.WITHDRAWN,),
    "test": (Standing.TEST,),
    "all": tuple(Standing),
    **{standing.value: (standing,) for standing in Standing.reasons()},
}


def respondents_for_page(
    assembly: Assembly, asked: Mapping[str, str], categories: Sequence[Category]
) -> QuerySet[Respondent]:
    """Return the people that an address asks for: tab, search, channel, values ("c<category>"), sort."""
    incomplete = pool_state(assembly).incomplete
    found = _in_tab(respondents_with_standing(assembly, incomplete), asked.get("tab") or "pool", incomplete)
    for word in asked.get("search", "").replace("\x00", "").split():
        found = found.filter(holds_word(word))
    if asked.get("channel") in Channel.values:
        found = found.filter(channel=asked["channel"])
    for category in categories:
        value = asked.get(f"c{category.pk}", "")
        given = Answer.objects.filter(respondent=OuterRef("pk"), category=category.pk, value__isnull=False)
        if value == "blank":
            found = found.exclude(Exists(given))
        elif value.isascii() and value.isdigit() and len(value) < 18:
            found = found.filter(Exists(given.filter(value=int(value))))
    return found.order_by(*_SORTS.get(asked.get("sort", ""), _SORTS["id"]))


def respondents_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[Respondent]:
    """Return the people whom words name; without the right to read names, only by their whole id or number."""
    everybody = Respondent.objects.filter(assembly=assembly).order_by("reference", "pk")
    words = words.replace("\x00", "").strip()
    exact = Q(reference=words)
    if words.isascii() and words.isdigit() and len(words) < 18:
        exact |= Q(pk=int(words))
    if not by_name:
        return everybody.filter(exact)
    named = Q()
    for word in words.split():
        named &= holds_word(word)
    return everybody.filter(exact | named)


def is_narrowed(asked: Mapping[str, str], categories: Sequence[Category]) -> bool:
    """Whether anything but the tab limits who is shown."""
    names = ["search", "channel", *(f"c{category.pk}" for category in categories)]
    return any(asked.get(name, "").strip() for name in names)


def people_in_tab(figures: PoolFigures, tab: str) -> int:
    """Return how many a tab holds, from the figures."""
    return sum(figures.by_standing[standing] for standing in TABS.get(tab, TABS["pool"]))


def _in_tab(
    found: QuerySet[Respondent], tab: str, incomplete: Collection[int] | None
) -> QuerySet[Respondent]:
    """Keep one tab; those that hold most people are asked by columns, which is quicker than by standing."""
    if tab == "all":
        return found
    if tab == "withdrawn":
        return found.filter(state=RespondentState.WITHDRAWN, is_test=False)
    if incomplete is not None:
        if tab == Standing.INCOMPLETE:
            return found.filter(pk__in=incomplete)
        if tab not in TABS or tab == "pool":
            in_pool = Q(state=RespondentState.POOL, is_test=False, consents=True)
            return found.filter(in_pool, is_eligible=True, can_attend=True).exclude(pk__in=incomplete)
    return found.filter(standing__in=TABS.get(tab, TABS["pool"]))


def holds_word(word: str) -> Q:
    """Find a word anywhere in name, id, e-mail, phone or postcode, whatever its capitals."""
    ways = {word.lower()}
    if connection.vendor == "sqlite" and not word.isascii():
        # SQLite has small letters for A to Z only: other letters stand as they were written.
        ways |= {
            "".join(c.lower() if c.isascii() else c for c in way)
            for way in (word, word.title(), word.upper())
        }
    held = Q()
    for way in sorted(ways):
        held |= Q(search_text__contains=way)
    return held
