"""What honoraria, claims and payments hold about people, and for how long bank details are kept."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.personal_data import (
    Declaration,
    OfPeople,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.selectors import entered_on
from assembly.services.record import record_event
from scheduling.models import (
    ExpenseClaim,
    Honorarium,
    HonorariumRate,
    MoneyTerms,
    PayDetails,
    Payment,
    Receipt,
)

BANK, RECEIPTS = "bank_details", "receipts"
PAYING = _("To pay people for their time and what they spent")
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)


def _bank(assembly: Assembly) -> QuerySet[PayDetails]:
    return PayDetails.objects.filter(person__assembly=assembly)


def _receipts(assembly: Assembly) -> QuerySet[Receipt]:
    return Receipt.objects.filter(claim__assembly=assembly)


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


@transaction.atomic
def _erase_bank(assembly: Assembly, actor: User | None, now: datetime) -> int:
    many, _by_model = _bank(assembly).delete()
    if many:
        record_event(
            "money.details_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"people": many},
        )
    return many


@transaction.atomic
def _erase_receipts(assembly: Assembly, actor: User | None, now: datetime) -> int:
    rows = list(_receipts(assembly).select_for_update(no_key=True))
    if rows:
        record_event(
            "claim.receipts_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"receipts": len(rows)},
        )
    for row in rows:
        # Files go after the commit, when nothing can bring the rows back.
        transaction.on_commit(lambda row=row: row.file.storage.delete(row.file.name))
        row.delete()
    return len(rows)


register_retention_class(
    RetentionClass(
        key=BANK,
        label=_("Bank details"),
        clock=_("after the assembly is closed or cancelled"),
        default_months=3,
        starts=_ended_on,
        waiting=lambda assembly: _bank(assembly).count(),
        erase=_erase_bank,
    )
)
register_retention_class(
    RetentionClass(
        key=RECEIPTS,
        label=_("Receipts"),
        clock=_("after the assembly is closed or cancelled"),
        default_months=84,
        starts=_ended_on,
        waiting=lambda assembly: _receipts(assembly).count(),
        erase=_erase_receipts,
    )
)


def _of(model: Any, path: str) -> OfPeople:
    return OfPeople(model, path)


declare(
    Declaration(MoneyTerms, impersonal=("currency", "note")),
    Declaration(HonorariumRate),
    Declaration(Payment, impersonal=("currency",)),
    Declaration(
        Honorarium,
        name=_("Honoraria"),
        personal=("reason",),
        purpose=PAYING,
        rows=_of(Honorarium, "person"),
        # A row that is not paid says why, also once its person is erased.
        erased={"reason": lambda row: "–" if row.reason else ""},
        labels={"amount": _("amount"), "session": _("session")},
    ),
    Declaration(
        ExpenseClaim,
        name=_("Expense claims"),
        personal=("words", "remark"),
        purpose=PAYING,
        rows=_of(ExpenseClaim, "person"),
        erased={"remark": lambda row: "–" if row.remark else ""},
    ),
    Declaration(
        Receipt,
        name=_("Receipts"),
        personal=("file", "name"),
        impersonal=("content_type", "sha256"),
        purpose=PAYING,
        retention=RECEIPTS,
        rows=_of(Receipt, "claim__person"),
        is_deleted=True,
    ),
    Declaration(
        PayDetails,
        name=_("Bank details"),
        sensitive=("holder", "account"),
        purpose=PAYING,
        retention=BANK,
        rows=_of(PayDetails, "person"),
        is_deleted=True,
    ),
)
