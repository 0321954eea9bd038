"""Makers of possible matches and of decisions on them."""

from sortition.enums import MatchKind, PairVerdict
from sortition.models import MatchSearch, PairDecision, PossibleMatch, Value
from sortition.reading.rows import household_key
from sortition.selectors.respondents import answers_of, version_of
from sortition.services.households import join_households, keys_of
from sortition.services.match_search import search_matches, want_match_search
from sortition.services.respondents_edit import change_respondent
from tests.factories import NOON, UserFactory
from tests.factories_pool import AnswerFactory, RespondentFactory, ValueFactory

PHONE = "020 7946 0123"
MILL_LANE = {"address": "⟪12 Mill Lane flat 2⟫", "postcode": "⟪AB1 2CD⟫"}
FLAT_2 = {"address": "⟪Flat 2, 12 Mill Ln⟫", "postcode": "⟪ab1 2cd⟫"}


def person_at(assembly, address="⟪12 Mill Lane⟫", postcode="⟪AB1⟫", **more):
    """Somebody with the household that their address gives, as an import writes it."""
    key = household_key(address, postcode)
    return RespondentFactory(assembly=assembly, address=address, postcode=postcode, household_key=key, **more)


def possible_person(assembly, **more):
    """Two entries of one person, found by a search."""
    known = Value.objects.filter(category__assembly=assembly).first()
    value = known or ValueFactory(category__assembly=assembly)
    first, second = (
        AnswerFactory(
            respondent=RespondentFactory(assembly=assembly, phone="⟪020 7946 0123⟫", last_name=name, **more),
            value=value,
        ).respondent
        for name in ("⟪Adeyemi⟫", "⟪Adeyemy⟫")
    )
    MatchSearch.objects.get_or_create(
        assembly=assembly, defaults={"wanted": 1, "done": 1, "finished_at": NOON, "people": 2}
    )
    return PossibleMatch.objects.create(
        assembly=assembly,
        kind=MatchKind.PERSON,
        first=first,
        second=second,
        score=90,
        reasons=[["phone", 0], ["names", 92]],
    )


def possible_household(assembly):
    """Two spellings of one address, found by a search."""
    return PossibleMatch.objects.create(
        assembly=assembly,
        kind=MatchKind.HOUSEHOLD,
        first=person_at(assembly, **MILL_LANE),
        second=person_at(assembly, **FLAT_2),
        score=95,
        reasons=[["address_alike", 95]],
    )


def decided_pair(assembly, verdict=PairVerdict.DIFFERENT):
    """Two people who were decided to be two, or one."""
    return PairDecision.objects.create(
        assembly=assembly,
        first=RespondentFactory(assembly=assembly),
        second=RespondentFactory(assembly=assembly),
        verdict=verdict,
        decided_at=NOON,
        decided_by=UserFactory(),
    )


def decided_household(assembly):
    """Two addresses that were joined."""
    first, second = person_at(assembly, **MILL_LANE), person_at(assembly, **FLAT_2)
    return join_households(
        assembly=assembly,
        first=first,
        second=second,
        keys=keys_of(first, second),
        actor=UserFactory(),
        now=NOON,
    )


def person_with_everything(assembly):
    """Somebody with a possible match, housemates and a correction in the timeline."""
    person = possible_person(assembly, address="⟪12 Mill Lane⟫", household_key="k").first
    seen = version_of(person, answers_of(person))
    change_respondent(
        respondent=person,
        fields={"last_name": "⟪Adeyemo⟫", "can_attend": None},
        answers={},
        reason="⟪Rang⟫",
        seen=seen,
        actor=UserFactory(),
        now=NOON,
    )
    return person


def answered_twice(assembly):
    """One person who answered twice: by web with an e-mail address, by phone with another age."""
    young = ValueFactory(category__assembly=assembly, name="16-29")
    old = ValueFactory(category=young.category, name="30+")
    first = RespondentFactory(
        assembly=assembly, reference="a", first_name="Amara", last_name="Osei", phone=PHONE, email="a@x.org"
    )
    second = RespondentFactory(
        assembly=assembly,
        reference="b",
        first_name="Osei",
        last_name="Amara",
        phone="+44 20 7946 0123",
        email="",
        postcode="AB1",
    )
    AnswerFactory(respondent=first, value=young, raw="young")
    AnswerFactory(respondent=second, value=old, raw="old")
    return first, second


def search(assembly):
    """Look through the pool; return how many pairs wait."""
    want_match_search(assembly=assembly, now=NOON)
    return search_matches(assembly=assembly, clock=lambda: NOON)
