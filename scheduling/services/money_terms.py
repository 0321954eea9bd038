"""Say what an assembly pays, and how people are paid."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from scheduling.bank_accounts import account_as_kept
from scheduling.enums_money import PayWay
from scheduling.errors import MoneyRefused
from scheduling.models import HonorariumRate, MoneyTerms, PayDetails


@transaction.atomic
def save_terms(
    *,
    assembly: Assembly,
    terms: Mapping[str, Any],
    rates: Mapping[str, Decimal | None],
    actor: User,
    now: datetime,
) -> MoneyTerms:
    """Keep terms and rates. What was worked out before stays; what is due is worked out anew when somebody asks.

    rates: kind of person → amount for a half-day, None for nothing.
    """
    saved, _made = MoneyTerms.objects.update_or_create(assembly=assembly, defaults=dict(terms))
    for kind, amount in rates.items():
        if amount is None:
            HonorariumRate.objects.filter(assembly=assembly, kind=kind).delete()
        else:
            HonorariumRate.objects.update_or_create(
                assembly=assembly, kind=kind, defaults={"per_half": amount}
            )
    told = {str(kind): str(amount) for kind, amount in rates.items() if amount is not None}
    record_event(
        "money.terms",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={**{name: str(value) for name, value in terms.items() if name != "note"}, "rates": told},
    )
    return saved


@transaction.atomic
def save_pay_details(
    *, person: Person, way: str, holder: str, account: str, actor: User, now: datetime
) -> PayDetails:
    """Keep how somebody is paid. The record says that it was changed, never into which account.

    Raises:
        MoneyRefused: a transfer without the name of the holder, or into no account that there can be.
    """
    is_transfer = way == PayWay.BANK
    kept = account_as_kept(account) if is_transfer else ""
    if is_transfer and not holder.strip():
        raise MoneyRefused(_("Write in whose name the account is."), code="no_holder")
    if is_transfer and not kept:
        raise MoneyRefused(
            _("This is neither an IBAN nor a sort code with an account number. Look at the digits again."),
            code="no_account",
        )
    details, _made = PayDetails.objects.update_or_create(
        person=person,
        defaults={
            "way": way,
            "holder": holder.strip() if is_transfer else "",
            "account": kept,
            "changed_at": now,
            "changed_by": actor,
        },
    )
    record_event(
        "money.details",
        obj=person,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"person": person.pk, "way": str(way)},
    )
    return details
