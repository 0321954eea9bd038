"""Age bands from dates, years and ages; regions from postcodes."""

from datetime import date

import pytest

from sortition.reading.derived import (
    AGE,
    PREFIX,
    Band,
    Rule,
    age_bands,
    age_on,
    longest_prefix,
    overlapping,
    read_prefixes,
)
from sortition.reading.errors import Unreadable
from sortition.reading.fields import KnownCategory
from sortition.reading.files import read_file
from sortition.reading.questions import near_miss

ON, TODAY = date(2026, 6, 30), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("16-29", 16, 29),
        ("16–29", 16, 29),
        ("30 to 44", 30, 44),
        ("45 - 59 years", 45, 59),
        ("65+", 65, None),
        ("65 and over", 65, None),
        ("over 75", 75, None),
        ("under 18", 0, 17),
        ("up to 17", 0, 17),
        ("17 or younger", 0, 17),
    ],
)
def test_value_names_are_read_as_age_bands(name, least, most):
    assert age_bands([name]) == [Band(name, least, most)]


def test_other_names_are_no_bands():
    assert age_bands(["Would not say", "Young", "North 1"]) == []


def test_over_an_age_begins_after_the_band_that_still_holds_it():
    assert age_bands(["60-75", "over 75"])[1] == Band("over 75", 76, None)
    assert age_bands(["60-74", "over 75"])[1] == Band("over 75", 75, None)


def test_bands_that_share_an_age_are_named():
    assert overlapping(age_bands(["16-30", "30-44", "45+"])) == ("16-30", "30-44")
    assert overlapping(age_bands(["16-29", "30-44", "45+"])) is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("1980-06-30", 46),
        ("1980-07-01", 45),
        ("30/06/1980", 46),
        ("1980", 46),
        ("46", 46),
        ("46 years old", 46),
        ("46.0", 46),
        ("none of your business", None),
        ("1800", None),
        ("150", None),
        ("2026-11-01", None),
    ],
)
def test_an_age_is_worked_out_from_a_date_a_year_or_an_age(text, age):
    """A birthday on the day counts; whoever is not yet born on the day has no age."""
    assert age_on(text, on=ON, order="day", today=TODAY) == age


def test_an_age_in_a_column_of_age_bands_gets_the_band_as_a_proposal():
    options = [("=16–44", "16–44"), ("=45+", "45+"), ("blank", "Leave blank")]
    assert [near_miss(text, options) for text in ("34", "45 years", "12", "300")] == [
        "=16–44",
        "=45+",
        "",
        "",
    ]


def test_the_longest_prefix_wins():
    prefixes = {"RB": "Riverbend", "RB1": "Centre", "RB12": "North"}
    codes = ("rb12 2ab", "RB12", "RB9 9ZZ", "HF1", "")
    assert [longest_prefix(code, prefixes) for code in codes] == ["North", "North", "Riverbend", "", ""]


@pytest.mark.parametrize("code", ["RB1 2BB", "rb12bb", "RB1-2BB", " RB1  2bb "])
def test_the_space_of_a_postcode_counts_and_is_put_back(code):
    """“RB1 2BB” lies in RB1, also where it was written without its space."""
    assert longest_prefix(code, {"RB1": "Centre", "RB12": "North"}) == "Centre"
    assert longest_prefix(code, {"RB1": "Centre", "RB1 2": "Quay"}) == "Quay"


def test_a_rule_gives_a_value_for_the_cells_that_it_can_read():
    category = KnownCategory(1, "Age", {"16–44": 1, "45+": 2, "Would not say": 3})
    rule = Rule(category, AGE, ON)
    found = rule.recognised(["1990", "12/1/1950", "n/a", "9"], order="day", today=TODAY)
    assert found == {"1990": "16–44", "12/1/1950": "45+"}
    region = Rule(KnownCategory(2, "Region", {"North": 4}), PREFIX, prefixes={"RB1": "North"})
    assert region.recognised(["RB1 1AA", "HF1"], order="day", today=TODAY) == {"rb1 1aa": "North"}


def test_a_table_of_prefixes_is_read():
    table = read_file(b"prefix,region\nrb1,north\nrb12,South\nRB1,North\n")
    assert read_prefixes(table, {"North": 7, "South": 8}) == {"RB1": 7, "RB12": 8}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"prefix\nRB1\nRB2\n", "not_two_columns"),
        (b"prefix,region\nRB1,East\n", "unknown_value"),
        (b"prefix,region\n-,North\n", "no_prefix"),
        (b"prefix,region\nRB1,North\nrb1,South\n", "double_prefix"),
    ],
)
def test_a_table_of_prefixes_with_a_fault_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        read_prefixes(read_file(data), {"North": 7, "South": 8})
    assert refused.value.code == code
