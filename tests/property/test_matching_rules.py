"""The search for same persons against every pair, in any order, with any typing error."""

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.matching import (
    address_score,
    compare,
    entry_of,
    name_score,
    phone_key,
    place_of,
    plain,
    possible_households,
    possible_persons,
)
from sortition.reading.rows import household_key

FIRST = ["Amara", "Zoë", "Anna Maria", "Jon", "John", "Peter", ""]
LAST = ["Osei", "Müller", "Smith", "Smyth", "Kowalska", ""]
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "first_name": st.sampled_from(FIRST),
            "last_name": st.sampled_from(LAST),
            "born_on": st.sampled_from([None, date(1980, 5, 17), date(1991, 1, 2)]),
            "email": st.sampled_from(["", "a@example.org", "A@Example.org", "b@example.org"]),
            "phone": st.sampled_from(["", "020 7946 0123", "+44 20 7946 0123", "020 7946 9999"]),
            "address": st.sampled_from(["", "12 Mill Lane", "12 Mill Ln", "14 Mill Lane"]),
            "postcode": st.sampled_from(["", "AB1"]),
        }
    ),
    max_size=12,
)
ADDRESSES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "12 Mill Lane",
                "12 mill ln.",
                "Flat 2, 12 Mill Lane",
                "12 Mil Lane",
                "14 Mill Lane",
                "Mill House",
                "",
            ]
        ),
        st.sampled_from(["AB1", "ab1", "AB2", ""]),
    ),
    max_size=12,
)
NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéü'- ", min_size=1, max_size=20)
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


def entries_from(people):
    return [entry_of(key, **fields) for key, fields in enumerate(people)]


@given(PEOPLE)
def test_blocks_find_exactly_what_comparing_everybody_finds(people):
    """And no pair twice."""
    entries = entries_from(people)
    found, left_out = possible_persons(entries)
    everything = [match for pair in combinations(entries, 2) if (match := compare(*pair))]
    assert left_out == 0
    assert len({(match.first, match.second) for match in found}) == len(found)
    assert sorted(found, key=repr) == sorted(everything, key=repr)


@given(ADDRESSES)
def test_blocks_find_exactly_the_addresses_that_comparing_all_finds(addresses):
    """One person for each address, as the pool gives them."""
    distinct = {household_key(*where): (pk, *where) for pk, where in enumerate(addresses) if where[0]}
    rows = [(pk, key, address, postcode) for key, (pk, address, postcode) in distinct.items()]
    found, left_out = possible_households(rows)
    expected = {
        tuple(sorted((one[0], other[0])))
        for one, other in combinations(rows, 2)
        if address_score(place_of(*one[2:]), place_of(*other[2:])) >= 84
    }
    assert left_out == 0
    assert sorted((match.first, match.second) for match, _key, _other in found) == sorted(expected)


@given(PEOPLE)
def test_the_order_of_two_entries_does_not_matter(people):
    for one, other in combinations(entries_from(people), 2):
        assert compare(one, other) == compare(other, one)
        assert name_score(one, other) == name_score(other, one)


@given(NAMES, NAMES, NAMES, NAMES)
def test_a_score_is_a_percentage_whichever_way_round(first, last, other_first, other_last):
    one = entry_of(1, first_name=first, last_name=last)
    other = entry_of(2, first_name=other_first, last_name=other_last)
    assert 0 <= name_score(one, other) == name_score(other, one) <= 100
    turned = entry_of(3, first_name=last, last_name=first)
    assert name_score(one, turned) == (100 if plain(first) or plain(last) else 0)


@settings(max_examples=200)
@given(LETTERS, LETTERS, st.data())
def test_one_typing_error_in_a_name_is_found(first, last, data):
    """A letter left out, doubled, wrong, or two that changed places; with the same birth date."""
    at = data.draw(st.integers(0, len(first) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                first[:at] + first[at + 1 :],
                first[:at] + first[at] + first[at:],
                first[:at] + "x" + first[at + 1 :],
                first[:at] + first[at + 1] + first[at] + first[at + 2 :],
            ]
        )
    )
    born = date(1980, 5, 17)
    one = entry_of(1, first_name=first, last_name=last, born_on=born)
    other = entry_of(2, first_name=wrong, last_name=last, born_on=born)
    assert possible_persons([one, other])[0] != []


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared_without_complaint(text, other):
    """Also what no name, number or address is."""
    one = entry_of(1, first_name=text, last_name=other, email=text, phone=text, address=text, postcode=other)
    two = entry_of(2, first_name=other, last_name=text, email=text, phone=text, address=text, postcode=other)
    assert compare(one, two) == compare(two, one)
    assert plain(plain(text)) == plain(text)
    assert phone_key(phone_key(text)) == phone_key(text)
