"""The clock by which an assembly's moments are told."""

from zoneinfo import ZoneInfo

from django.conf import settings

from assembly.models import Assembly
from scheduling.selectors.sessions import sessions_of


def zone_of(assembly: Assembly) -> ZoneInfo:
    """Return the clock of the assembly's latest session; before there is one, that of the house."""
    last = sessions_of(assembly).last()
    return last.zone if last else ZoneInfo(settings.TIME_ZONE)
