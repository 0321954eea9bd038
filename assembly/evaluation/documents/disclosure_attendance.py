"""Of a pack: who took part in which half of a session, as bands of counts, and what was spent."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from assembly.evaluation.bands import band_of
from assembly.evaluation.merged_spending import LEAST, SEVERAL, Paid, merged_sums
from assembly.evaluation.pack_files import Scope, Table, applied
from assembly.evaluation.redaction_rules import BANDS, MERGED, NO_NAMES, PERIOD, WITHHELD
from scheduling.enums import Half
from scheduling.enums_attendance import Presence
from scheduling.enums_money import ClaimState, HonorariumState
from scheduling.models import Attendance, ExpenseClaim, Honorarium, MoneyTerms, Payment, Session

_SETTLED_HONORARIA = (HonorariumState.APPROVED, HonorariumState.PAID)
_SETTLED_CLAIMS = (ClaimState.APPROVED, ClaimState.PAID)


def attendance_tables(scope: Scope) -> Iterator[Table]:
    """Yield one row for each half of each session that was held."""
    sessions = list(Session.objects.filter(assembly=scope.assembly).order_by("starts_at", "pk"))
    inside = [each for each in sessions if scope.covers(each.starts_at.astimezone(each.zone).date())]
    noted = Attendance.objects.filter(session__in=inside).order_by()
    counts = Counter(noted.values_list("session", "half", "state"))
    rows: list[list[str | int]] = []
    for session in inside:
        for half in session.halves:
            cells = [counts[session.pk, half, state] for state in Presence]
            if any(cells):
                day = session.starts_at.astimezone(session.zone).date().isoformat()
                bands = map(band_of, cells)
                rows.append([session.number, day, str(Half(half).label), *bands])
    yield Table(
        "attendance/half-days",
        "How many people took part in each half of each session",
        ["session", "day", "half", *(state.value for state in Presence)],
        rows,
        applied(
            **{
                BANDS: len(rows) * len(Presence),
                NO_NAMES: len(rows),
                PERIOD: len(sessions) - len(inside),
            }
        ),
    )


def spending_tables(scope: Scope) -> Iterator[Table]:
    """Yield what was approved or paid, by kind, role and month; and when payments were made."""
    terms = MoneyTerms.objects.filter(assembly=scope.assembly).first()
    found = [*_honoraria(scope), *_claims(scope)]
    inside = [paid for day, paid in found if scope.covers_month(day)]
    merged = merged_sums(inside)
    currency = terms.currency if terms else ""
    rows: list[list[str | int]] = [
        [*map(_word, each.key), each.people, f"{each.amount:.2f}", currency] for each in merged.sums
    ]
    yield Table(
        "spending/sums",
        f"What was paid or approved to be paid, by kind, role and month; {LEAST} people or more behind each sum",
        ["what", "role", "month", "people", "amount", "currency"],
        rows,
        applied(
            **{
                NO_NAMES: len(rows),
                MERGED: merged.merged,
                # How many payments or people these are would tell what the rule hides.
                WITHHELD: bool(merged.withheld),
                PERIOD: len({f"{day:%Y-%m}" for day, _paid in found if not scope.covers_month(day)}),
            }
        ),
    )
    yield _payments(scope)


def _payments(scope: Scope) -> Table:
    payments = list(Payment.objects.filter(assembly=scope.assembly).order_by("number"))
    inside = [each for each in payments if scope.covers_month(timezone.localdate(each.made_at))]
    return Table(
        "spending/payments",
        "When payments of many were made; what they came to stands by kind and month",
        ["number", "made_on", "state", "paid_on"],
        [
            [
                each.number,
                timezone.localdate(each.made_at).isoformat(),
                str(each.state),
                each.settled_on.isoformat() if each.settled_on else "",
            ]
            for each in inside
        ],
        applied(**{PERIOD: len(payments) - len(inside)}),
    )


def _honoraria(scope: Scope) -> Iterator[tuple[date, Paid]]:
    rows = Honorarium.objects.filter(session__assembly=scope.assembly, state__in=_SETTLED_HONORARIA)
    values = rows.values_list("session__starts_at", "person", "person__kind", "amount")
    for starts_at, person, role, amount in values.order_by("pk"):
        day = timezone.localdate(starts_at)
        yield day, Paid(("honorarium", role, _month(day)), person, amount)


def _claims(scope: Scope) -> Iterator[tuple[date, Paid]]:
    rows = ExpenseClaim.objects.filter(assembly=scope.assembly, state__in=_SETTLED_CLAIMS)
    values = rows.values_list("spent_on", "person", "person__kind", "kind", "granted")
    for day, person, role, kind, granted in values.order_by("pk"):
        yield day, Paid((f"expenses: {kind}", role, _month(day)), person, granted or Decimal(0))


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _word(part: str) -> str:
    return "several together" if part == SEVERAL else part
