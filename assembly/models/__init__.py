"""The ground floor's tables."""

from assembly.models.assembly import Assembly, RemitVersion, StateEntry
from assembly.models.messages import (
    MessageBatch,
    MessageReminder,
    MessageSender,
    MessageTemplate,
    OutboxMessage,
    TemplateText,
    TemplateVersion,
)
from assembly.models.record import AuditEvent, EventDetails, RecordChain
from assembly.models.retention import RetentionPeriod
from assembly.models.team import Appointment, Invitation
from assembly.models.user import User, UserManager

__all__ = [
    "Appointment",
    "Assembly",
    "AuditEvent",
    "EventDetails",
    "Invitation",
    "MessageBatch",
    "MessageReminder",
    "MessageSender",
    "MessageTemplate",
    "OutboxMessage",
    "RecordChain",
    "RemitVersion",
    "RetentionPeriod",
    "StateEntry",
    "TemplateText",
    "TemplateVersion",
    "User",
    "UserManager",
]
