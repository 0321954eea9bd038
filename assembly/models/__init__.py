"""The ground floor's tables."""

from assembly.models.assembly import Assembly, RemitVersion, StateEntry
from assembly.models.record import AuditEvent
from assembly.models.team import Appointment, Invitation
from assembly.models.user import User, UserManager

__all__ = [
    "Appointment",
    "Assembly",
    "AuditEvent",
    "Invitation",
    "RemitVersion",
    "StateEntry",
    "User",
    "UserManager",
]
