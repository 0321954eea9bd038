"""Reads of welfare calls, and who has been a member's contact."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from assembly.enums import Role
from assembly.evaluation.enums_surveys import OPEN_CALLS
from assembly.evaluation.models import WelfareCall, WelfareNote
from assembly.models import Appointment, Assembly, Person, User
from assembly.permissions import TABLE
from sortition.enums import RESPONDENT_KIND
from sortition.models import ContactAttempt, SupportNeed

MAKE = "assembly.make_welfare_calls"
_ROLES: frozenset[Role] = next(row.roles for row in TABLE if row.name == MAKE)
_OPEN_FIRST = Case(When(state__in=OPEN_CALLS, then=Value(0)), default=Value(1), output_field=IntegerField())


def calls_of(assembly: Assembly) -> QuerySet[WelfareCall]:
    """Return the welfare calls, those that are still to be made first."""
    return (
        WelfareCall.objects.filter(assembly=assembly)
        .select_related("person", "wave", "assigned_to")
        .order_by(_OPEN_FIRST, "asked_on", "person__seat_number", "pk")
    )


def open_calls(assembly: Assembly, now: datetime) -> QuerySet[WelfareCall]:
    """Return the calls that somebody can make today: not those that are put off to a later day."""
    today = now.date()
    return calls_of(assembly).filter(Q(again_on=None) | Q(again_on__lte=today), state__in=OPEN_CALLS)


def notes_of(call: WelfareCall) -> QuerySet[WelfareNote]:
    """Return the notes of a call, the first one first."""
    return WelfareNote.objects.filter(call=call).select_related("by").order_by("at", "pk")


def callers_of(assembly: Assembly) -> QuerySet[User]:
    """Return who may make welfare calls, by name."""
    appointed = Appointment.objects.filter(assembly=assembly, role__in=sorted(_ROLES))
    return User.objects.filter(is_active=True, pk__in=appointed.values("user")).order_by("name", "pk")


def usual_contact(person: Person) -> User | None:
    """Return who of the team spoke with a member last and may make welfare calls; None where nobody did.

    Whoever noted an earlier welfare call comes first, then whoever called about the seat, then whoever sees to what the
    member needs.
    """
    may = set(callers_of(person.assembly).values_list("pk", flat=True))
    found = next((key for key in _contacts(person) if key in may), None)
    return None if found is None else User.objects.get(pk=found)


def _contacts(person: Person) -> Iterator[int | None]:
    yield from (
        WelfareNote.objects.filter(call__person=person).order_by("-at", "-pk").values_list("by", flat=True)
    )
    if person.origin_kind != RESPONDENT_KIND:
        return
    attempts = ContactAttempt.objects.filter(seat__respondent=person.origin_key, by__isnull=False)
    yield from attempts.order_by("-at", "-pk").values_list("by", flat=True)
    needs = SupportNeed.objects.filter(respondent=person.origin_key, owner__isnull=False)
    yield from needs.order_by("-declared_at", "-pk").values_list("owner", flat=True)
