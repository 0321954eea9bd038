"""What makes two entries perhaps one person, and two addresses perhaps one household."""

from datetime import date

import pytest

from sortition.matching import (
    LARGEST_BLOCK,
    address_score,
    compare,
    email_key,
    entry_of,
    name_score,
    phone_key,
    place_of,
    plain,
    possible_households,
    possible_persons,
    shared_contact,
)

BORN = date(1980, 5, 17)
OTHER_DAY = date(1980, 5, 18)


def named(first, last, key=1, **more):
    return entry_of(key, first_name=first, last_name=last, **more)


def reasons(one, other):
    match = compare(one, other)
    return match and dict(match.reasons)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Zoë  O’Brien-Łoś ", "zoe obrien los"),
        ("STRASSE Straße", "strasse strasse"),
        ("Søren Æ. Ðór", "soren ae dor"),
        ("İpek", "ipek"),
        ("李 明", "李 明"),
        ("--", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("020 7946 0123", "+44 (0)20 79460123", True),
        ("0044 20 7946 0123", "020-7946-0123 ext. 7", True),
        ("+45 12 34 56 78", "12345678", True),
        ("020 7946 0123", "020 7946 0124", False),
        ("12345", "12345", False),
        ("0000000000", "0000000000", False),
        ("none", "none", False),
    ],
)
def test_phones_are_the_same_however_they_are_written(one, other, is_same):
    """What is too short or one digit over and over is no number."""
    assert (phone_key(one) == phone_key(other) != "") is is_same


def test_what_is_no_email_address_is_shared_with_nobody():
    assert (email_key(" Ada@Example.org "), email_key("none")) == ("ada@example.org", "")


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        (("Amara", "Osei"), ("Osei", "Amara"), 100),
        (("Jon", "Smith"), ("John", "Smith"), 90),
        (("Zoë", "Müller"), ("Zoe", "Mueller"), 90),
        (("Anna Maria", "Kowalska"), ("Anna", "Kowalska"), 100),
        (("", "Amara Osei"), ("Amara", "Osei"), 100),
        (("Katherine", "Hughes"), ("Kathrine", "Huhges"), 85),
    ],
)
def test_names_are_alike_in_spite_of_typing(one, other, least):
    assert name_score(named(*one), named(*other)) >= least


@pytest.mark.parametrize(
    ("one", "other"), [(("Anna", "Smith"), ("Peter", "Jones")), (("", ""), ("", "")), (("Ann", ""), ("", ""))]
)
def test_other_names_are_not_alike(one, other):
    assert name_score(named(*one), named(*other)) < 50


def test_the_same_birth_date_and_nearly_the_same_name():
    one, other = named("Jon", "Smith", 1, born_on=BORN), named("John", "Smith", 2, born_on=BORN)
    assert reasons(one, other) == {"born": 0, "names": 94}


def test_names_alone_are_no_reason():
    """There are many Smiths."""
    assert compare(named("John", "Smith", 1), named("John", "Smith", 2)) is None


def test_one_phone_and_nearly_one_name_with_a_mistyped_birth_date():
    one = named("Jon", "Smith", 1, phone="020 7946 0123", born_on=BORN)
    other = named("John", "Smith", 2, phone="+44 20 7946 0123", born_on=OTHER_DAY)
    assert reasons(one, other) == {"phone": 0, "names": 94, "born_differs": 0}


def test_a_couple_with_one_phone_is_two_people():
    one = named("Anna", "Smith", 1, phone="020 7946 0123", born_on=BORN)
    other = named("Peter", "Smith", 2, phone="020 7946 0123", born_on=OTHER_DAY)
    assert compare(one, other) is None
    assert shared_contact(one, other) == (("phone", 0),)


def test_somebody_who_married_is_found_by_the_first_name():
    one = named("Anna", "Smith", 1, email="anna@example.org")
    other = named("Anna", "Wojciechowska", 2, email="ANNA@example.org")
    assert "email" in reasons(one, other)


def test_mother_and_daughter_of_one_name_at_one_address_are_two_people():
    """Unless nobody knows when they were born."""
    at = {"address": "12 Mill Lane", "postcode": "AB1"}
    one = named("Anna", "Smith", 1, born_on=BORN, **at)
    assert compare(one, named("Anna", "Smith", 2, born_on=date(2004, 1, 1), **at)) is None
    assert reasons(one, named("Anna", "Smith", 2, **at)) == {"address": 0, "names": 100}


def test_blanks_are_shared_with_nobody():
    assert possible_persons([named("", "", 1), named("", "", 2)]) == ([], 0)


def test_an_entry_that_too_many_share_compares_nobody():
    """A birth date that stands for "unknown"; how many it concerns is told."""
    crowd = [named("Ann", "Smith", key, born_on=date(1900, 1, 1)) for key in range(LARGEST_BLOCK + 1)]
    assert possible_persons(crowd) == ([], LARGEST_BLOCK + 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Mill Lane flat 2", "Flat 2, 12 Mill Ln"),
        ("12a Mill Lane", "12 A Mill Lane."),
        ("Apt 3, 4 Church St.", "3/4 Church Street"),
        ("Hauptstr. 5", "Hauptstraße 5"),
        ("12 Mill Lane", "12 Mill Lane, Riverbend"),
        ("12 Mill Lane AB1 2CD", "12 Mil Lane"),
        ("The Oaks", "the oaks"),
    ],
)
def test_spellings_of_one_address_are_found(one, other):
    assert address_score(place_of(one, "AB1 2CD"), place_of(other, "ab12cd")) >= 84


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Mill Lane", "14 Mill Lane"),
        ("Flat A, 12 Mill Lane", "Flat B, 12 Mill Lane"),
        ("Upper flat, 12 Mill Lane", "Lower flat, 12 Mill Lane"),
        ("12 Mill Lane", "12 Oak Road"),
        ("12 Mill Lane", "12 Mill Lane flat 2"),
    ],
)
def test_next_door_lives_somebody_else(one, other):
    assert address_score(place_of(one, "AB1"), place_of(other, "AB1")) < 84


def test_without_a_postcode_addresses_are_not_compared():
    assert address_score(place_of("12 Mill Lane", ""), place_of("12 Mill Lane", "")) == 0
    assert possible_households([(1, "a", "12 Mill Lane", ""), (2, "b", "12 Mill Ln", "")]) == ([], 0)


def test_an_address_of_nothing_but_a_word_for_number_is_none():
    assert (place_of("", "AB1"), place_of(" - ", "AB1"), place_of("Flat", "AB1")) == (None, None, None)


def test_possible_households_name_a_person_and_a_key_at_each():
    found, left_out = possible_households(
        [
            (7, "k2", "Flat 2, 12 Mill Ln", "AB1 2CD"),
            (3, "k1", "12 Mill Lane flat 2", "AB1 2CD"),
            (9, "k3", "14 Mill Lane", "AB1 2CD"),
        ]
    )
    ((match, first_key, second_key),) = found
    assert (match.first, first_key, match.second, second_key, left_out) == (3, "k1", 7, "k2", 0)
