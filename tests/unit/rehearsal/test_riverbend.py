"""The invented town gives the pool that the demonstration tells of, and always the same one."""

import random
from datetime import date

import pytest

from sortition.lottery import Instance, Person, Quota, check_feasibility
from sortition.rehearsal import RIVERBEND, invite, pool_rows, targets_rows, volunteers, write_csv

TODAY = date(2026, 3, 15)


@pytest.fixture(scope="module")
def addresses():
    """12,500 letters."""
    return invite(RIVERBEND, 12_500, source=random.Random(3))


def answers(addresses):
    """523 volunteers, of whom 505 can be drawn once four have left a question blank."""
    return volunteers(
        RIVERBEND,
        addresses,
        count=523,
        by_phone_or_post=72,
        shared_addresses=15,
        unable=14,
        today=TODAY,
        source=random.Random(3),
    )


@pytest.fixture(scope="module")
def people(addresses):
    """The volunteers, drawn once for all tests."""
    return answers(addresses)


def test_every_letter_goes_to_another_address(addresses):
    """No address is invited twice."""
    assert len({(address.street, address.area) for address in addresses}) == 12_500


def test_the_counts_are_those_that_were_asked_for(people):
    """523 people, 72 of them by phone or post, 15 addresses with two people, 14 who cannot be drawn."""
    letters = [person.address.letter for person in people]
    assert len(people) == 523
    assert sum(person.channel != "web" for person in people) == 72
    assert len(letters) - len(set(letters)) == 15
    assert sum(not (person.can_attend and person.consents) for person in people) == 14


def test_the_same_seed_gives_the_same_people(addresses, people):
    """Nothing depends on the clock or on hash order."""
    assert answers(addresses) == people


def test_graduates_volunteer_more_readily(people):
    """Self-selection: far more graduates than in the population, far fewer people without qualifications."""
    of = [person.values["Education"] for person in people]
    assert of.count("Degree or above") / 523 > 0.55
    assert of.count("No qualifications") / 523 < 0.08


def test_ages_fit_the_bands(people):
    """Nobody's date of birth contradicts the age that they gave."""
    for person in people:
        age = (
            TODAY.year
            - person.born_on.year
            - ((TODAY.month, TODAY.day) < (person.born_on.month, person.born_on.day))
        )
        band = person.values["Age"]
        low, high = (75, 110) if band == "75 or over" else map(int, band.split("–"))
        assert low <= age <= high, (person.born_on, band)


def test_a_panel_of_fifty_is_possible(people):
    """The quotas can be met by those who can be drawn, with one person per household."""
    quotas = tuple(
        Quota(category.name, value.name, value.minimum, value.maximum)
        for category in RIVERBEND.categories
        for value in category.values
    )
    able = tuple(
        Person(str(person.number), person.values, str(person.address.letter))
        for person in people
        if person.can_attend and person.consents
    )
    assert check_feasibility(Instance(50, quotas, able)).is_feasible


def test_the_file_has_gaps_slips_and_rows_to_reject(people):
    """Somebody left questions blank; the last four rows are ones that no import should take."""
    heading, *rows = pool_rows(RIVERBEND, people, source=random.Random(3), gaps=4)
    references = [row[0] for row in rows]
    answers = [dict(zip(heading, row, strict=True)) for row in rows[:523]]
    assert len(rows) == 527
    assert references.count("") == 2
    assert len({reference for reference in references if reference}) == 524
    blank = ("", "Prefer not to say")
    assert sum(row["Education"] in blank or row["View on traffic"] in blank for row in answers) == 4


def test_targets_are_written_in_the_usual_form():
    """Category, value, share, least and most, with a byte order mark as spreadsheet programs write it."""
    lines = write_csv(targets_rows(RIVERBEND)).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["category,name,share,min,max", "Age,16–29,22.0,10,12"]
    assert len(lines) == 23
