"""The sheet of the day: how many are there, who is missing, and what is one tap away. It renews itself."""

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from scheduling.enums import Half
from scheduling.selectors.attendance import Presences, Room, balance_of, half_at, room_of
from scheduling.selectors.on_duty import OnDuty, people_on_duty
from scheduling.views.session_base import SessionView


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a picture in percent: how many are there of all, and where the quorum stands."""

    there: float
    quorum: float | None

    @classmethod
    def of(cls, there: int, everybody: int, quorum: int | None = None) -> "Bar":
        """Measure a bar; of nobody it is empty."""
        whole = max(everybody, 1)
        return cls(100 * there / whole, None if quorum is None else min(100 * quorum / whole, 100))


class SessionDayView(SessionView):
    """What facilitators and staff need in the room; names in full, phones and values are for staff alone."""

    permission: ClassVar[str] = "assembly.view_day_sheet"
    session_page: ClassVar[str] = "day"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sheet; asked by its own page, only what changes, or nothing where nothing has changed."""
        half = self.half()
        room, on_duty = room_of(self.session, half), people_on_duty(self.session)
        mark = _mark(room, on_duty)
        if request.htmx and request.GET.get("mark") == mark:
            return HttpResponse(status=204)
        is_staff = self.can("assembly.view_attendance")
        self.note_list_reading("attendance.day_read")
        context: dict[str, Any] = {
            "room": room,
            "half": half,
            "mark": mark,
            "is_staff": is_staff,
            "bar": Bar.of(len(room.there), len(room.rows), self.session.quorum),
            "balance": _grouped(balance_of(room)) if is_staff else [],
            "on_duty": on_duty,
            "duty_away": [each for each in on_duty if each.away],
            "day": timezone.localtime(self.session.starts_at, self.session.zone).date(),
        }
        if request.htmx:
            return self.render("scheduling/day_live.html", {**context, "rail": []})
        return self.render("scheduling/day.html", context)

    def half(self) -> Half:
        """Return the half that is asked for, else the one that the clock says."""
        asked = self.request.GET.get("half")
        return next((half for half in self.session.halves if half == asked), half_at(self.session, self.now))


def _mark(room: Room, on_duty: list[OnDuty]) -> str:
    """Return what differs as soon as anything on the sheet does."""
    stands = [f"{row.person.pk}.{row.version}.{row.absence is not None}.{row.table}" for row in room.rows]
    stands += [f"{each.person.pk}.{each.part}.{each.away}" for each in on_duty]
    return hashlib.sha256(f"{room.quorum} {stands}".encode()).hexdigest()[:16]


def _grouped(balance: list[Presences]) -> list[tuple[str, list[tuple[Presences, Bar]]]]:
    groups: dict[str, list[tuple[Presences, Bar]]] = {}
    for each in balance:
        groups.setdefault(each.category, []).append((each, Bar.of(each.there, each.panel)))
    return list(groups.items())
