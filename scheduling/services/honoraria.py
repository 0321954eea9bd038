"""Work out honoraria by attendance, approve them, or say why one is not paid."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Person, User
from assembly.services.record import record_event
from scheduling.enums_attendance import OVER
from scheduling.enums_money import HonorariumState
from scheduling.errors import MoneyRefused
from scheduling.models import Honorarium, Session
from scheduling.money_lifecycle import HONORARIUM
from scheduling.selectors.money import halves_of, rates_of


@transaction.atomic
def work_out_honoraria(*, session: Session, actor: User, now: datetime) -> int:
    """Bring what is due for a session in line with attendance and rates; return how many rows changed.

    What is approved, paid or waived stays as it is. Halves that were attended beyond it become a row of their own,
    and where fewer were attended the page says so: somebody decides what becomes of it.

    Raises:
        MoneyRefused: the session is not closed, or nobody has said what anybody gets.
    """
    # The session's row is the lock: two who press at once would otherwise make two rows of the same number.
    locked = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=session.pk)
    )
    if locked.state not in OVER:
        raise MoneyRefused(_("Close the session first: then it is known who attended."), code="not_closed")
    rates = rates_of(locked.assembly)
    if not rates:
        raise MoneyRefused(_("Nobody has said yet what people get for a half-day."), code="no_rates")
    standing: dict[int, list[Honorarium]] = defaultdict(list)
    for row in Honorarium.objects.filter(session=locked).order_by("row"):
        standing[row.person_id].append(row)
    attended = halves_of(locked)
    people = Person.objects.in_bulk([*attended, *standing])
    changed = 0
    for key in sorted(people):
        rate = rates.get(people[key].kind)
        changed += _bring_in_line(
            locked,
            people[key],
            halves=attended.get(key, 0) if rate else 0,
            rate=rate or Decimal(0),
            rows=standing[key],
            now=now,
        )
    record_event(
        "honorarium.work_out",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "changed": changed},
    )
    return changed


def _bring_in_line(
    session: Session, person: Person, *, halves: int, rate: Decimal, rows: list[Honorarium], now: datetime
) -> int:
    """Make, change or delete the one row of a person that is due; return whether it was otherwise."""
    due = next((row for row in rows if row.state == HonorariumState.DUE), None)
    left = halves - sum(row.halves for row in rows if row is not due)
    if left <= 0:
        if due is None:
            return 0
        due.delete()
        return 1
    amount = rate * left
    if due is None:
        number = max((row.row for row in rows), default=0) + 1
        Honorarium.objects.create(
            session=session, person=person, row=number, halves=left, amount=amount, made_at=now
        )
        return 1
    if (due.halves, due.amount) == (left, amount):
        return 0
    due.halves, due.amount, due.made_at = left, amount, now
    due.save(update_fields=["halves", "amount", "made_at"])
    return 1


@transaction.atomic
def approve_honoraria(*, session: Session, seen: Decimal, actor: User, now: datetime) -> int:
    """Approve everything that is due for a session; return how many rows.

    seen: the sum that the page showed.

    Raises:
        MoneyRefused: the sum is another by now, because somebody changed attendance or rates.
    """
    rows = list(
        Honorarium.objects.select_for_update(no_key=True)
        .filter(session=session, state=HonorariumState.DUE)
        .order_by("pk")
    )
    total = sum((row.amount for row in rows), Decimal(0))
    if total != seen:
        raise MoneyRefused(
            _("The sum has changed since you looked. Look at the list again, then approve."), code="changed"
        )
    for row in rows:
        HONORARIUM.target(row.state, "approve")
    Honorarium.objects.filter(pk__in=[row.pk for row in rows]).update(state=HonorariumState.APPROVED)
    record_event(
        "honorarium.approve_all",
        obj=session,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"number": session.number, "rows": [row.pk for row in rows], "total": str(total)},
    )
    return len(rows)


@transaction.atomic
def move_honorarium(
    *, honorarium: Honorarium, verb: str, reason: str, actor: User, now: datetime
) -> Honorarium:
    """Approve one, take an approval back, waive one with a reason, or restore one that was waived.

    Raises:
        IllegalMove: its state has no such move, or it is paid by a payment alone.
        ReasonMissing: it is waived without a reason.
        MoneyRefused: it is in a payment already.
    """
    locked = (
        Honorarium.objects.select_for_update(no_key=True, of=("self",))
        .select_related("session__assembly")
        .get(pk=honorarium.pk)
    )
    said = reason.strip() if verb == "waive" else ""
    if verb == "waive" and not said:
        raise ReasonMissing(_("Say why it is not paid."))
    if locked.payment_id is not None or verb == "pay":
        raise MoneyRefused(_("It is in a payment. Cancel the payment first."), code="in_payment")
    return move(
        HONORARIUM,
        locked,
        verb,
        assembly=locked.session.assembly,
        actor=actor,
        now=now,
        details={"person": locked.person_id, "number": locked.session.number},
        changes={"reason": said},
    )
