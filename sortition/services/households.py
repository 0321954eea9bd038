"""Decide which addresses are one household. The pool keeps the outcome as one key for all who live together."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import HouseholdVerdict, MatchKind
from sortition.models import HouseholdDecision, PossibleMatch, Respondent
from sortition.selectors.households import household_rules, own_key
from sortition.services.match_search import want_match_search
from sortition.services.respondents import keep_changes


@transaction.atomic
def join_households(
    *, assembly: Assembly, first: Respondent, second: Respondent, keys: str, actor: User, now: datetime
) -> HouseholdDecision:
    """Make the addresses of two people one household: at most one of everybody there can be drawn, as at one address.

    keys: what the page showed (`keys_of`).

    Raises:
        ChangedMeanwhile: an address was changed, or somebody decided meanwhile.
        HouseError: that contradicts another decision.
    """
    locked, pair = _open_pair(assembly, first, second, keys)
    return _decide(locked, HouseholdVerdict.SAME, pair, (first, second), actor=actor, now=now)


@transaction.atomic
def part_households(
    *, assembly: Assembly, first: Respondent, second: Respondent, keys: str, actor: User, now: datetime
) -> HouseholdDecision:
    """Remember that two addresses are two households.

    Raises:
        ChangedMeanwhile: an address was changed, or somebody decided meanwhile.
    """
    locked, pair = _open_pair(assembly, first, second, keys)
    return _decide(locked, HouseholdVerdict.DIFFERENT, pair, (first, second), actor=actor, now=now)


@transaction.atomic
def mark_no_household(
    *, assembly: Assembly, example: Respondent, keys: str, actor: User, now: datetime
) -> HouseholdDecision:
    """Say that people at this address do not live together: a hostel, a block of flats without numbers.

    From then on they share a household with nobody, and with no other address either.

    Raises:
        ChangedMeanwhile: the address was changed, or somebody decided meanwhile.
        HouseError: there is no address, or it was joined with another one.
    """
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    key = own_key(example)
    if not key:
        raise HouseError(_("No address is known."), code="no_address")
    rules = household_rules(locked)
    if key != keys or key in rules.alone:
        raise _meanwhile()
    if key in rules.joined:
        raise HouseError(_("This address was joined with another one. Take that back first."), code="joined")
    return _decide(locked, HouseholdVerdict.NONE, (key, ""), (example, None), actor=actor, now=now)


@transaction.atomic
def take_back_household(*, decision: HouseholdDecision, actor: User, now: datetime) -> None:
    """Forget a decision on addresses: exact addresses count again, and the pair may be shown again.

    Raises:
        ChangedMeanwhile: it was taken back meanwhile.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=decision.assembly_id)
    if not HouseholdDecision.objects.filter(pk=decision.pk).exists():
        raise _meanwhile()
    before = household_rules(assembly)
    pk = decision.pk
    HouseholdDecision.objects.filter(pk=pk).delete()
    people = _settle(assembly, {before.key_of(decision.first_key), before.key_of(decision.second_key)})
    want_match_search(assembly=assembly, now=now)
    event = record_event(
        "household.take_back",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"decision": pk, "verdict": decision.verdict, "people": len(people)},
    )
    keep_changes(event, ((person, {}, {}) for person in people))


def apply_household_decisions(*, assembly: Assembly) -> int:
    """Put the decisions on people whose key is that of their own address again, and return for how many.

    Call it in the transaction that wrote such keys: the commit of an import, or its undoing.
    """
    rules = household_rules(assembly)
    members: dict[str, list[str]] = defaultdict(list)
    for own in {*rules.joined, *rules.alone}:
        if rules.key_of(own) != own:
            members[rules.key_of(own)].append(own)
    return sum(
        Respondent.objects.filter(assembly=assembly, household_key__in=own).update(household_key=shared)
        for shared, own in members.items()
    )


def keys_of(first: Respondent, second: Respondent) -> str:
    """Return by what a page and a decision know that they speak of the same two addresses."""
    return "-".join(sorted((own_key(first), own_key(second))))


def _open_pair(
    assembly: Assembly, first: Respondent, second: Respondent, keys: str
) -> tuple[Assembly, tuple[str, str]]:
    """Lock the assembly, which orders all decisions on its households, and return both keys, smaller first."""
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    rules = household_rules(locked)
    smaller, larger = sorted((own_key(first), own_key(second)))
    if keys_of(first, second) != keys or not smaller or smaller == larger:
        raise _meanwhile()
    if not rules.is_open(smaller, larger):
        raise ChangedMeanwhile(_("These addresses are decided already, perhaps by way of a third one."))
    return locked, (smaller, larger)


def _decide(
    assembly: Assembly,
    verdict: HouseholdVerdict,
    keys: tuple[str, str],
    examples: tuple[Respondent, Respondent | None],
    *,
    actor: User,
    now: datetime,
) -> HouseholdDecision:
    want_match_search(assembly=assembly, now=now)
    by_key = {own_key(person): person for person in examples if person}
    before = household_rules(assembly)
    decision = HouseholdDecision.objects.create(
        assembly=assembly,
        verdict=verdict,
        first_key=keys[0],
        second_key=keys[1],
        first_example=by_key[keys[0]],
        second_example=by_key.get(keys[1]),
        decided_at=now,
        decided_by=actor,
    )
    people = _settle(assembly, {before.key_of(key) for key in keys if key})
    pks = [person.pk for person in examples if person]
    PossibleMatch.objects.filter(kind=MatchKind.HOUSEHOLD, first__in=pks, second__in=pks).delete()
    event = record_event(
        f"household.{verdict}",
        obj=decision,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"people": len(people)},
    )
    keep_changes(event, ((person, {}, {}) for person in people))
    return decision


def _settle(assembly: Assembly, keys: set[str]) -> list[int]:
    """Give everybody who has one of these household keys the one that the decisions now say; return whose is new."""
    rules = household_rules(assembly)
    moved: dict[str, list[int]] = defaultdict(list)
    people = Respondent.objects.select_for_update(no_key=True).filter(
        assembly=assembly, household_key__in=keys
    )
    for person in (
        people.exclude(address="").order_by("pk").only("pk", "address", "postcode", "household_key")
    ):
        wanted = rules.key_of(own_key(person))
        if wanted != person.household_key:
            moved[wanted].append(person.pk)
    for key, pks in moved.items():
        Respondent.objects.filter(pk__in=pks).update(household_key=key)
    return sorted(pk for pks in moved.values() for pk in pks)


def _meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(_("This was changed or decided meanwhile. Look again."))
