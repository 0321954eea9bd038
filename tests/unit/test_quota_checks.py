"""Shares into seats, sums, and what the pool can offer: by counting alone."""

from decimal import Decimal

import pytest

from sortition.lottery import Instance, Person, Quota
from sortition.quota_checks import (
    QuotaLine,
    contradictions,
    exact_seats,
    findings_of_category,
    findings_of_line,
    findings_of_whole,
    rounded_seats,
    suggested_quota,
    totals_of,
)


@pytest.mark.parametrize(
    ("share", "seats", "expected"),
    [
        ("27", 50, (13, 14)),
        ("26", 50, (13, 13)),
        ("0.8", 50, (0, 1)),
        ("100", 50, (50, 50)),
        ("0", 50, (0, 0)),
    ],
)
def test_a_share_gives_the_whole_numbers_on_either_side(share, seats, expected) -> None:
    assert suggested_quota(Decimal(share), seats) == expected


def test_the_exact_seats_are_not_rounded() -> None:
    assert exact_seats(Decimal(27), 50) == Decimal("13.5")


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (["22", "26", "24", "19", "9"], [11, 13, 12, 9, 5]),
        (["50.8", "48.4", "0.8"], [25, 24, 1]),
        (["17.6", "21.2", "24.8", "19.0", "17.4"], [9, 11, 12, 9, 9]),
        (["33.3", "33.3", "33.3"], [17, 17, 16]),
        (["27"], [14]),
        (["10", "20"], [5, 10]),
        ([], []),
    ],
)
def test_rounded_seats_of_a_whole_category_add_up_to_the_seats(shares, expected) -> None:
    """Largest remainder; of equal remainders the smaller group gains; shares that are no whole fill their own sum."""
    assert rounded_seats([Decimal(share) for share in shares], 50) == expected


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (QuotaLine(), []),
        (QuotaLine(minimum=1), ["half_a_quota"]),
        (QuotaLine(maximum=1), ["half_a_quota"]),
        (QuotaLine(minimum_flex=1), ["flexible_without_quota"]),
        (QuotaLine(minimum=3, maximum=2), ["minimum_above_maximum", "absent_from_pool"]),
        (QuotaLine(minimum=3, maximum=4, minimum_flex=4, available=99), ["flexible_minimum_above"]),
        (QuotaLine(minimum=3, maximum=4, maximum_flex=3, available=99), ["flexible_maximum_below"]),
        (QuotaLine(minimum=3, maximum=4, minimum_flex=3, maximum_flex=4, available=99), []),
        (QuotaLine(Decimal(10), 7, 8, available=99), ["minimum_above_share"]),
        (QuotaLine(Decimal(10), 2, 3, available=99), ["maximum_below_share"]),
        (QuotaLine(Decimal("0.8"), 0, 1, available=99), ["may_be_nobody"]),
        (QuotaLine(Decimal(3), 1, 2, available=99), ["may_be_alone"]),
        (QuotaLine(minimum=0, maximum=0), []),
        (QuotaLine(minimum=0, maximum=2), ["absent_from_pool"]),
        (QuotaLine(minimum=5, maximum=6, available=4), ["pool_too_small"]),
        (QuotaLine(minimum=5, maximum=6, available=29), ["thin"]),
        (QuotaLine(minimum=5, maximum=6, available=30), []),
    ],
)
def test_each_fault_of_a_value_has_its_finding(line: QuotaLine, codes: list[str]) -> None:
    assert [finding.code for finding in findings_of_line(line, seats=50, pool_size=500)] == codes


def test_an_empty_pool_is_not_held_against_a_quota() -> None:
    assert findings_of_line(QuotaLine(minimum=5, maximum=6), seats=50, pool_size=0) == []


@pytest.mark.parametrize(
    ("quotas", "codes"),
    [
        ([], ["no_values"]),
        ([(None, None)], ["no_quotas_yet"]),
        ([(2, 3), (None, None)], ["quotas_missing"]),
        ([(2, 3), (2, 3)], []),
        ([(5, 5), (6, 6)], ["minima_exceed_seats"]),
        ([(1, 2), (1, 2)], ["maxima_below_seats"]),
    ],
)
def test_the_sums_of_a_category_must_leave_room_for_the_seats(quotas, codes) -> None:
    lines = [QuotaLine(minimum=low, maximum=high) for low, high in quotas]
    assert [finding.code for finding in findings_of_category(lines, seats=5)] == codes


@pytest.mark.parametrize(
    ("shares", "codes"), [(("50", "49.6"), []), (("50", "49.4"), ["shares_not_hundred"]), (("50", None), [])]
)
def test_shares_should_add_up_to_a_hundred(shares, codes) -> None:
    lines = [QuotaLine(share and Decimal(share), 0, 5) for share in shares]
    assert [finding.code for finding in findings_of_category(lines, seats=5)] == codes


def test_totals_add_up_what_is_there() -> None:
    totals = totals_of(
        [QuotaLine(Decimal(27), 13, 14, available=7), QuotaLine(Decimal(73), available=1)], seats=50
    )
    assert (totals.share, totals.exact, totals.rounded) == (Decimal(100), Decimal(50), 50)
    assert (totals.minimum, totals.maximum, totals.available, totals.with_quota) == (13, 14, 8, 1)


@pytest.mark.parametrize(
    ("people", "codes"),
    [(0, []), (49, ["more_seats_than_people"]), (50, ["small_pool"]), (249, ["small_pool"]), (250, [])],
)
def test_a_pool_too_small_to_draw_or_replace_from_is_named(people, codes) -> None:
    assert [finding.code for finding in findings_of_whole(seats=50, pool_size=people)] == codes


def test_in_a_small_pool_only_the_groups_thinner_than_the_rest_are_named() -> None:
    """158 people for 50 seats are three for each; 35 for 14 seats are as many, 18 for 12 only half."""
    thin, usual = (
        QuotaLine(minimum=10, maximum=12, available=18),
        QuotaLine(minimum=12, maximum=14, available=35),
    )
    assert [each.code for each in findings_of_line(thin, seats=50, pool_size=158)] == ["thin"]
    assert findings_of_line(usual, seats=50, pool_size=158) == []


def test_contradictions_name_the_category_and_the_value() -> None:
    people = tuple(Person(str(number), {"age": "old" if number else "young"}) for number in range(4))
    quotas = (Quota("age", "young", 2, 3), Quota("age", "old", 2, 2))
    found = contradictions(Instance(3, quotas, people))
    assert [(each.category, each.value, each.finding.code) for each in found] == [
        ("age", "", "minima_exceed_seats"),
        ("age", "young", "pool_too_small"),
    ]
    assert [each.finding.code for each in contradictions(Instance(5, quotas, people))] == [
        "more_seats_than_people"
    ]


def test_a_crossed_category_need_not_fill_all_seats() -> None:
    """Its values without a quota are free."""
    people = tuple(
        Person(f"{age}-{sex}", {"age": age, "sex": sex}) for age in ("young", "old") for sex in ("f", "m")
    )
    quotas = (
        *(Quota("age", value, 1, 1) for value in ("young", "old")),
        *(Quota("sex", value, 1, 1) for value in ("f", "m")),
        Quota("age×sex", "young×f", 0, 1),
    )
    assert contradictions(Instance(2, quotas, people)) == []
