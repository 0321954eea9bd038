"""What attendance holds about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from scheduling.models import Absence, Attendance, AttendanceAlert, AttendanceChange

_PURPOSE = _("To know who takes part, to reach whoever is missing, and to pay for time")

declare(
    Declaration(
        Attendance,
        name=_("Attendance"),
        purpose=_PURPOSE,
        rows=OfPeople(Attendance, "person"),
        labels={"session": _("session")},
    ),
    Declaration(
        AttendanceChange,
        name=_("Changes of attendance"),
        impersonal=("sheet",),
        purpose=_PURPOSE,
        rows=OfPeople(AttendanceChange, "attendance__person"),
    ),
    Declaration(
        Absence,
        name=_("Absences said beforehand"),
        sensitive=("reason",),
        purpose=_PURPOSE,
        rows=OfPeople(Absence, "person"),
    ),
    Declaration(
        AttendanceAlert,
        name=_("Alerts about attendance"),
        purpose=_PURPOSE,
        rows=OfPeople(AttendanceAlert, "person"),
        is_deleted=True,
    ),
)
