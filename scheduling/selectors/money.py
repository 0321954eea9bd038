"""Reads of what is owed, claimed and paid."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from scheduling.enums_attendance import OVER, is_attended
from scheduling.enums_money import ClaimState, HonorariumState, PayWay
from scheduling.models import (
    Attendance,
    ExpenseClaim,
    Honorarium,
    HonorariumRate,
    MoneyTerms,
    PayDetails,
    Payment,
    Session,
)
from scheduling.selectors.sessions import sessions_of

NOTHING = Decimal("0.00")
PENNY = Decimal("0.01")


def terms_of(assembly: Assembly) -> MoneyTerms:
    """Return an assembly's terms; those that nobody has written yet are the usual ones, unsaved."""
    return MoneyTerms.objects.filter(assembly=assembly).first() or MoneyTerms(assembly=assembly)


def rates_of(assembly: Assembly) -> dict[str, Decimal]:
    """Return kind of person → what they get for a half-day, where something is said."""
    return dict(HonorariumRate.objects.filter(assembly=assembly).values_list("kind", "per_half"))


def halves_of(session: Session) -> dict[int, int]:
    """Return key of the person → how many halves of a session they attended."""
    counted: dict[int, int] = defaultdict(int)
    for person, state in Attendance.objects.filter(session=session).values_list("person", "state"):
        counted[person] += is_attended(state)
    return {person: halves for person, halves in counted.items() if halves}


def honoraria_of(session: Session) -> QuerySet[Honorarium]:
    """Return the honoraria of a session, members by seat."""
    rows = Honorarium.objects.filter(session=session).select_related("person", "payment")
    return rows.order_by("person__kind", "person__seat_number", "person__name", "row", "pk")


@dataclass(frozen=True, slots=True)
class Overpaid:
    """Somebody for whom more is approved or paid than was attended, as a sheet that came late now says."""

    person: Person
    approved: int
    attended: int


def overpaid_at(session: Session) -> list[Overpaid]:
    """Return those for whom more halves are approved or paid than they attended."""
    attended = halves_of(session)
    fixed: dict[int, int] = defaultdict(int)
    people: dict[int, Person] = {}
    settled = (HonorariumState.APPROVED, HonorariumState.PAID)
    for row in honoraria_of(session).filter(state__in=settled):
        fixed[row.person_id] += row.halves
        people[row.person_id] = row.person
    return [
        Overpaid(people[key], halves, attended.get(key, 0))
        for key, halves in fixed.items()
        if halves > attended.get(key, 0)
    ]


def claims_of(assembly: Assembly) -> QuerySet[ExpenseClaim]:
    """Return the claims of an assembly, the newest first."""
    claims = ExpenseClaim.objects.filter(assembly=assembly)
    return (
        claims.select_related("person", "session", "submitted_by", "decided_by")
        .annotate(receipt_count=Count("receipts"))
        .order_by("-number")
    )


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Sums by where they stand, and how many claims wait for somebody."""

    due: Decimal
    approved: Decimal
    paid: Decimal
    claims_waiting: int
    claims_queried: int
    without_details: int


def money_figures(assembly: Assembly) -> MoneyFigures:
    """Add up honoraria and claims of an assembly."""
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    honoraria = Honorarium.objects.filter(session__assembly=assembly).order_by().values_list("state")
    for state, total in honoraria.annotate(total=Sum("amount")):
        sums[state] += in_pence(total)
    counts: dict[str, int] = defaultdict(int)
    claims = ExpenseClaim.objects.filter(assembly=assembly).order_by().values_list("state")
    for state, number, granted in claims.annotate(number=Count("pk"), granted_sum=Sum("granted")):
        counts[state] = number
        sums[state] += in_pence(granted or NOTHING)
    return MoneyFigures(
        sums[HonorariumState.DUE],
        sums[HonorariumState.APPROVED],
        sums[HonorariumState.PAID],
        counts[ClaimState.SUBMITTED],
        counts[ClaimState.QUERIED],
        len(people_without_details(assembly)),
    )


def in_pence(amount: Decimal) -> Decimal:
    """Return a sum with two digits: SQLite adds up in floating point and gives back more."""
    return amount.quantize(PENNY)


@dataclass(frozen=True, slots=True)
class SessionMoney:
    """The honoraria of one session that is over, by where they stand."""

    session: Session
    due: Decimal
    approved: Decimal
    paid: Decimal


def money_by_session(assembly: Assembly) -> list[SessionMoney]:
    """Add up the honoraria of each session that is over, by its day."""
    sums: dict[tuple[int, str], Decimal] = defaultdict(lambda: NOTHING)
    rows = Honorarium.objects.filter(session__assembly=assembly).order_by().values_list("session", "state")
    for session, state, total in rows.annotate(total=Sum("amount")):
        sums[session, state] = in_pence(total)
    states = (HonorariumState.DUE, HonorariumState.APPROVED, HonorariumState.PAID)
    return [
        SessionMoney(session, *(sums[session.pk, state] for state in states))
        for session in sessions_of(assembly).filter(state__in=OVER)
    ]


def unpaid(assembly: Assembly) -> tuple[QuerySet[Honorarium], QuerySet[ExpenseClaim]]:
    """Return what is approved and in no payment yet."""
    honoraria = Honorarium.objects.filter(
        session__assembly=assembly, state=HonorariumState.APPROVED, payment=None
    )
    claims = ExpenseClaim.objects.filter(assembly=assembly, state=ClaimState.APPROVED, payment=None)
    return honoraria.select_related("person", "session"), claims.select_related("person")


def people_without_details(assembly: Assembly) -> list[Person]:
    """Return to whom money is owed that nobody knows how to pay."""
    honoraria, claims = unpaid(assembly)
    owed = {*honoraria.values_list("person", flat=True), *claims.values_list("person", flat=True)}
    return list(Person.objects.filter(pk__in=owed, pay_details=None))


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """What one person gets in a payment."""

    person: Person
    details: PayDetails | None
    honoraria: Decimal
    claims: Decimal

    @property
    def amount(self) -> Decimal:
        """Return both together."""
        return self.honoraria + self.claims

    @property
    def way(self) -> str:
        """Return how they are paid, "" where nobody knows."""
        return self.details.way if self.details else ""

    @property
    def account(self) -> str:
        """Return the account, "" where there is none."""
        return self.details.account if self.details else ""

    @property
    def is_transfer(self) -> bool:
        """Whether a bank pays it."""
        return self.way == PayWay.BANK


def lines_of(payment: Payment) -> list[PaymentLine]:
    """Return one line for each person of a payment, members by seat."""
    return lines_from(payment.honoraria.select_related("person"), payment.claims.select_related("person"))


def lines_from(honoraria: Iterable[Honorarium], claims: Iterable[ExpenseClaim]) -> list[PaymentLine]:
    """Put together by person what is to be paid."""
    people: dict[int, Person] = {}
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [NOTHING, NOTHING])
    for row in honoraria:
        people[row.person_id] = row.person
        sums[row.person_id][0] += row.amount
    for claim in claims:
        people[claim.person_id] = claim.person
        sums[claim.person_id][1] += claim.granted or NOTHING
    details = {each.person_id: each for each in PayDetails.objects.filter(person__in=people)}
    order = {kind: place for place, kind in enumerate(PersonKind)}
    ordered = sorted(
        people.values(),
        key=lambda each: (order[PersonKind(each.kind)], each.seat_number or 0, each.name, each.pk),
    )
    return [PaymentLine(each, details.get(each.pk), *sums[each.pk]) for each in ordered]
