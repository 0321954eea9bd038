"""Who can take part in an item: people of the assembly, and accounts of the team who are not among them yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.enums import PersonKind, Role
from assembly.models import Appointment, Assembly, Person, User
from scheduling.local_times import clock_time
from scheduling.models import AgendaItem
from scheduling.planning import programme as pure
from scheduling.selectors.plan_programme import Plan

MOST_SPANS = 4
"""Spans of free time that are told of one person."""

KIND_BY_ROLE = {
    Role.ORGANISER: PersonKind.STAFF,
    Role.SESSION_STAFF: PersonKind.STAFF,
    Role.FACILITATOR: PersonKind.FACILITATOR,
}
"""As what an account of the team takes part."""


def people_to_choose(assembly: Assembly, *, besides: set[int] | None = None) -> QuerySet[Person]:
    """Return who is here, and who has a part already although they left."""
    people = Person.objects.filter(Q(left_at=None) | Q(pk__in=besides or set()), assembly=assembly)
    return people.order_by("kind", "seat_number", "name", "pk")


def accounts_to_choose(assembly: Assembly) -> dict[User, PersonKind]:
    """Return accounts of the team that no person stands for yet, and as what each would take part."""
    appointments = Appointment.objects.filter(
        assembly=assembly, role__in=KIND_BY_ROLE, user__is_active=True
    ).exclude(user__in=Person.objects.filter(assembly=assembly, user__isnull=False).values("user"))
    return {
        each.user: KIND_BY_ROLE[Role(each.role)]
        for each in appointments.select_related("user").order_by("user__name", "pk")
    }


def free_words(plan: Plan, item: AgendaItem) -> list[str]:
    """Tell, for each person with a part in an item who said when they are free, when that is among the sessions."""
    people = {each.key: each for each in plan.programme.people}
    lines = []
    for slot in item.slots.all():
        person = people.get(slot.person_id)
        if person is None or (person.available is None and not person.unavailable):
            continue
        spans = [span for day in plan.programme.sessions for span in _free_within(person, day.start, day.end)]
        if not spans:
            lines.append(_("%(person)s is free in no session") % {"person": slot.person})
            continue
        zone = next(iter(plan.sessions.values())).zone
        told = [_span_words(start, end, zone) for start, end in spans[:MOST_SPANS]]
        if len(spans) > MOST_SPANS:
            told.append("…")
        lines.append(_("%(person)s is free %(times)s") % {"person": slot.person, "times": "; ".join(told)})
    return lines


def _free_within(person: pure.Person, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Return the spans of a day in which somebody is free."""
    free = [(start, end)]
    if person.available is not None:
        free = sorted(
            (max(start, span.start), min(end, span.end))
            for span in person.available
            if span.start < end and span.end > start
        )
    for taken in person.unavailable:
        free = [
            part
            for begins, ends in free
            for part in ((begins, min(ends, taken.start)), (max(begins, taken.end), ends))
            if part[0] < part[1]
        ]
    return free


def _span_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    return _("%(day)s %(start)s–%(end)s") % {
        "day": date_format(start.astimezone(zone), "j F"),
        "start": clock_time(start, zone),
        "end": clock_time(end, zone),
    }
