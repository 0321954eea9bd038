"""The messages that tell people without an account that what they sent has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.enums import ReceiptState
from evidence.models.calls import Submission
from evidence.models.witnesses import Witness


class Receipt(models.Model):
    """One message about one submission or proposal. Its address stays in their row alone, and is erased with it."""

    submission = models.OneToOneField(
        Submission, models.CASCADE, null=True, blank=True, related_name="receipt"
    )
    witness = models.OneToOneField(Witness, models.CASCADE, null=True, blank=True, related_name="receipt")
    language = models.CharField(max_length=20)
    """Of the page on which it was sent in."""
    link_base = models.CharField(max_length=200)
    """The site on which it was sent in, such as https://assembly.example."""
    state = models.CharField(max_length=8, choices=ReceiptState.choices, default=ReceiptState.WAITING)
    state_at = models.DateTimeField()
    """Since when; of one that waits because the server wants a pause: until when."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("receipt by e-mail")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReceiptState.values), name="receipt_state"),
            models.CheckConstraint(
                condition=Q(submission=None, witness__isnull=False)
                | Q(submission__isnull=False, witness=None),
                name="receipt_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())
