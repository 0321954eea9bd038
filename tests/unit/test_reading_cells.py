"""Single cells: yes and no, dates, names, households."""

from datetime import date

import pytest

from sortition.reading.cells import date_order, gist, past_date, reads_both_ways, split_name, yes_or_no
from sortition.reading.rows import household_key

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("text", ["Y", "yes ", "ja", "1", "TRUE", "x", "Oui", "Yes."])
def test_many_ways_to_say_yes(text):
    """As people write it."""
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["N", "no", "Nein", "0", "false"])
def test_many_ways_to_say_no(text):
    """As people write it."""
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["", "maybe", "2", "-"])
def test_what_is_neither_is_never_no(text):
    """Blank is not “no”."""
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1980-12-31", "day"),
        ("31/12/1980", "day"),
        ("31.12.1980", "day"),
        ("12/31/1980", "month"),
        ("31 Dec 1980", "day"),
        ("31st December 1980", "day"),
        ("1980-12-31 00:00:00", "day"),
        ("29586", "day"),
        ("31/12/80", "day"),
    ],
)
def test_dates_of_birth_in_the_usual_forms(text, order):
    """ISO, with points or slashes, in words, or as Excel's number."""
    assert past_date(text, order=order, today=TODAY) == date(1980, 12, 31)


@pytest.mark.parametrize("text", ["1980", "31/31/1980", "2027-01-01", "1850-01-01", "soon", "99999"])
def test_what_is_no_date_of_birth(text):
    """A year alone, impossible days, dates to come, dates of the dead."""
    assert past_date(text, order="day", today=TODAY) is None


def test_the_order_of_day_and_month_is_decided_for_the_whole_column():
    """One date that can be read in one way only decides for all; without one the day comes first, unproved."""
    assert date_order(["01/02/1980", "12/31/1980"]) == ("month", True)
    assert date_order(["01/02/1980", "31/12/1980"]) == ("day", True)
    assert date_order(["01/02/1980"]) == ("day", False)
    assert date_order(["1980-02-01"]) == ("day", True)


def test_full_names_are_parted():
    """Before the last word, or at the comma."""
    assert split_name("Amara Osei") == ("Amara", "Osei")
    assert split_name("Osei, Amara") == ("Amara", "Osei")
    assert split_name("Cher") == ("Cher", "")


def test_households_are_equal_but_for_case_spaces_and_punctuation():
    """A blank address is shared with nobody, and a postcode alone is no household."""
    assert household_key("12, Mill Lane", "AB1 2CD") == household_key(" 12 mill  LANE.", "ab1 2cd")
    assert household_key("12 Mill Lane", "AB1") != household_key("1 2 Mill Lane", "AB1")
    assert household_key("", "AB1 2CD") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30 - 44", "30–44"),
        ("75+", "75 or over"),
        ("Over 75", "75 and older"),
        ("Woman", "female"),
        ("School-level", "school level"),
    ],
)
def test_two_spellings_of_one_answer_have_the_same_gist(one, other):
    assert gist(one) == gist(other)


@pytest.mark.parametrize(("one", "other"), [("1-5", "15"), ("75", "75+"), ("under 18", "over 18")])
def test_two_answers_have_not(one, other):
    assert gist(one) != gist(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/1980", True),
        ("04/04/1980", False),
        ("4/04/1980", False),
        ("13/04/1980", False),
        ("1980-03-04", False),
    ],
)
def test_a_date_reads_both_ways_if_day_and_month_can_change_places(text, expected):
    assert reads_both_ways(text) is expected
