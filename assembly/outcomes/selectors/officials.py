"""Who acts for a body, and for which bodies somebody acts."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from assembly.enums import Role
from assembly.models import Appointment, Assembly, Person, User
from assembly.outcomes.models import Body, Official, ResponseVersion, StandIn
from evidence.enums import Way

ANSWERING = (Role.OFFICIAL, Role.RESPONSE_APPROVER)
"""The roles of those who answer for a body."""


def _on(day: date) -> Q:
    return Q(from_on__lte=day, until_on__gte=day)


def officials_with_role(body: Body) -> QuerySet[Official]:
    """Return the officials of a body who can sign in for it: an account in use, and the role still theirs."""
    role = Appointment.objects.filter(assembly=body.assembly_id, user=OuterRef("user"), role__in=ANSWERING)
    rows = Official.objects.filter(body=body, user__is_active=True).filter(Exists(role))
    return rows.select_related("user")


def officials_acting(body: Body, day: date) -> list[Official]:
    """Return who acts for a body on a day: its officials but those who named a stand-in for it.

    Where all are away at once (a stand-in lost their role), all of them count: nobody is left without a reader.
    """
    officials = list(officials_with_role(body))
    away = set(StandIn.objects.filter(_on(day), official__body=body).values_list("official", flat=True))
    return [each for each in officials if each.pk not in away] or officials


def bodies_of(user: User, assembly: Assembly, day: date) -> QuerySet[Body]:
    """Return the bodies for which somebody acts; `is_standing_in` says whether in another's stead that day.

    Whoever is away keeps what they may read and do: the stand-in, of the same body, comes beside them.
    """
    standing = StandIn.objects.filter(_on(day), stands_in__user=user, stands_in__body=OuterRef("pk"))
    own = Official.objects.filter(body=OuterRef("pk"), user=user)
    return Body.objects.filter(Exists(own), assembly=assembly).annotate(is_standing_in=Exists(standing))


def clears_for(user: User, body: Body | int) -> bool:
    """Whether somebody clears answers for a body: an approver of one body is no approver of another."""
    return Official.objects.filter(body=body, user=user, is_approver=True).exists()


def is_alone(user: User, body: Body | int) -> bool:
    """Whether nobody else answers for a body."""
    return not Official.objects.filter(body=body).exclude(user=user).exists()


def with_stand_ins(officials: Collection[Official], named: Collection[int], day: date) -> list[Official]:
    """Return those of a body's officials whose keys are named, and who stands in for them on a day."""
    standing = StandIn.objects.filter(_on(day), official__in=named).values_list("stands_in", flat=True)
    keys = {*named, *standing}
    return [each for each in officials if each.pk in keys]


def languages_of(users: Collection[User], assembly: Assembly) -> dict[int, str]:
    """Return in which language accounts are written to: the one they chose, else that in which they last answered.

    Of whom nobody knows it, it says nothing.
    """
    wrote = ResponseVersion.objects.filter(response__assembly=assembly, made_by__in=users, way=Way.ONLINE)
    chose = Person.objects.filter(assembly=assembly, user__in=users).exclude(language="")
    found = dict(wrote.order_by("made_at", "pk").values_list("made_by", "language"))
    return found | dict(chose.values_list("user", "language"))


def stand_ins_on(body: Body, day: date) -> QuerySet[StandIn]:
    """Return who stands in for whom in a body on a day."""
    rows = StandIn.objects.filter(_on(day), official__body=body)
    return rows.select_related("official__user", "stands_in__user")


def own_officials(user: User, assembly: Assembly) -> QuerySet[Official]:
    """Return as what somebody answers: once for each body."""
    return Official.objects.filter(user=user, body__assembly=assembly).select_related("body", "user")


def colleagues_of(user: User, assembly: Assembly) -> QuerySet[Official]:
    """Return the others who answer for the same bodies and can sign in."""
    bodies = Official.objects.filter(user=user, body__assembly=assembly).values("body")
    role = Appointment.objects.filter(assembly=assembly, user=OuterRef("user"), role__in=ANSWERING)
    found = Official.objects.filter(Exists(role), body__in=bodies, user__is_active=True)
    return found.exclude(user=user).select_related("body", "user").order_by("body__name", "user__name")


def own_stand_ins(user: User, assembly: Assembly, *, for_others: bool = False) -> QuerySet[StandIn]:
    """Return who stands in for somebody, or for whom they stand in."""
    own = Q(stands_in__user=user) if for_others else Q(official__user=user)
    found = StandIn.objects.filter(own, official__body__assembly=assembly)
    return found.select_related("official__user", "official__body", "stands_in__user")
