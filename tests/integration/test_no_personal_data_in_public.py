"""Nobody is named in public who has not agreed to it or holds an office: searched in all that anybody can reach.

The walk through the whole demonstration is in test_demo.py, where the demonstration is built.
"""

from itertools import starmap

import pytest

from assembly.enums import AssemblyState
from assembly.models import Assembly, PublicStatement
from tests.factories import UserFactory
from tests.factories_evidence import make_item, make_witness
from tests.factories_outcomes import make_plan
from tests.factories_people import make_members
from tests.factories_pool import RespondentFactory
from tests.factories_register import make_entry
from tests.factories_site import make_statement
from tests.public_walk import People, everybody, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def peopled(assembly):
    """An assembly that the public knows of, with a pool, members, a witness, evidence and answers."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    RespondentFactory(
        assembly=assembly,
        first_name="Wilhelmina",
        last_name="Quartermaine",
        email="wilhelmina@example.org",
        phone="01632 960 777",
        address="17 Nightingale Crescent",
    )
    make_members(assembly, 3)
    witness = make_witness(assembly, state="accepted", name="Ottoline Farthingale")
    make_item(assembly, state="published", witness=witness)
    make_item(assembly, state="published")
    make_plan(assembly)
    make_entry(assembly)
    UserFactory(name="Peregrine Lockwood")
    return assembly


def _found():
    people = everybody()
    return sorted({(each, address) for address, text in walk() for each, _whose in people.found_in(text)})


def test_nobody_is_found_where_nobody_is_named(peopled):
    make_statement(peopled)
    assert _found() == []


@pytest.mark.parametrize(
    "words",
    [
        "Ask Wilhelmina  Quartermaine.",
        "wilhelmina@example.org",
        "Call 01632-960 777",
        "17 Nightingale\nCrescent",
        "Peregrine Lockwood watches over it",
        "Heard: OTTOLINE FARTHINGALE",
    ],
)
def test_whoever_is_named_is_found(peopled, words):
    """However it is written."""
    make_statement(peopled, oversight=words)
    assert PublicStatement.objects.get().oversight == words
    assert _found() != []


def test_the_walk_reaches_each_kind_of_page(peopled):
    """Pages, what is below them, files and feeds."""
    make_statement(peopled)
    reached = {address.partition("?")[0] for address, _text in walk()}
    wanted = starmap(
        "/{}/{}/{}".format,
        [
            ("about", peopled.slug, ""),
            ("about", peopled.slug, "feed/"),
            ("evidence", peopled.slug, "2/"),
            ("answers", peopled.slug, "1/"),
            ("answers", peopled.slug, "side-by-side/"),
            ("privacy", peopled.slug, ""),
        ],
    )
    assert [address for address in wanted if address not in reached] == []
    assert any(address.endswith(".csv") or "csv" in address for address in reached)


def test_a_part_of_a_word_is_nobody():
    people = People()
    people.add("somebody", "Ann Marsh")
    assert people.found_in("Joann Marshall") == []
    assert people.found_in("by Ann Marsh.") == [("ann marsh", "somebody")]
