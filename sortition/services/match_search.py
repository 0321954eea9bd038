"""Look for possible same persons and households: wanted by every change of the pool, done in the background."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from assembly.background import queue_task
from assembly.models import Assembly
from sortition.enums import MatchKind
from sortition.matching import Match, possible_households, possible_persons
from sortition.models import MatchSearch, PossibleMatch
from sortition.selectors.households import household_rules, one_person_per_address
from sortition.selectors.matches import decided_pairs, entries_of

TASK = "sortition.tasks.search_matches"
_LOST_AFTER = timedelta(minutes=10)
"""A search that waits or runs for longer has lost its worker: the next wish queues another."""
_BATCH = 2_000


@transaction.atomic
def want_match_search(*, assembly: Assembly, now: datetime) -> None:
    """Ask for a search of the pool as it will stand after the caller's transaction; one waiting search serves all.

    Call it before anything is written to stored matches or to the record: a search that is storing its matches holds
    this lock first, and locks taken in another order could wait for each other.
    """
    MatchSearch.objects.get_or_create(assembly=assembly)
    search = MatchSearch.objects.select_for_update().get(assembly=assembly)
    search.wanted += 1
    if search.queued_at is None or search.queued_at < now - _LOST_AFTER:
        search.queued_at = now
        queue_task(TASK, assembly.pk)
    search.save(update_fields=["wanted", "queued_at"])


def forget_matches(pks: Collection[int]) -> None:
    """Drop what a search found about people who leave; what it finds next, it finds without them."""
    PossibleMatch.objects.filter(Q(first__in=pks) | Q(second__in=pks)).delete()


def search_matches(*, assembly: Assembly, clock: Callable[[], datetime]) -> int:
    """Compare everybody, replace the stored matches by what was found, and return how many.

    Nothing is locked while it compares. Whoever changes the pool meanwhile has asked for another search, which is
    queued when this one ends. Pairs that a person decided are left out.
    """
    wanted = MatchSearch.objects.get(assembly=assembly).wanted
    entries = list(entries_of(assembly))
    persons, not_compared = possible_persons(entries)
    households, not_compared_addresses = possible_households(one_person_per_address(assembly))
    with transaction.atomic():
        search = MatchSearch.objects.select_for_update().get(assembly=assembly)
        found = _undecided(assembly, persons, households)
        PossibleMatch.objects.filter(assembly=assembly).delete()
        PossibleMatch.objects.bulk_create(found, batch_size=_BATCH)
        search.done = max(search.done, wanted)
        search.finished_at = clock()
        search.people = len(entries)
        search.not_compared = not_compared + not_compared_addresses
        search.queued_at = None
        if search.wanted > wanted:
            search.queued_at = clock()
            queue_task(TASK, assembly.pk)
        search.save()
    return len(found)


def _undecided(
    assembly: Assembly, persons: Iterable[Match], households: Iterable[tuple[Match, str, str]]
) -> list[PossibleMatch]:
    """Leave out what was decided, reading the decisions in the transaction that stores the rest."""
    decided, rules = decided_pairs(assembly), household_rules(assembly)
    found = [
        _row(assembly, MatchKind.PERSON, match)
        for match in persons
        if (match.first, match.second) not in decided
    ]
    return found + [
        _row(assembly, MatchKind.HOUSEHOLD, match)
        for match, first_key, second_key in households
        if rules.is_open(first_key, second_key)
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
