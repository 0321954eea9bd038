"""Reads that all of scheduling shares: sessions, their rooms, the members who are expected."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from assembly.models import Assembly, Person
from scheduling.models import AgendaItem, Room, Session


def sessions_of(assembly: Assembly) -> QuerySet[Session]:
    """Return the sessions of an assembly in the order of their days."""
    return Session.objects.filter(assembly=assembly).select_related("venue").order_by("starts_at", "pk")


def session_days(assembly: Assembly) -> tuple[date, date] | None:
    """Return the days of the first and the last session, each by its own clock; None where there is none."""
    found = list(Session.objects.filter(assembly=assembly))
    if not found:
        return None
    days = [session.starts_at.astimezone(session.zone).date() for session in found]
    return min(days), max(days)


def today_of(assembly: Assembly, now: datetime) -> date:
    """Return the day that it is, by the clock of the assembly's sessions that is furthest ahead: none is later."""
    zones = (
        Session.objects.filter(assembly=assembly).order_by().values_list("time_zone", flat=True).distinct()
    )
    return max([timezone.localdate(now), *(timezone.localdate(now, ZoneInfo(zone)) for zone in zones)])


def rooms_of(session: Session) -> list[Room]:
    """Return the rooms that can be used in a session: those chosen for it, else all of its venue."""
    chosen = list(session.rooms.select_related("venue"))
    if chosen or session.venue_id is None:
        return chosen
    return list(Room.objects.filter(venue=session.venue_id, is_retired=False).select_related("venue"))


def items_of(session: Session) -> QuerySet[AgendaItem]:
    """Return what is placed in a session, with rooms and who takes part."""
    items = AgendaItem.objects.filter(session=session).select_related("room__venue")
    return items.prefetch_related("slots__person").order_by("starts_at", "pk")


def tray_of(assembly: Assembly) -> QuerySet[AgendaItem]:
    """Return what has no place yet."""
    items = AgendaItem.objects.filter(assembly=assembly, session=None)
    return items.prefetch_related("slots__person").order_by("title", "pk")


def members_at(session: Session) -> QuerySet[Person]:
    """Return who is expected at a session: members by seat who had not left before it began."""
    members = Person.objects.members().filter(assembly=session.assembly_id)
    return members.filter(joined_at__lte=session.ends_at).exclude(left_at__lte=session.starts_at)
