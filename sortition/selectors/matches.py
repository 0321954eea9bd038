"""Possible same persons: what is stored of the last search, what was decided, and who is like an entry being typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from assembly.models import Assembly
from sortition.enums import MatchKind, PairVerdict, RespondentState
from sortition.matching import Entry, compare, entry_of, shared_contact
from sortition.models import MatchSearch, PairDecision, PossibleMatch, Respondent
from sortition.reading.rows import household_key
from sortition.selectors.households import household_rules, live_people

COMPARED = ("first_name", "last_name", "born_on", "email", "phone", "address", "postcode")
_SHOWN_ALIKE = 5


def entries_of(assembly: Assembly) -> Iterator[Entry]:
    """Return everybody who takes part or may, as they are compared."""
    rows = live_people(assembly).order_by("pk").values_list("pk", *COMPARED)
    for pk, *fields in rows.iterator():
        yield entry_of(pk, **dict(zip(COMPARED, fields, strict=True)))


def decided_pairs(assembly: Assembly) -> set[tuple[int, int]]:
    """Return the pairs that a person decided, smaller key first."""
    return set(PairDecision.objects.filter(assembly=assembly).values_list("first_id", "second_id"))


def open_matches(assembly: Assembly, kind: MatchKind) -> QuerySet[PossibleMatch]:
    """Return the pairs that wait for a decision, most alike first."""
    found = PossibleMatch.objects.filter(assembly=assembly, kind=kind).select_related("first", "second")
    return found.order_by("-score", "first_id", "second_id")


def open_match_counts(assembly: Assembly) -> dict[str, int]:
    """Return how many pairs of each kind wait for a decision, in one query."""
    pairs = PossibleMatch.objects.filter(assembly=assembly).order_by().values_list("kind")
    found = pairs.annotate(pairs=Count("pk"))
    return {kind.value: 0 for kind in MatchKind} | dict(found)


def matches_of(person: Respondent) -> QuerySet[PossibleMatch]:
    """Return the pairs with one person that wait for a decision."""
    return open_matches(person.assembly, MatchKind.PERSON).filter(Q(first=person) | Q(second=person))


def decisions_on_pairs(assembly: Assembly) -> QuerySet[PairDecision]:
    """Return what was decided, newest first."""
    return PairDecision.objects.filter(assembly=assembly).select_related("first", "second", "decided_by")


def pair_verdict(first: Respondent, second: Respondent) -> PairVerdict | None:
    """Return what was decided about two people."""
    smaller, larger = sorted((first.pk, second.pk))
    found = PairDecision.objects.filter(first=smaller, second=larger).values_list("verdict", flat=True)
    verdict = found.first()
    return PairVerdict(verdict) if verdict else None


def reasons_for(first: Respondent, second: Respondent) -> list[tuple[str, int]]:
    """Return why two people may be one, as they stand now; empty if nothing suggests it."""
    match = compare(_entry(first), _entry(second))
    return list(match.reasons) if match else []


def last_search(assembly: Assembly) -> MatchSearch | None:
    """Return how far the search is; None before anybody was imported."""
    return MatchSearch.objects.filter(assembly=assembly).first()


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who is here already and may be the person of a new entry."""

    person: Respondent
    reasons: tuple[tuple[str, int], ...]


def people_alike(assembly: Assembly, fields: Mapping[str, Any], *, but: int = 0) -> list[Alike]:
    """Return who is here with the same e-mail address or phone, or may be the same person, most alike first.

    Withdrawn people are among them: that somebody withdrew is worth knowing before entering them anew.
    """
    entry = entry_of(but, **{name: fields.get(name) or _blank(name) for name in COMPARED})
    shared = Q()
    if entry.email:
        shared |= Q(email__iexact=str(fields["email"]).strip())
    if entry.phone:
        # However it is grouped, a number's last two digits stand together: so few are left to compare.
        shared |= Q(phone__endswith=entry.phone[-2:])
    if entry.born:
        shared |= Q(born_on=entry.born)
    address, postcode = str(fields.get("address") or ""), str(fields.get("postcode") or "")
    if key := household_rules(assembly).key_of(household_key(address, postcode)):
        shared |= Q(household_key=key)
    if number := re.search(r"\d+", address):
        # Another spelling of the address: its number is there all the same, and the postcode begins alike.
        shared |= Q(address__contains=number[0], postcode__istartswith=postcode.strip()[:3])
    if not shared:
        return []
    found = []
    everybody = Respondent.objects.filter(assembly=assembly, is_test=False).exclude(
        state=RespondentState.ERASED
    )
    for person in everybody.filter(shared).exclude(pk=but).order_by("pk"):
        other = _entry(person)
        match = compare(entry, other)
        if match:
            found.append((match.score, Alike(person, match.reasons)))
        elif contact := shared_contact(entry, other):
            found.append((0, Alike(person, contact)))
    found.sort(key=lambda each: -each[0])
    return [alike for _score, alike in found[:_SHOWN_ALIKE]]


def _blank(name: str) -> Any:
    """Return what a field is that says nothing."""
    return None if name == "born_on" else ""


def _entry(person: Respondent) -> Entry:
    return entry_of(person.pk, **{name: getattr(person, name) for name in COMPARED})
