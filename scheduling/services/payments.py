"""Put together what is to be paid, note that it was, or take it apart again."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.enums_money import ClaimState, HonorariumState, PaymentState
from scheduling.errors import MoneyRefused
from scheduling.models import ExpenseClaim, Honorarium, Payment
from scheduling.money_lifecycle import PAYMENT
from scheduling.selectors.money import lines_of, terms_of, unpaid
from scheduling.selectors.sessions import today_of


@transaction.atomic
def make_payment(*, assembly: Assembly, seen: Decimal, actor: User, now: datetime) -> Payment:
    """Put everything that is approved and known how to pay into one payment, and return it.

    What is owed to somebody of whom nobody knows how to pay them waits for the next one. seen: the sum that the page
    showed.

    Raises:
        MoneyRefused: there is nothing to pay, or the sum is another by now.
    """
    # The assembly's row is the lock: of two who press at once the second finds nothing left to pay.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    honoraria, claims = unpaid(locked)
    rows = list(honoraria.exclude(person__pay_details=None).select_for_update(no_key=True, of=("self",)))
    owed = list(claims.exclude(person__pay_details=None).select_for_update(no_key=True, of=("self",)))
    total = sum((row.amount for row in rows), Decimal(0)) + sum(
        (claim.granted or Decimal(0) for claim in owed), Decimal(0)
    )
    if not rows and not owed:
        raise MoneyRefused(_("There is nothing to pay."), code="nothing")
    if total != seen:
        raise MoneyRefused(_("The sum has changed since you looked. Look again."), code="changed")
    last = Payment.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    payment = Payment.objects.create(
        assembly=locked, number=last + 1, currency=terms_of(locked).currency, made_at=now, made_by=actor
    )
    Honorarium.objects.filter(pk__in=[row.pk for row in rows]).update(payment=payment)
    ExpenseClaim.objects.filter(pk__in=[claim.pk for claim in owed]).update(payment=payment)
    record_event(
        "payment.make",
        obj=payment,
        assembly=locked,
        actor=actor,
        now=now,
        details={
            "number": payment.number,
            "total": str(total),
            "currency": payment.currency,
            "people": len(lines_of(payment)),
        },
    )
    return payment


@transaction.atomic
def settle_payment(*, payment: Payment, paid_on: date, actor: User, now: datetime) -> Payment:
    """Note that a payment was paid, and with it everything in it.

    Raises:
        IllegalMove: it is paid or cancelled.
        MoneyRefused: a day to come.
    """
    if paid_on > today_of(payment.assembly, now):
        raise MoneyRefused(_("This day is still to come."), code="to_come")
    _lock_contents(payment)
    moved = move(
        PAYMENT,
        payment,
        "settle",
        assembly=payment.assembly,
        actor=actor,
        now=now,
        details={"number": payment.number},
        changes={"settled_on": paid_on},
    )
    moved.honoraria.update(state=HonorariumState.PAID)
    moved.claims.update(state=ClaimState.PAID)
    return moved


@transaction.atomic
def cancel_payment(*, payment: Payment, actor: User, now: datetime) -> Payment:
    """Take a payment apart that was not paid; what was in it is approved as before.

    Raises:
        IllegalMove: it is paid or cancelled.
    """
    _lock_contents(payment)
    moved = move(
        PAYMENT,
        payment,
        "cancel",
        assembly=payment.assembly,
        actor=actor,
        now=now,
        details={"number": payment.number},
    )
    moved.honoraria.update(payment=None)
    moved.claims.update(payment=None)
    return moved


def _lock_contents(payment: Payment) -> None:
    """Lock what is in a payment before the record: whoever decides about a claim holds it and waits for the record."""
    for rows in (payment.honoraria, payment.claims):
        list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))


@transaction.atomic
def record_payment_export(*, payment: Payment, purpose: str, actor: User, now: datetime) -> None:
    """Write into the record who took the accounts of a payment out of the house, and what for."""
    record_event(
        "payment.export",
        obj=payment,
        assembly=payment.assembly,
        actor=actor,
        now=now,
        details={"number": payment.number, "people": len(lines_of(payment)), "purpose": purpose},
    )


def is_open(payment: Payment) -> bool:
    """Whether it waits to be paid."""
    return payment.state == PaymentState.MADE
