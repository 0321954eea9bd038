"""Claim what one spent, answer questions about it, decide about claims: never about those that one entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from scheduling.enums_money import ClaimKind, ClaimState, ClaimWay
from scheduling.errors import MoneyRefused
from scheduling.models import ExpenseClaim, Receipt, Session
from scheduling.money_lifecycle import CLAIM
from scheduling.receipt_files import ReceiptFile
from scheduling.selectors.money import terms_of
from scheduling.selectors.sessions import today_of

MOST_RECEIPTS = 10


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent. Of miles by car the amount follows from the terms."""

    kind: str
    words: str
    spent_on: date
    amount: Decimal | None = None
    miles: int | None = None
    session: Session | None = None


@transaction.atomic
def submit_claim(
    *,
    person: Person,
    spent: Spent,
    way: str,
    token: UUID,
    receipts: Sequence[ReceiptFile],
    actor: User,
    now: datetime,
) -> ExpenseClaim:
    """Keep a claim with its receipts, and return it; the same form sent twice is one claim.

    Raises:
        MoneyRefused: a day to come or too long ago, no amount, or no receipt where the terms want one.
    """
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=person.assembly_id)
    if standing := ExpenseClaim.objects.filter(token=token).first():
        return standing
    terms = terms_of(locked)
    today = today_of(locked, now)
    if spent.spent_on > today:
        raise MoneyRefused(_("This day is still to come."), code="to_come")
    is_own = way == ClaimWay.SELF
    if is_own and spent.spent_on < today - timedelta(days=terms.claim_days):
        raise MoneyRefused(
            _("That was more than %(days)d days ago. Call the team: they can still enter it.")
            % {"days": terms.claim_days},
            code="too_late",
        )
    amount = spent.amount
    if spent.kind == ClaimKind.MILEAGE:
        amount = (terms.per_mile * (spent.miles or 0)).quantize(Decimal("0.01"))
    if not amount or amount <= 0:
        raise MoneyRefused(_("Write how much it was."), code="no_amount")
    # Staff who enter a claim have the receipt in their hands, on paper.
    if is_own and not receipts and amount > terms.receipt_above and spent.kind != ClaimKind.MILEAGE:
        raise MoneyRefused(
            _(
                "Add a picture of the receipt, or send it by post: above %(amount)s %(currency)s one is needed."
            )
            % {"amount": terms.receipt_above, "currency": terms.currency},
            code="no_receipt",
        )
    last = ExpenseClaim.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    claim = ExpenseClaim.objects.create(
        assembly=locked,
        number=last + 1,
        person=person,
        session=spent.session,
        kind=spent.kind,
        words=spent.words.strip(),
        spent_on=spent.spent_on,
        miles=spent.miles if spent.kind == ClaimKind.MILEAGE else None,
        amount=amount,
        way=way,
        token=token,
        submitted_at=now,
        submitted_by=actor,
    )
    _keep_receipts(claim, receipts, now)
    record_event(
        "claim.submit",
        obj=claim,
        assembly=locked,
        actor=actor,
        now=now,
        details={"number": claim.number, "person": person.pk, "amount": str(amount), "way": str(way)},
    )
    return claim


def _keep_receipts(claim: ExpenseClaim, receipts: Sequence[ReceiptFile], now: datetime) -> None:
    known = set(Receipt.objects.filter(claim=claim).values_list("sha256", flat=True))
    fresh = {each.sha256: each for each in receipts if each.sha256 not in known}
    if len(known) + len(fresh) > MOST_RECEIPTS:
        raise MoneyRefused(_("A claim holds ten receipts at most. Make a second claim."), code="too_many")
    for digest, each in fresh.items():
        receipt = Receipt(
            claim=claim, name=each.shown_name, content_type=each.content_type, sha256=digest, added_at=now
        )
        receipt.file.save(each.stored_name, ContentFile(each.data))


@transaction.atomic
def answer_query(
    *, claim: ExpenseClaim, words: str, receipts: Sequence[ReceiptFile], actor: User, now: datetime
) -> ExpenseClaim:
    """Answer what the team asked: other words, more receipts; the claim waits for a decision again.

    Raises:
        IllegalMove: nothing was asked.
        MoneyRefused: too many receipts.
    """
    locked = _locked(claim)
    CLAIM.target(locked.state, "answer")
    _keep_receipts(locked, receipts, now)
    # Whoever asked may decide again, unless it was they who answered.
    decided_by = None if locked.decided_by_id == actor.pk else locked.decided_by
    return move(
        CLAIM,
        locked,
        "answer",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
        changes={
            "words": words.strip() or locked.words,
            "submitted_by": actor,
            "decided_by": decided_by,
            "remark": locked.remark,
        },
    )


@transaction.atomic
def approve_claim(
    *, claim: ExpenseClaim, granted: Decimal, remark: str, actor: User, now: datetime
) -> ExpenseClaim:
    """Grant a claim, whole or in part.

    Raises:
        MoneyRefused: the actor entered it or is the claimant; or more is granted than was claimed.
        ReasonMissing: less is granted, and nobody says why.
        IllegalMove: it does not wait for a decision.
    """
    locked = _locked(claim)
    CLAIM.target(locked.state, "approve")
    _check_second_person(locked, actor)
    if not 0 < granted <= locked.amount:
        raise MoneyRefused(_("Grant something, and no more than was claimed."), code="out_of_range")
    if granted < locked.amount and not remark.strip():
        raise ReasonMissing(_("Say why less is paid than was claimed. The claimant reads it."))
    return _decide(locked, "approve", remark=remark, actor=actor, now=now, granted=granted)


@transaction.atomic
def ask_about_claim(*, claim: ExpenseClaim, remark: str, actor: User, now: datetime) -> ExpenseClaim:
    """Ask the claimant something; an approval that is in no payment yet is taken back by it.

    Raises:
        ReasonMissing: nothing is asked.
        MoneyRefused: the actor entered it or is the claimant; or it is in a payment.
        IllegalMove: it is decided for good.
    """
    locked = _locked(claim)
    CLAIM.target(locked.state, "query")
    _check_second_person(locked, actor)
    if locked.payment_id is not None:
        raise MoneyRefused(_("It is in a payment. Cancel the payment first."), code="in_payment")
    if not remark.strip():
        raise ReasonMissing(_("Write what you ask. The claimant reads it."))
    return _decide(locked, "query", remark=remark, actor=actor, now=now)


@transaction.atomic
def refuse_claim(*, claim: ExpenseClaim, remark: str, actor: User, now: datetime) -> ExpenseClaim:
    """Refuse a claim, with the reason that the claimant reads.

    Raises:
        ReasonMissing: there is none.
        MoneyRefused: the actor entered it or is the claimant.
        IllegalMove: it is decided already.
    """
    locked = _locked(claim)
    CLAIM.target(locked.state, "refuse")
    _check_second_person(locked, actor)
    if not remark.strip():
        raise ReasonMissing(_("Say why it is refused. The claimant reads it."))
    return _decide(locked, "refuse", remark=remark, actor=actor, now=now)


def _decide(
    claim: ExpenseClaim, verb: str, *, remark: str, actor: User, now: datetime, granted: Decimal | None = None
) -> ExpenseClaim:
    return move(
        CLAIM,
        claim,
        verb,
        assembly=claim.assembly,
        actor=actor,
        now=now,
        details={"number": claim.number, **({"granted": str(granted)} if granted else {})},
        changes={"remark": remark.strip(), "granted": granted, "decided_at": now, "decided_by": actor},
    )


def _locked(claim: ExpenseClaim) -> ExpenseClaim:
    rows = ExpenseClaim.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "assembly", "person", "decided_by"
    )
    return rows.get(pk=claim.pk)


def _check_second_person(claim: ExpenseClaim, actor: User) -> None:
    if actor.pk in (claim.submitted_by_id, claim.person.user_id):
        raise MoneyRefused(
            _("Somebody else has to decide: you entered this claim, or it is your own."), code="own_claim"
        )


def is_open(claim: ExpenseClaim) -> bool:
    """Whether somebody still has something to do about it."""
    return claim.state in (ClaimState.SUBMITTED, ClaimState.QUERIED)
