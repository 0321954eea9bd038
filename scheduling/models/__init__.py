"""Scheduling's tables."""

from scheduling.models.sessions import (
    AcceptedClash,
    AgendaItem,
    PersonTime,
    PlanChange,
    Session,
    Slot,
)
from scheduling.models.tables import (
    FixedSeat,
    PlanFacilitator,
    PlanMove,
    PlanSeat,
    PlanTable,
    SeatingJob,
    SeatingPlan,
    SeatingRule,
)
from scheduling.models.venues import Room, RoomTime, Venue, Walk

__all__ = [
    "AcceptedClash",
    "AgendaItem",
    "FixedSeat",
    "PersonTime",
    "PlanChange",
    "PlanFacilitator",
    "PlanMove",
    "PlanSeat",
    "PlanTable",
    "Room",
    "RoomTime",
    "SeatingJob",
    "SeatingPlan",
    "SeatingRule",
    "Session",
    "Slot",
    "Venue",
    "Walk",
]
