"""The diary of a story within the story: acts of many hands, each told at its own moment, in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assembly.demo.calendar import Calendar

Moment = tuple[int, int, int, int]
"""Month, day, hour and minute of the story's year."""
Act = Callable[[datetime], object]
"""What is done, given when."""


@dataclass(slots=True)
class Diary:
    """Acts that wait to be told."""

    calendar: Calendar
    waiting: list[tuple[datetime, Act]] = field(default_factory=list)

    def note(self, moment: Moment, act: Act) -> None:
        """Note what is done at a moment."""
        self.note_at(self.calendar.at(2026, *moment), act)

    def note_at(self, now: datetime, act: Act) -> None:
        """Note what is done at a moment of our own time."""
        self.waiting.append((now, act))

    def tell_until(self, moment: Moment) -> None:
        """Tell what is done before a moment; of two at the same, the one that was noted first."""
        self.tell_before(self.calendar.at(2026, *moment))

    def tell_before(self, end: datetime) -> None:
        """Tell what is done before a moment of our own time."""
        due = sorted((entry for entry in self.waiting if entry[0] < end), key=lambda entry: entry[0])
        self.waiting = [entry for entry in self.waiting if entry[0] >= end]
        for now, act in due:
            act(now)
