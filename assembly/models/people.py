"""Whoever can stand in a programme: members, staff, facilitators, witnesses, guests."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.enums import PersonKind
from assembly.models.assembly import Assembly


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions to people."""

    def here(self) -> "PersonQuerySet":
        """Return those who have not left."""
        return self.filter(left_at=None)

    def members(self) -> "PersonQuerySet":
        """Return members, by the numbers of their seats."""
        return self.filter(kind=PersonKind.MEMBER).order_by("seat_number", "pk")


class Person(models.Model):
    """Somebody in one assembly. A member is one from the moment their seat is confirmed until they leave it.

    Person, respondent, seat and user account are four things: upper apps say by `origin_kind` and `origin_key` (those
    of `assembly/personal_data.py`) whom of theirs this is, and keep name, address and values in step; `user` is the
    account by which they sign in, if they ever do.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="people")
    kind = models.CharField(_("as what"), max_length=12, choices=PersonKind.choices)
    name = models.CharField(_("name"), max_length=200, blank=True)
    called = models.CharField(_("name on the badge"), max_length=80, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(max_length=20, blank=True)
    """The code of the language that they chose; blank where nobody knows."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="people"
    )
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_key = models.BigIntegerField(null=True, blank=True)
    seat_number = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    """Category → value, by name, as tables are balanced on them."""
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["kind", "seat_number", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=PersonKind.values), name="person_kind"),
            models.CheckConstraint(
                condition=Q(kind="member", seat_number__isnull=False)
                | (~Q(kind="member") & Q(seat_number=None)),
                name="person_member_has_a_seat",
            ),
            # One place, one present member: whoever takes over comes after the other has left.
            models.UniqueConstraint(
                fields=["assembly", "seat_number"],
                condition=Q(left_at=None, seat_number__isnull=False),
                name="person_one_on_a_seat",
            ),
            models.UniqueConstraint(
                fields=["assembly", "origin_kind", "origin_key"],
                condition=~Q(origin_kind=""),
                name="person_origin_once",
            ),
            models.UniqueConstraint(
                fields=["assembly", "user"], condition=Q(user__isnull=False), name="person_account_once"
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_key=None)
                | (~Q(origin_kind="") & Q(origin_key__isnull=False)),
                name="person_origin_whole",
            ),
        ]

    def __str__(self) -> str:
        if self.name:
            return self.name
        if self.seat_number is not None:
            return _now("Seat %(number)s") % {"number": self.seat_number}
        return _now("Person %(number)s") % {"number": self.pk}

    @property
    def is_kept_elsewhere(self) -> bool:
        """Whether their name and address come from a seat or a file, and are changed there."""
        return self.kind == PersonKind.MEMBER or bool(self.origin_kind)

    @property
    def badge(self) -> str:
        """Return what stands large on their badge."""
        return self.called or str(self)
