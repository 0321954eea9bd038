"""Households: exact addresses are taken as given, spellings are decided by a person, decisions outlive imports."""

import pytest
from django.urls import reverse

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import AuditEvent
from sortition.enums import MatchKind
from sortition.models import HouseholdDecision, Respondent
from sortition.selectors.instance import instance_of
from sortition.selectors.matches import open_matches
from sortition.selectors.pool_figures import people_sharing_a_household
from sortition.selectors.respondents import respondent_timeline
from sortition.services.households import (
    join_households,
    keys_of,
    mark_no_household,
    part_households,
    take_back_household,
)
from sortition.services.imports_commit import commit_import
from sortition.services.match_search import search_matches, want_match_search
from tests.factories import NOON
from tests.factories_matches import FLAT_2, MILL_LANE, person_at
from tests.factories_pool import AnswerFactory, ValueFactory, dry_run_of


@pytest.fixture
def pair(assembly):
    return person_at(assembly, **MILL_LANE), person_at(assembly, **FLAT_2)


def decide(how, assembly, actor, first, second):
    keys = keys_of(first, second)
    return how(assembly=assembly, first=first, second=second, keys=keys, actor=actor, now=NOON)


def open_pairs(assembly):
    want_match_search(assembly=assembly, now=NOON)
    search_matches(assembly=assembly, clock=lambda: NOON)
    return [(match.first, match.second) for match in open_matches(assembly, MatchKind.HOUSEHOLD)]


def shared(*people):
    """Whether all of them have one household key, and one that is shared at all."""
    keys = {Respondent.objects.get(pk=person.pk).household_key for person in people}
    return len(keys) == 1 and keys != {""}


def test_spellings_of_one_address_wait_for_a_decision(assembly, pair):
    """Until then they are two households."""
    person_at(assembly, "⟪14 Mill Lane⟫", "⟪AB1 2CD⟫")
    assert open_pairs(assembly) == [pair]
    assert not shared(*pair)


def test_joined_addresses_have_one_key_for_everybody_there(assembly, organiser, pair):
    """The lottery sees one household; the pool counts them; the pair is not shown again."""
    mate = person_at(assembly, **FLAT_2)
    value = ValueFactory(category__assembly=assembly)
    for person in (*pair, mate):
        AnswerFactory(respondent=person, value=value)
    assert people_sharing_a_household(assembly) == 2
    decide(join_households, assembly, organiser, *pair)
    assert shared(*pair, mate)
    assert people_sharing_a_household(assembly) == 3
    assert len({person.household for person in instance_of(assembly).people}) == 1
    assert open_pairs(assembly) == []
    assert [each.event.type for each in respondent_timeline(pair[0])] + [
        each.event.type for each in respondent_timeline(mate)
    ] in (["household.same"], ["household.same", "household.same"])


def test_what_is_joined_is_joined_by_way_of_a_third_address(assembly, organiser, pair):
    """And cannot be parted behind its back."""
    third = person_at(assembly, "⟪flat 2 - 12 Mil Lane⟫", "⟪AB1 2CD⟫")
    decide(join_households, assembly, organiser, *pair)
    decide(join_households, assembly, organiser, pair[1], third)
    assert shared(*pair, third)
    with pytest.raises(ChangedMeanwhile):
        decide(part_households, assembly, organiser, pair[0], third)


def test_addresses_that_are_two_households_are_not_joined_by_way_of_a_third(assembly, organiser, pair):
    third = person_at(assembly, "⟪flat 2 - 12 Mil Lane⟫", "⟪AB1 2CD⟫")
    decide(part_households, assembly, organiser, pair[0], third)
    decide(join_households, assembly, organiser, *pair)
    with pytest.raises(ChangedMeanwhile):
        decide(join_households, assembly, organiser, pair[1], third)
    assert open_pairs(assembly) == []


def test_two_households_are_remembered(assembly, organiser, pair):
    decide(part_households, assembly, organiser, *pair)
    assert not shared(*pair)
    assert open_pairs(assembly) == []
    take_back_household(decision=HouseholdDecision.objects.get(), actor=organiser, now=NOON)
    assert open_pairs(assembly) == [pair]


def test_taking_back_gives_everybody_their_own_address_again(assembly, organiser, pair):
    before = [person.household_key for person in pair]
    decision = decide(join_households, assembly, organiser, *pair)
    take_back_household(decision=decision, actor=organiser, now=NOON)
    assert [Respondent.objects.get(pk=person.pk).household_key for person in pair] == before
    with pytest.raises(ChangedMeanwhile):
        take_back_household(decision=decision, actor=organiser, now=NOON)


def test_a_hostel_is_not_a_household(assembly, organiser):
    """Everybody there counts for themselves, and no other spelling of it is asked about."""
    people = [person_at(assembly, **MILL_LANE) for _ in range(3)]
    person_at(assembly, **FLAT_2)
    decision = mark_no_household(
        assembly=assembly, example=people[0], keys=people[0].household_key, actor=organiser, now=NOON
    )
    assert [Respondent.objects.get(pk=person.pk).household_key for person in people] == ["", "", ""]
    assert people_sharing_a_household(assembly) == 0
    assert open_pairs(assembly) == []
    take_back_household(decision=decision, actor=organiser, now=NOON)
    assert shared(*people)


def test_a_joined_address_is_not_marked(assembly, organiser, pair):
    decide(join_households, assembly, organiser, *pair)
    with pytest.raises(HouseError) as refused:
        mark_no_household(
            assembly=assembly,
            example=pair[0],
            keys=keys_of(pair[0], pair[0]).split("-")[0],
            actor=organiser,
            now=NOON,
        )
    assert refused.value.code == "joined"


def test_decisions_hold_for_who_comes_with_a_later_import(assembly, organiser, pair):
    """New people at a decided address, and people whose row changed."""
    decide(join_households, assembly, organiser, *pair)
    hostel = person_at(assembly, "⟪1 Hostel Road⟫", "⟪AB9⟫")
    mark_no_household(assembly=assembly, example=hostel, keys=hostel.household_key, actor=organiser, now=NOON)
    rows = [
        "id,first name,address,postcode",
        f'{pair[0].reference},⟪Other⟫,"{MILL_LANE["address"]}",{MILL_LANE["postcode"]}',
        f'new,⟪New⟫,"{FLAT_2["address"]}",{FLAT_2["postcode"]}',
        "lodger,⟪Lodger⟫,⟪1 Hostel Road⟫,⟪AB9⟫",
    ]
    pool_import = dry_run_of(assembly, organiser, "\n".join(rows).encode())
    commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=organiser, now=NOON)
    assert shared(*pair, Respondent.objects.get(reference="new"))
    assert Respondent.objects.get(reference="lodger").household_key == ""


def test_an_address_that_changed_since_the_page_is_not_decided(assembly, organiser, pair):
    keys = keys_of(*pair)
    pair[1].address = "⟪1 Other Road⟫"
    with pytest.raises(ChangedMeanwhile):
        join_households(
            assembly=assembly, first=pair[0], second=pair[1], keys=keys, actor=organiser, now=NOON
        )


def test_the_page_decides(assembly, organiser, observer, client_of, pair):
    """Join from the list, mark from the shared addresses, take back from the decided ones."""
    open_pairs(assembly)
    client = client_of(organiser)
    url = reverse("pool_households", args=[assembly.slug])
    send = reverse("pool_household_decide", args=[assembly.slug])
    ((match, _places, reasons, keys),) = client.get(url).context["rows"]
    assert reasons == "same postcode, numbers and words"
    data = {"verdict": "same", "first": match.first_id, "second": match.second_id, "keys": keys}
    assert client_of(observer).post(send, data).status_code == 403
    client.post(send, data)
    assert shared(*pair)
    assert "joined by a decision" in client.get(url + "?tab=shared").content.decode()
    decision = HouseholdDecision.objects.get()
    client.post(reverse("pool_household_back", args=[assembly.slug, decision.pk]))
    assert not shared(*pair)
    assert client.post(send, {"verdict": "same"}, follow=True).status_code == 200
    assert AuditEvent.objects.filter(type__startswith="household.").count() == 2
