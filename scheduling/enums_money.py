"""The choices of honoraria, claims and payments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HonorariumState(models.TextChoices):
    """Where an honorarium stands."""

    DUE = "due", _("Due")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    WAIVED = "waived", _("Not paid")


class ClaimState(models.TextChoices):
    """The lifecycle of an expense claim."""

    SUBMITTED = "submitted", _("Submitted")
    QUERIED = "queried", _("Queried")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    PAID = "paid", _("Paid")


class PaymentState(models.TextChoices):
    """Where a payment of many stands."""

    MADE = "made", _("Made, not paid yet")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


MONEY_TONES = {
    "due": "active",
    "submitted": "active",
    "queried": "warn",
    "approved": "active",
    "made": "active",
    "paid": "good",
    "waived": "",
    "refused": "",
    "cancelled": "",
}
"""State of an honorarium, a claim or a payment → the tone of its badge."""


class ClaimKind(models.TextChoices):
    """What somebody spent money on."""

    TRAVEL = "travel", _("Fares")
    MILEAGE = "mileage", _("Own car")
    CARE = "care", _("Care for children or others")
    STAY = "stay", _("A place to stay")
    MEALS = "meals", _("Meals")
    EARNINGS = "earnings", _("Lost earnings")
    OTHER = "other", _("Something else")


class ClaimWay(models.TextChoices):
    """How a claim came."""

    SELF = "self", _("On their own page")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")


BY_STAFF = (ClaimWay.PAPER, ClaimWay.PHONE, ClaimWay.IN_PERSON)


class PayWay(models.TextChoices):
    """How somebody is paid."""

    BANK = "bank", _("Bank transfer")
    CHEQUE = "cheque", _("Cheque by post")
    CASH = "cash", _("Cash or voucher at the session")
