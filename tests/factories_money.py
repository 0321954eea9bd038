"""Makers of honoraria, claims and payments."""

import io
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from PIL import Image

from assembly.enums import PersonKind, Role
from assembly.models import Assembly, Person, User
from scheduling.enums import Half, SessionState
from scheduling.models import (
    Attendance,
    ExpenseClaim,
    Honorarium,
    HonorariumRate,
    PayDetails,
    Payment,
    Session,
)
from scheduling.receipt_files import checked_receipt
from scheduling.services.claims import Spent, submit_claim
from scheduling.services.honoraria import approve_honoraria, work_out_honoraria
from scheduling.services.payments import make_payment
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_people import make_members
from tests.factories_sessions import make_session

IBAN = "GB29NWBK60161331926819"
"""The example of the standard."""


def picture(color: str = "red") -> bytes:
    """Return a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), color).save(out, "PNG")
    return out.getvalue()


def attend(person: Person, session: Session, *halves: str) -> None:
    """Note that somebody was there."""
    for half in halves or (Half.FIRST, Half.SECOND):
        Attendance.objects.create(
            session=session,
            half=half,
            person=person,
            state="present",
            how="list",
            tapped_at=NOON,
            noted_at=NOON,
            noted_by=UserFactory(),
        )


def make_pay_details(person: Person, **fields: Any) -> PayDetails:
    """Say that somebody is paid by transfer."""
    stands = {"way": "bank", "holder": "⟪Grace Adeyemi⟫", "account": IBAN}
    return PayDetails.objects.create(
        person=person, changed_at=NOON, changed_by=UserFactory(), **{**stands, **fields}
    )


def make_honoraria(assembly: Assembly, people: int = 2) -> Session:
    """Close a session that members attended, and work out what they get: 75 for each half."""
    HonorariumRate.objects.update_or_create(
        assembly=assembly, kind=PersonKind.MEMBER, defaults={"per_half": Decimal(75)}
    )
    session = make_session(assembly, state=SessionState.CLOSED)
    for person in make_members(assembly, people):
        attend(person, session)
    work_out_honoraria(session=session, actor=UserFactory(), now=NOON)
    return session


def make_claim(
    person: Person, *, actor: User | None = None, state: str = "submitted", **fields: Any
) -> ExpenseClaim:
    """Claim a bus fare with a receipt, and bring the claim to a state."""
    spent = Spent(
        **{
            "kind": "travel",
            "words": "⟪Bus there and back⟫",
            "spent_on": date(2026, 3, 1),
            "amount": Decimal("8.40"),
        }
        | fields
    )
    claim = submit_claim(
        person=person,
        spent=spent,
        way="self",
        token=uuid.uuid4(),
        receipts=[checked_receipt(picture(), "⟪bus.png⟫")],
        actor=actor or UserFactory(),
        now=NOON,
    )
    decided = {"decided_by": UserFactory(), "decided_at": NOON}
    changes: dict[str, dict[str, Any]] = {
        "submitted": {},
        "queried": {**decided, "remark": "⟪Which bus?⟫"},
        "refused": {**decided, "remark": "⟪Not for the assembly⟫"},
        "approved": {**decided, "granted": claim.amount},
    }
    ExpenseClaim.objects.filter(pk=claim.pk).update(state=state, **changes[state])
    claim.refresh_from_db()
    return claim


def make_own_claim(assembly: Assembly, user: User | None = None, state: str = "queried") -> ExpenseClaim:
    """Let a member with an account claim something."""
    user = user or AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    person = Person.objects.filter(assembly=assembly, user=user).first()
    if person is None:
        person = make_members(assembly, 1, user=user)[0]
    return make_claim(person, actor=user, state=state)


def make_payable(assembly: Assembly) -> Payment:
    """Put two honoraria into a payment."""
    session = make_honoraria(assembly)
    approve_honoraria(session=session, seen=Decimal(300), actor=UserFactory(), now=NOON)
    for row in Honorarium.objects.filter(session=session):
        make_pay_details(row.person)
    return make_payment(assembly=assembly, seen=Decimal(300), actor=UserFactory(), now=NOON)
