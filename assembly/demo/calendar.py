"""The story's dates: those of a spring, moved by whole weeks so that the story has just happened."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

TOLD_ON = date(2026, 6, 9)
"""The story's own present: the Tuesday after the third of six sessions."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns the story's dates into ours, weekday for weekday."""

    shift: timedelta

    @classmethod
    def until(cls, today: date) -> "Calendar":
        """Return the calendar in which the story's present lies in the week before `today`, never after it."""
        return cls(timedelta(weeks=(today - TOLD_ON).days // 7))

    def day(self, year: int, month: int, day: int) -> date:
        """Move one of the story's dates."""
        return date(year, month, day) + self.shift

    def at(self, *parts: int) -> datetime:
        """Move one of the story's moments, given as year, month, day, hour, minute on the installation's clocks."""
        year, month, day, hour, minute = parts
        return timezone.make_aware(datetime.combine(self.day(year, month, day), time(hour, minute)))
