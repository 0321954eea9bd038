"""Honoraria by attendance, claims of what somebody spent, and payments of many. Amounts are in the terms' currency."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from scheduling.enums_money import (
    MONEY_TONES,
    ClaimKind,
    ClaimState,
    ClaimWay,
    HonorariumState,
    PaymentState,
    PayWay,
)
from scheduling.models.sessions import Session

PENNY = Decimal("0.01")


def _amount(label: object, **options: object) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        label, max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **options
    )


class MoneyTerms(models.Model):
    """What an assembly pays, by one row."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, related_name="money_terms")
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    """An ISO 4217 code."""
    per_mile = _amount(_("for each mile by car"), default=Decimal("0.45"))
    receipt_above = _amount(_("receipt needed above"), default=Decimal(10))
    claim_days = models.PositiveSmallIntegerField(_("days in which to claim"), default=90)
    note = models.TextField(_("what members are told about money"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("terms of payment")

    def __str__(self) -> str:
        return f"{self.assembly}: {self.currency}"


class HonorariumRate(models.Model):
    """What people of one kind get for each half of a session that they attend."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="honorarium_rates")
    kind = models.CharField(_("whom"), max_length=12, choices=PersonKind.choices)
    per_half = _amount(_("for each half-day"))

    class Meta:
        verbose_name = _("honorarium rate")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "kind"], name="honorarium_rate_once"),
            models.CheckConstraint(condition=Q(per_half__gte=0), name="honorarium_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.per_half}"


class Payment(models.Model):
    """One payment of many: what was approved and not paid yet, put together at a moment."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="payments")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.MADE
    )
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="payment_number_unique"),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_state"),
            models.CheckConstraint(
                condition=Q(state="paid", settled_on__isnull=False) | (~Q(state="paid") & Q(settled_on=None)),
                name="payment_paid_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return _now("Payment %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MONEY_TONES[self.state]


class Honorarium(models.Model):
    """What somebody gets for one session. What was attended beyond what is approved becomes a row of its own."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="honoraria")
    person = models.ForeignKey(Person, models.PROTECT, related_name="honoraria")
    row = models.PositiveSmallIntegerField(default=1)
    halves = models.PositiveSmallIntegerField(_("half-days"))
    amount = _amount(_("amount"))
    state = models.CharField(
        _("state"), max_length=10, choices=HonorariumState.choices, default=HonorariumState.DUE
    )
    reason = models.CharField(_("why it is not paid"), max_length=300, blank=True)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="honoraria")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("honorarium")
        verbose_name_plural = _("honoraria")
        ordering: ClassVar = ["session", "person", "row"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person", "row"], name="honorarium_once"),
            models.CheckConstraint(condition=Q(state__in=HonorariumState.values), name="honorarium_state"),
            models.CheckConstraint(condition=Q(amount__gte=0, halves__gte=1), name="honorarium_positive"),
            models.CheckConstraint(
                condition=~Q(state="waived") | ~Q(reason=""), name="honorarium_waived_says_why"
            ),
            # Only what is approved is in a payment, and what is paid was in one.
            models.CheckConstraint(
                condition=Q(payment=None, state__in=["due", "approved", "waived"])
                | Q(payment__isnull=False, state__in=["approved", "paid"]),
                name="honorarium_paid_by_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MONEY_TONES[self.state]


class ExpenseClaim(models.Model):
    """What somebody spent in order to take part, and what is paid back of it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="expense_claims")
    number = models.PositiveIntegerField(_("number"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="expense_claims")
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expense_claims",
        verbose_name=_("session"),
    )
    kind = models.CharField(_("what for"), max_length=10, choices=ClaimKind.choices)
    words = models.CharField(_("what it was"), max_length=300)
    spent_on = models.DateField(_("spent on"))
    miles = models.PositiveSmallIntegerField(_("miles"), null=True, blank=True)
    amount = _amount(_("amount"))
    granted = _amount(_("granted"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.SUBMITTED
    )
    way = models.CharField(_("how it came"), max_length=10, choices=ClaimWay.choices)
    remark = models.CharField(_("remark of the team"), max_length=500, blank=True)
    """Why less is paid, or what is asked; the claimant reads it."""
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one claim."""
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="claims")

    class Meta:
        verbose_name = _("expense claim")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="claim_number_unique"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state"),
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="claim_kind"),
            models.CheckConstraint(condition=Q(way__in=ClaimWay.values), name="claim_way"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="claim_of_something"),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__gt=0, granted__lte=F("amount")), name="claim_granted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "paid"], granted__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=["approved", "paid"]) & Q(granted=None)),
                name="claim_approved_by_somebody",
            ),
            # Whoever entered a claim does not decide about it.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")), name="claim_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["queried", "refused"]) | ~Q(remark=""), name="claim_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(payment=None) & ~Q(state="paid")
                | Q(payment__isnull=False, state__in=["approved", "paid"]),
                name="claim_paid_by_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return _now("Claim %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MONEY_TONES[self.state]


class Receipt(models.Model):
    """A picture or PDF that belongs to a claim."""

    claim = models.ForeignKey(ExpenseClaim, models.CASCADE, related_name="receipts")
    file = models.FileField(upload_to="receipts/")
    """Under a name of ours; served through the permission check alone."""
    name = models.CharField(max_length=120)
    """What it was called, for people to recognise it."""
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "sha256"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PayDetails(models.Model):
    """How somebody is paid, and into which account."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="pay_details")
    way = models.CharField(_("how"), max_length=6, choices=PayWay.choices)
    holder = models.CharField(_("name of the account holder"), max_length=120, blank=True)
    account = models.CharField(_("account"), max_length=40, blank=True)
    """An IBAN, or a sort code and an account number, without spaces."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bank details")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=PayWay.values), name="pay_way"),
            models.CheckConstraint(
                condition=Q(way="bank") & ~Q(holder="") & ~Q(account="")
                | ~Q(way="bank") & Q(holder="", account=""),
                name="pay_account_for_transfers_alone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_way_display())

    @property
    def masked(self) -> str:
        """Return the account as it may be shown: its last four marks."""
        return f"…{self.account[-4:]}" if self.account else ""
