"""Seats of the panel. A seat outlives the person who leaves it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums_seats import HELD, SEAT_TONES, SeatOrigin, SeatState
from sortition.models.pool import Respondent


class Seat(models.Model):
    """One person's time on one place of the panel.

    The places are numbered from 1; a place keeps its number for good. Whoever takes over from somebody who left gets
    a row of their own, which `fills` the other: the row that was left keeps its history and ends as filled.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="panel_seats")
    number = models.PositiveSmallIntegerField(_("seat"))
    state = models.CharField(_("state"), max_length=22, choices=SeatState.choices, default=SeatState.OFFERED)
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="held_seats")
    origin = models.CharField(_("came by"), max_length=12, choices=SeatOrigin.choices)
    run = models.ForeignKey(
        "sortition.SelectionRun", models.PROTECT, null=True, blank=True, related_name="given_seats"
    )
    """The run that gave the person the seat; none for an alternate."""
    fills = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="filled_by")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    left_as = models.CharField(max_length=22, choices=SeatState.choices, blank=True)
    """How the person left it, kept while the seat moves on to a replacement."""
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            # Of all who ever had a place, one row is the present: none is lost, none is given twice.
            models.UniqueConstraint(
                fields=["assembly", "number"], condition=~Q(state="filled"), name="seat_one_present"
            ),
            models.UniqueConstraint(fields=["respondent"], condition=Q(state__in=HELD), name="seat_one_each"),
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="seat_state"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_number_from_one"),
            models.CheckConstraint(condition=Q(fills=None) | ~Q(fills=F("id")), name="seat_fills_another"),
            models.CheckConstraint(
                condition=Q(state__in=HELD, left_as="", left_at=None)
                | (~Q(state__in=HELD) & ~Q(left_as="") & Q(left_at__isnull=False)),
                name="seat_left_or_held",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["assembly", "state"], name="seat_by_state")]

    def __str__(self) -> str:
        return str(_("Seat %(number)s") % {"number": self.number})

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return SEAT_TONES[self.state]

    @property
    def is_held(self) -> bool:
        """Whether the person holds it."""
        return self.state in HELD
