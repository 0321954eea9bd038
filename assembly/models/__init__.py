"""The ground floor's tables."""

from assembly.models.assembly import Assembly, RemitVersion, StateEntry
from assembly.models.incidents import FacilitatorNote, Incident, IncidentReader, IncidentStep
from assembly.models.messages import Mailing, MessageTemplate, OutboxMessage, TemplateText
from assembly.models.people import Person
from assembly.models.processing import ProcessingRecord
from assembly.models.public_statement import PublicStatement
from assembly.models.publication import PublicationDay, PublicationItem
from assembly.models.record import AuditEvent, EventDetails, RecordChain
from assembly.models.reminders import Reminder, ReminderRun
from assembly.models.retention import RetentionPeriod
from assembly.models.sent_forms import SentForm
from assembly.models.sign_in import SignInCode, SignInLetter
from assembly.models.team import Appointment, Invitation
from assembly.models.user import User, UserManager

__all__ = [
    "Appointment",
    "Assembly",
    "AuditEvent",
    "EventDetails",
    "FacilitatorNote",
    "Incident",
    "IncidentReader",
    "IncidentStep",
    "Invitation",
    "Mailing",
    "MessageTemplate",
    "OutboxMessage",
    "Person",
    "ProcessingRecord",
    "PublicStatement",
    "PublicationDay",
    "PublicationItem",
    "RecordChain",
    "Reminder",
    "ReminderRun",
    "RemitVersion",
    "RetentionPeriod",
    "SentForm",
    "SignInCode",
    "SignInLetter",
    "StateEntry",
    "TemplateText",
    "User",
    "UserManager",
]
