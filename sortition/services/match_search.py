"""Look for possible same persons and households: wanted by every change of the pool, done in the background."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from assembly.background import queue_task
from assembly.models import Assembly
from sortition.enums import MatchKind
from sortition.matching import Match, possible_households, possible_persons
from sortition.models import MatchSearch, PossibleMatch
from sortition.selectors.households import household_rules, live_people, one_person_per_address
from sortition.selectors.matches import decided_pairs, entries_of

TASK = "sortition.tasks.search_matches"
_LOST_AFTER = timedelta(minutes=10)
"""A search that waits or runs for longer has lost its worker: the next wish, or the clock, queues another."""
_BATCH = 2_000


@transaction.atomic
def want_match_search(*, assembly: Assembly, now: datetime) -> None:
    """Ask for a search of the pool as it will stand after the caller's transaction; one waiting search serves all.

    Call it before anything is written to stored matches or to the record: a search that is storing its matches holds
    this lock first, and locks taken in another order could wait for each other.
    """
    MatchSearch.objects.get_or_create(assembly=assembly)
    search = MatchSearch.objects.select_for_update(no_key=True).get(assembly=assembly)
    search.wanted += 1
    if search.queued_at is None or search.queued_at < now - _LOST_AFTER:
        search.queued_at = now
        queue_task(TASK, assembly.pk)
    search.save(update_fields=["wanted", "queued_at"])


def queue_lost_searches(now: datetime) -> int:
    """Queue again what waits or runs for too long; a due-check of the clock. Return how many."""
    with transaction.atomic():
        lost = list(
            MatchSearch.objects.select_for_update(no_key=True).filter(queued_at__lt=now - _LOST_AFTER)
        )
        MatchSearch.objects.filter(pk__in=[each.pk for each in lost]).update(queued_at=now)
        for each in lost:
            queue_task(TASK, each.assembly_id)
    return len(lost)


def forget_matches(pks: Collection[int]) -> None:
    """Drop what a search found about people who leave; what it finds next, it finds without them."""
    PossibleMatch.objects.filter(Q(first__in=pks) | Q(second__in=pks)).delete()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing everybody found, and which of the wishes for a search it answers."""

    wanted: int
    people: int
    persons: list[Match]
    households: list[tuple[Match, str, str]]
    not_compared: int


def search_matches(*, assembly: Assembly, clock: Callable[[], datetime]) -> int:
    """Compare everybody, store what was found, and return how many pairs wait for a decision."""
    return store_matches(assembly=assembly, found=compare_everybody(assembly=assembly), now=clock())


def compare_everybody(*, assembly: Assembly) -> Comparison:
    """Compare everybody who takes part or may. Nothing is locked meanwhile, and nothing is written."""
    wanted = MatchSearch.objects.get(assembly=assembly).wanted
    entries = list(entries_of(assembly))
    persons, not_compared = possible_persons(entries)
    households, too_many = possible_households(one_person_per_address(assembly))
    return Comparison(wanted, len(entries), persons, households, not_compared + too_many)


@transaction.atomic
def store_matches(*, assembly: Assembly, found: Comparison, now: datetime) -> int:
    """Replace the stored matches by what was found, but for what people decided; return how many there are.

    Whoever changed the pool since the comparison began has asked for another search: it is queued now.
    """
    search = MatchSearch.objects.select_for_update(no_key=True).get(assembly=assembly)
    rows = _undecided(assembly, found.persons, found.households)
    PossibleMatch.objects.filter(assembly=assembly).delete()
    PossibleMatch.objects.bulk_create(rows, batch_size=_BATCH)
    search.done = max(search.done, found.wanted)
    search.finished_at = now
    search.people, search.not_compared = found.people, found.not_compared
    search.queued_at = None
    if search.wanted > found.wanted:
        search.queued_at = now
        queue_task(TASK, assembly.pk)
    search.save()
    return len(rows)


def _undecided(
    assembly: Assembly, persons: Iterable[Match], households: Iterable[tuple[Match, str, str]]
) -> list[PossibleMatch]:
    """Leave out what was decided and who has left, as both stand in the transaction that stores the rest."""
    decided, rules = decided_pairs(assembly), household_rules(assembly)
    here = set(live_people(assembly).values_list("pk", flat=True))
    found = [
        _row(assembly, MatchKind.PERSON, match)
        for match in persons
        if (match.first, match.second) not in decided and {match.first, match.second} <= here
    ]
    return found + [
        _row(assembly, MatchKind.HOUSEHOLD, match)
        for match, first_key, second_key in households
        if rules.is_open(first_key, second_key) and {match.first, match.second} <= here
    ]


def _row(assembly: Assembly, kind: MatchKind, match: Match) -> PossibleMatch:
    return PossibleMatch(
        assembly=assembly,
        kind=kind,
        first_id=match.first,
        second_id=match.second,
        score=match.score,
        reasons=[list(reason) for reason in match.reasons],
    )
