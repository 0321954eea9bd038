"""Pay members for their days and what they spent: terms, accounts, honoraria, claims with receipts, two payments."""

import io
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw

from assembly.demo.calendar import Calendar
from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from scheduling.enums_money import ClaimKind, ClaimWay, HonorariumState, PayWay
from scheduling.models import ExpenseClaim, Honorarium, Payment, Session
from scheduling.receipt_files import ReceiptFile, checked_receipt
from scheduling.selectors.money import unpaid
from scheduling.services.claims import Spent, approve_claim, ask_about_claim, refuse_claim, submit_claim
from scheduling.services.honoraria import approve_honoraria, work_out_honoraria
from scheduling.services.money_terms import save_pay_details, save_terms
from scheduling.services.payments import make_payment, record_payment_export, settle_payment

PER_HALF = Decimal("60.00")
NOT_TOLD = (19, 28, 41)
"""Seats of whom nobody knows yet how to pay them."""
OTHERWISE = {4: PayWay.CHEQUE, 1: PayWay.CHEQUE, 38: PayWay.CASH}
IBAN = "GB29 NWBK 6016 1331 9268 19"
"""The example of the standard: an account that nobody has."""
SEED = 17


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of the member on a seat: for which session, what, how much, how it came, and what was decided."""

    seat: int
    session: int
    kind: ClaimKind
    words: str
    amount: str
    on: tuple[int, int]
    receipt: str = ""
    way: ClaimWay = ClaimWay.SELF
    miles: int | None = None
    granted: str = ""
    verb: str = ""
    remark: str = ""


FIRST_CLAIMS = (
    Claimed(13, 1, ClaimKind.TRAVEL, "Bus, there and back", "5.60", (5, 10), granted="5.60"),
    Claimed(
        29,
        1,
        ClaimKind.CARE,
        "Childminder, seven hours",
        "84.00",
        (5, 10),
        receipt="Childcare 7 h",
        granted="84.00",
    ),
    Claimed(5, 1, ClaimKind.MILEAGE, "From Hillside and back", "0", (5, 11), miles=14, granted="6.30"),
)
LATER_CLAIMS = (
    Claimed(
        33,
        2,
        ClaimKind.TRAVEL,
        "Taxi home after the session",
        "38.50",
        (5, 24),
        receipt="Taxi",
        granted="20.00",
        remark="We pay taxis up to 20 pounds unless it was agreed beforehand. Call us before the next one.",
    ),
    Claimed(
        2,
        2,
        ClaimKind.MEALS,
        "Sandwich and coffee at the station",
        "9.80",
        (5, 25),
        verb="refuse",
        remark="Lunch is served at the session, so meals are not paid back.",
    ),
)
LAST_CLAIMS = (
    Claimed(
        13,
        3,
        ClaimKind.CARE,
        "Sitter for the afternoon",
        "42.00",
        (6, 7),
        receipt="Sitter 4 h 24.00",
        verb="query",
        remark="The receipt says 24.00, you wrote 42.00. Which of the two is right?",
    ),
    Claimed(
        16,
        2,
        ClaimKind.EARNINGS,
        "A late shift that I could not work",
        "95.00",
        (6, 7),
        way=ClaimWay.PHONE,
        verb="query",
        remark="Please send us a note of your employer; a photograph of it is enough.",
    ),
    Claimed(
        40,
        3,
        ClaimKind.TRAVEL,
        "Train from Northgate, return",
        "12.40",
        (6, 8),
        way=ClaimWay.PAPER,
        granted="12.40",
    ),
    Claimed(12, 3, ClaimKind.MILEAGE, "Own car, with a neighbour", "0", (6, 8), miles=22),
    Claimed(35, 3, ClaimKind.CARE, "Day care for my father", "60.00", (6, 8), receipt="Day care"),
)


def say_terms(assembly: Assembly, *, actor: User, now: datetime) -> None:
    """Say what members get for half a day, and what is paid back."""
    save_terms(
        assembly=assembly,
        terms={
            "currency": "GBP",
            "per_mile": Decimal("0.45"),
            "receipt_above": Decimal("10.00"),
            "claim_days": 90,
            "note": "You get 60 pounds for each half-day, two weeks later. Fares, care and what you need to "
            "take part are paid back on top.",
        },
        rates={PersonKind.MEMBER: PER_HALF},
        actor=actor,
        now=now,
    )


def take_accounts(assembly: Assembly, *, actor: User, calendar: Calendar) -> None:
    """Let members say how they are paid: most on their own page, some on the phone."""
    source = random.Random(SEED)  # noqa: S311 (invented accounts)
    members = Person.objects.here().members().filter(assembly=assembly)
    now = calendar.at(2026, 5, 5, 18, 0)
    for number, person in enumerate(members.exclude(seat_number__in=NOT_TOLD)):
        way = OTHERWISE.get(person.seat_number or 0, PayWay.BANK)
        # No bank has the sort code 00-00-00.
        account = IBAN if number == 0 else f"000000{source.randrange(10**8):08d}"
        save_pay_details(
            person=person,
            way=way,
            holder=person.name,
            account=account,
            actor=(person.user if number % 4 else None) or actor,
            now=now + timedelta(minutes=9 * number),
        )


def pay_for(session: Session, *, actor: User, now: datetime) -> None:
    """Work out what a session's members get, and approve the sum."""
    work_out_honoraria(session=session, actor=actor, now=now)
    due = Honorarium.objects.filter(session=session, state=HonorariumState.DUE)
    seen = sum((row.amount for row in due), Decimal(0))
    approve_honoraria(session=session, seen=seen, actor=actor, now=now + timedelta(minutes=10))


def make_and_export_payment(assembly: Assembly, *, actor: User, now: datetime) -> Payment:
    """Put together what can be paid, and take the file for the bank."""
    honoraria, claims = unpaid(assembly)
    amounts = [*honoraria.exclude(person__pay_details=None).values_list("amount", flat=True)]
    amounts += [claim.granted or Decimal(0) for claim in claims.exclude(person__pay_details=None)]
    payment = make_payment(assembly=assembly, seen=sum(amounts, Decimal(0)), actor=actor, now=now)
    record_payment_export(
        payment=payment,
        purpose="For the council’s bank",
        actor=actor,
        now=now + timedelta(minutes=2),
    )
    return payment


def settle(payment: Payment, *, paid_on: date, actor: User, now: datetime) -> None:
    """Note on which day the bank has paid."""
    settle_payment(payment=payment, paid_on=paid_on, actor=actor, now=now)


def claim_all(
    claimed: tuple[Claimed, ...],
    sessions: list[Session],
    accounts: dict[str, User],
    *,
    calendar: Calendar,
    source: random.Random,
    year: int = 2026,
) -> None:
    """Hand in claims, by the members themselves or as they told Mei, and let Jonas decide about most of them."""
    for hour, each in enumerate(claimed):
        session = sessions[each.session - 1]
        person = Person.objects.members().here().get(assembly=session.assembly, seat_number=each.seat)
        now = calendar.at(year, *each.on, 9 + hour, 20)
        own = person.user if each.way == ClaimWay.SELF else None
        claim = submit_claim(
            person=person,
            spent=Spent(
                kind=each.kind,
                words=each.words,
                spent_on=session.starts_at.astimezone(session.zone).date(),
                amount=Decimal(each.amount),
                miles=each.miles,
                session=session,
            ),
            way=each.way,
            token=uuid.UUID(int=source.getrandbits(128), version=4),
            receipts=list(_receipts(each)),
            actor=own or accounts["mei"],
            now=now,
        )
        _decide(claim, each, actor=accounts["jonas"], now=now + timedelta(hours=3))


def _decide(claim: ExpenseClaim, claimed: Claimed, *, actor: User, now: datetime) -> None:
    if claimed.granted:
        granted = Decimal(claimed.granted)
        approve_claim(claim=claim, granted=granted, remark=claimed.remark, actor=actor, now=now)
    elif claimed.verb == "query":
        ask_about_claim(claim=claim, remark=claimed.remark, actor=actor, now=now)
    elif claimed.verb == "refuse":
        refuse_claim(claim=claim, remark=claimed.remark, actor=actor, now=now)


def _receipts(claimed: Claimed) -> Iterator[ReceiptFile]:
    """Yield the photograph of a receipt, where there is one."""
    if claimed.receipt:
        yield checked_receipt(receipt_picture(claimed.receipt), f"{claimed.receipt}.png")


def receipt_picture(words: str) -> bytes:
    """Return a slip of paper as a telephone would see it."""
    picture = Image.new("RGB", (480, 640), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 460, 620), outline="black", width=2)
    for line, text in enumerate(("RECEIPT", words, "Paid in cash", "Thank you")):
        pen.text((60, 80 + 70 * line), text, fill="black", font_size=32)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
