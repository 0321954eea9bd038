"""Scheduling's tables."""

from scheduling.models.programme import CalendarFeed, ProgrammeNotice, ProgrammeVersion
from scheduling.models.sessions import (
    AcceptedClash,
    AgendaItem,
    PersonTime,
    PlanChange,
    Session,
    Slot,
)
from scheduling.models.venues import Room, RoomTime, Venue, Walk

__all__ = [
    "AcceptedClash",
    "AgendaItem",
    "CalendarFeed",
    "PersonTime",
    "PlanChange",
    "ProgrammeNotice",
    "ProgrammeVersion",
    "Room",
    "RoomTime",
    "Session",
    "Slot",
    "Venue",
    "Walk",
]
