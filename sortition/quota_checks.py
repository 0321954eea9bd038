"""Check quotas by counting, category by category: shares into seats, sums, what the pool can offer. Pure.

What can be seen by counting is told here, beside the cell it concerns; whether all quotas can be met together is
decided exactly by `sortition.lottery.check_feasibility`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from sortition.lottery import Instance

SHARES_TOLERANCE = Decimal("0.5")
"""Published shares are rounded: eight values with one decimal may be off by 0.4 in all."""

THIN_FACTOR = 5
"""Fewer people than this for each seat make a group, or a whole pool, hard to replace from."""


class Tone(StrEnum):
    """How grave a finding is: cannot be, needs care, worth a thought."""

    BAD = "bad"
    WARN = "warn"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a value, a category or the whole; `code` names the sentence, `params` fill it."""

    code: str
    tone: Tone
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """What is known of one value: share in per cent, quota, people in the pool, people who answered so."""

    share: Decimal | None = None
    minimum: int | None = None
    maximum: int | None = None
    minimum_flex: int | None = None
    maximum_flex: int | None = None
    available: int = 0
    answered: int = 0


def exact_seats(share: Decimal, seats: int) -> Decimal:
    """Return share · seats / 100, unrounded: 27 % of 50 is 13.5."""
    return share * seats / 100


def rounded_seats(shares: Sequence[Decimal], seats: int) -> list[int]:
    """Round the exact seats of a category so that they add up, by largest remainder.

    Every value gets its whole seats; those left go one each to the largest remainders, of equal ones to the smaller
    share, so that small groups are not rounded away. Shares that miss 100 by no more than published rounding fill
    all seats; others add up to their own sum, rounded.
    """
    total = sum(shares, Decimal(0))
    is_whole = abs(total - 100) <= SHARES_TOLERANCE
    exact = [share * seats / (total if is_whole else 100) for share in shares]
    rounded = [int(each.to_integral_value(ROUND_FLOOR)) for each in exact]
    left = int(sum(exact, Decimal(0)).to_integral_value(ROUND_HALF_UP)) - sum(rounded)
    by_remainder = sorted(range(len(exact)), key=lambda at: (rounded[at] - exact[at], exact[at]))
    for at in by_remainder[:left]:
        rounded[at] += 1
    return rounded


def suggested_quota(share: Decimal, seats: int) -> tuple[int, int]:
    """Return the whole numbers on either side of the exact seats: 13.5 gives 13 to 14, and 13 gives 13 to 13."""
    exact = exact_seats(share, seats)
    return int(exact.to_integral_value(ROUND_FLOOR)), int(exact.to_integral_value(ROUND_CEILING))


def findings_of_line(line: QuotaLine, *, seats: int, pool_size: int) -> list[Finding]:
    """Say what is wrong or noteworthy with one value; nothing about the pool while it is empty.

    A group is thin where it has fewer than `THIN_FACTOR` people for each seat and at most half as many as the pool
    has for each seat: in a small pool every group is thin, and `findings_of_whole` says so once.
    """
    findings = _findings_of_bounds(line)
    if line.share is not None and line.minimum is not None:
        findings += _findings_of_share(line.share, line.minimum, line.maximum, seats)
    if pool_size:
        findings += _findings_of_pool(line, Decimal(pool_size) / seats if seats else Decimal(0))
    return findings


def _findings_of_bounds(line: QuotaLine) -> list[Finding]:
    low, high = line.minimum, line.maximum
    if (low is None) != (high is None):
        return [Finding("half_a_quota", Tone.BAD)]
    if low is None or high is None:
        if line.minimum_flex is not None or line.maximum_flex is not None:
            return [Finding("flexible_without_quota", Tone.BAD)]
        return []
    findings = []
    if low > high:
        findings.append(Finding("minimum_above_maximum", Tone.BAD, {"minimum": low, "maximum": high}))
    if line.minimum_flex is not None and line.minimum_flex > low:
        findings.append(
            Finding("flexible_minimum_above", Tone.BAD, {"flex": line.minimum_flex, "minimum": low})
        )
    if line.maximum_flex is not None and line.maximum_flex < high:
        findings.append(
            Finding("flexible_maximum_below", Tone.BAD, {"flex": line.maximum_flex, "maximum": high})
        )
    return findings


def _findings_of_share(share: Decimal, low: int, high: int | None, seats: int) -> list[Finding]:
    floor, ceiling = suggested_quota(share, seats)
    if low > ceiling:
        return [Finding("minimum_above_share", Tone.HINT, {"minimum": low, "ceiling": ceiling})]
    if high is not None and high < floor:
        return [Finding("maximum_below_share", Tone.HINT, {"maximum": high, "floor": floor})]
    if low == 0 and share > 0:
        return [Finding("may_be_nobody", Tone.HINT)]
    if low == 1 and high is not None:
        return [Finding("may_be_alone", Tone.HINT)]
    return []


def _findings_of_pool(line: QuotaLine, people_per_seat: Decimal) -> list[Finding]:
    here = line.available
    if line.minimum is None or line.maximum is None:
        return []
    if here == 0 and (line.maximum or line.minimum):
        tone = Tone.BAD if line.minimum else Tone.WARN
        return [Finding("absent_from_pool", tone, {"minimum": line.minimum, "available": 0})]
    if here < line.minimum:
        return [Finding("pool_too_small", Tone.BAD, {"minimum": line.minimum, "available": here})]
    if here < line.maximum * min(Decimal(THIN_FACTOR), people_per_seat / 2):
        return [Finding("thin", Tone.WARN, {"maximum": line.maximum, "available": here})]
    return []


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one category; `minimum` and `maximum` are of the values that have a quota."""

    share: Decimal | None
    exact: Decimal | None
    rounded: int | None
    minimum: int
    maximum: int
    available: int
    with_quota: int


def totals_of(lines: Sequence[QuotaLine], *, seats: int) -> Totals:
    """Add up one category."""
    shares = [line.share for line in lines if line.share is not None]
    share = sum(shares, Decimal(0)) if shares else None
    return Totals(
        share=share,
        exact=None if share is None else exact_seats(share, seats),
        rounded=sum(rounded_seats(shares, seats)) if shares else None,
        minimum=sum(line.minimum or 0 for line in lines),
        maximum=sum(line.maximum or 0 for line in lines),
        available=sum(line.available for line in lines),
        with_quota=sum(line.minimum is not None and line.maximum is not None for line in lines),
    )


def findings_of_category(lines: Sequence[QuotaLine], *, seats: int) -> list[Finding]:
    """Say whether the sums of one category leave room for exactly `seats` people: Σ min ≤ seats ≤ Σ max."""
    totals = totals_of(lines, seats=seats)
    findings: list[Finding] = []
    if not lines:
        return [Finding("no_values", Tone.WARN)]
    if totals.with_quota == 0:
        return [Finding("no_quotas_yet", Tone.HINT)]
    if totals.with_quota < len(lines):
        findings.append(Finding("quotas_missing", Tone.WARN, {"missing": len(lines) - totals.with_quota}))
    if totals.minimum > seats:
        findings.append(Finding("minima_exceed_seats", Tone.BAD, {"total": totals.minimum, "seats": seats}))
    # With a quota still missing, too little room is not yet a fault.
    if totals.maximum < seats and totals.with_quota == len(lines):
        findings.append(Finding("maxima_below_seats", Tone.BAD, {"total": totals.maximum, "seats": seats}))
    if _shares_are_off(lines):
        findings.append(Finding("shares_not_hundred", Tone.WARN, {"total": str(totals.share)}))
    return findings


def _shares_are_off(lines: Sequence[QuotaLine]) -> bool:
    shares = [line.share for line in lines if line.share is not None]
    return len(shares) == len(lines) and abs(sum(shares, Decimal(0)) - 100) > SHARES_TOLERANCE


def findings_of_whole(*, seats: int, pool_size: int) -> list[Finding]:
    """Say what concerns all categories at once."""
    if 0 < pool_size < seats:
        return [Finding("more_seats_than_people", Tone.BAD, {"seats": seats, "people": pool_size})]
    if 0 < pool_size < seats * THIN_FACTOR:
        return [Finding("small_pool", Tone.WARN, {"seats": seats, "people": pool_size})]
    return []


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that counting alone shows to be impossible: about a value, a category, or ("", "") the whole."""

    category: str
    value: str
    finding: Finding


def contradictions(instance: Instance) -> list[Contradiction]:
    """Return what no pool search is needed for; the exact answer is that of `check_feasibility`."""
    seats, people = instance.seats, len(instance.people)
    whole = [Contradiction("", "", each) for each in _grave(findings_of_whole(seats=seats, pool_size=people))]
    if whole:
        return whole
    found = []
    for category in instance.categories:
        here = Counter(person.values[category] for person in instance.people)
        quotas = [quota for quota in instance.quotas if quota.category == category]
        lines = [
            QuotaLine(minimum=quota.minimum, maximum=quota.maximum, available=here[quota.value])
            for quota in quotas
        ]
        sums = _grave(findings_of_category(lines, seats=seats))
        # Values that a crossed category does not name are free, so its maximums need not reach the seats.
        is_open = category in instance.crossed
        found += [
            Contradiction(category, "", each)
            for each in sums
            if not (is_open and each.code == "maxima_below_seats")
        ]
        for quota, line in zip(quotas, lines, strict=True):
            grave = _grave(findings_of_line(line, seats=seats, pool_size=people))
            found += [Contradiction(category, quota.value, each) for each in grave]
    return found


def _grave(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.tone is Tone.BAD]
