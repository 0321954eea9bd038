"""Who is on duty at a session as such, beside the parts in single agenda items."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from scheduling.enums import Part
from scheduling.models.sessions import Session


class SessionDuty(models.Model):
    """Somebody of the staff, or a facilitator, who works at a session from its beginning to its end."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)

    class Meta:
        verbose_name = _("duty at a session")
        ordering: ClassVar = ["part", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="duty_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="duty_part"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"
