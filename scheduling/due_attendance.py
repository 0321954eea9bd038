"""Attendance's due-check, registered with the clock."""

from assembly.clock import register_due_check
from scheduling.services.attendance_alerts import raise_alerts

register_due_check("scheduling.attendance_alerts", raise_alerts)
