"""Scheduling's tables."""

from scheduling.models.attendance import Absence, Attendance, AttendanceAlert, AttendanceChange
from scheduling.models.duty import SessionDuty
from scheduling.models.money import (
    ExpenseClaim,
    Honorarium,
    HonorariumRate,
    MoneyTerms,
    PayDetails,
    Payment,
    Receipt,
)
from scheduling.models.placement import PlacementJob
from scheduling.models.programme import CalendarFeed, ProgrammeNotice, ProgrammeVersion
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
    "Absence",
    "AcceptedClash",
    "AgendaItem",
    "Attendance",
    "AttendanceAlert",
    "AttendanceChange",
    "CalendarFeed",
    "ExpenseClaim",
    "FixedSeat",
    "Honorarium",
    "HonorariumRate",
    "MoneyTerms",
    "PayDetails",
    "Payment",
    "PersonTime",
    "PlacementJob",
    "PlanChange",
    "PlanFacilitator",
    "PlanMove",
    "PlanSeat",
    "PlanTable",
    "ProgrammeNotice",
    "ProgrammeVersion",
    "Receipt",
    "Room",
    "RoomTime",
    "SeatingJob",
    "SeatingPlan",
    "SeatingRule",
    "Session",
    "SessionDuty",
    "Slot",
    "Venue",
    "Walk",
]
