"""Scheduling's tables."""

from scheduling.models.duty import SessionDuty
from scheduling.models.placement import PlacementJob
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
    "PersonTime",
    "PlacementJob",
    "PlanChange",
    "Room",
    "RoomTime",
    "Session",
    "SessionDuty",
    "Slot",
    "Venue",
    "Walk",
]
