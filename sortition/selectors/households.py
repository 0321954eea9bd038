"""Who shares a household: addresses as they stand, and what people decided about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from assembly.models import Assembly
from sortition.enums import HouseholdVerdict, RespondentState
from sortition.models import HouseholdDecision, Respondent
from sortition.reading.rows import household_key

LIVE = (RespondentState.POOL, RespondentState.SELECTED, RespondentState.CONFIRMED)
"""States of people who take part or may; who has withdrawn is compared with nobody."""


@dataclass(frozen=True, slots=True)
class HouseholdRules:
    """What the decisions say about addresses, by their keys.

    `joined` maps the key of an address to the key that its whole household has; `apart` are pairs of such keys that are
    two households; `alone` are addresses where everybody is their own household.
    """

    joined: dict[str, str]
    apart: frozenset[tuple[str, str]]
    alone: frozenset[str]

    def key_of(self, own: str) -> str:
        """Return the household's key for the key of an address; "" is shared with nobody."""
        return "" if own in self.alone else self.joined.get(own, own)

    def is_open(self, one: str, other: str) -> bool:
        """Whether nobody has decided yet if two addresses are one household, not even by way of a third."""
        return self.key_of(one) != self.key_of(other) and not (
            {one, other} & self.alone or self.are_apart(one, other)
        )

    def are_apart(self, one: str, other: str) -> bool:
        """Whether two addresses were decided to be two households."""
        return tuple(sorted((self.key_of(one), self.key_of(other)))) in self.apart


def household_rules(assembly: Assembly) -> HouseholdRules:
    """Return what was decided about addresses, in one query."""
    decided = list(
        HouseholdDecision.objects.filter(assembly=assembly).values_list("verdict", "first_key", "second_key")
    )
    joined: dict[str, str] = {}

    def root(key: str) -> str:
        while joined.get(key, key) != key:
            key = joined[key]
        return key

    for verdict, first, second in decided:
        if verdict == HouseholdVerdict.SAME:
            smaller, larger = sorted((root(first), root(second)))
            joined[larger] = joined.setdefault(smaller, smaller)
    joined = {key: root(key) for key in joined}
    apart = {
        tuple(sorted((joined.get(first, first), joined.get(second, second))))
        for verdict, first, second in decided
        if verdict == HouseholdVerdict.DIFFERENT
    }
    alone = {first for verdict, first, _second in decided if verdict == HouseholdVerdict.NONE}
    return HouseholdRules(joined, frozenset(apart), frozenset(alone))


def own_key(person: Respondent) -> str:
    """Return the key of a person's own address, before any decision."""
    return household_key(person.address, person.postcode)


def one_person_per_address(assembly: Assembly) -> Iterator[tuple[int, str, str, str]]:
    """Return (person, key of the address, address, postcode) for each address at which somebody takes part."""
    seen = set()
    rows = live_people(assembly).exclude(address="").order_by("pk").values_list("pk", "address", "postcode")
    for pk, address, postcode in rows.iterator():
        key = household_key(address, postcode)
        if key and key not in seen:
            seen.add(key)
            yield pk, key, address, postcode


def live_people(assembly: Assembly) -> QuerySet[Respondent]:
    """Return everybody who takes part or may: not withdrawn, not erased, no test entry."""
    return Respondent.objects.filter(assembly=assembly, state__in=LIVE, is_test=False)


def shared_households(assembly: Assembly) -> QuerySet[Respondent, dict[str, object]]:
    """Return {"household_key", "people", "example"} of each household with several people, largest first."""
    return (
        live_people(assembly)
        .exclude(household_key="")
        .order_by()
        .values("household_key")
        .annotate(people=Count("pk"), example=Min("pk"))
        .filter(people__gt=1)
        .order_by("-people", "household_key")
    )


def household_decisions(assembly: Assembly) -> QuerySet[HouseholdDecision]:
    """Return what was decided about addresses, newest first, with somebody at each address to show it by."""
    return HouseholdDecision.objects.filter(assembly=assembly).select_related(
        "first_example", "second_example", "decided_by"
    )


def housemates(person: Respondent) -> QuerySet[Respondent]:
    """Return who else shares the person's household, by name."""
    if not person.household_key:
        return Respondent.objects.none()
    return (
        live_people(person.assembly)
        .filter(household_key=person.household_key)
        .exclude(pk=person.pk)
        .order_by("last_name", "first_name", "pk")
    )
