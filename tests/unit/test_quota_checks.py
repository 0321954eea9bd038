"""Shares into seats, sums, and what the pool can offer: by counting alone."""

from decimal import Decimal

import pytest

from sortition.quota_checks import (
    QuotaLine,
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


def test_the_exact_seats_are_not_rounded_and_a_half_rounds_up() -> None:
    assert exact_seats(Decimal(27), 50) == Decimal("13.5")
    assert rounded_seats(Decimal(27), 50) == 14


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
    assert [finding.code for finding in findings_of_line(line, seats=50, pool_size=100)] == codes


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
    assert (totals.share, totals.exact, totals.rounded) == (Decimal(100), Decimal(50), 51)
    assert (totals.minimum, totals.maximum, totals.available, totals.with_quota) == (13, 14, 8, 1)


@pytest.mark.parametrize(("people", "codes"), [(0, []), (49, ["more_seats_than_people"]), (50, [])])
def test_a_pool_smaller_than_the_panel_is_named(people, codes) -> None:
    assert [finding.code for finding in findings_of_whole(seats=50, pool_size=people)] == codes
