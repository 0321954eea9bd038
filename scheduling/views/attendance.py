"""The list in the hall: who is there, by seat, one tap each."""

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.errors import HouseError
from assembly.models import Person
from scheduling.enums import Half
from scheduling.enums_attendance import NOTABLE, Presence
from scheduling.forms.attendance import CaughtUpForm, TapForm
from scheduling.models import Attendance, AttendanceChange
from scheduling.selectors.attendance import Room, Row, half_at, room_of
from scheduling.selectors.sessions import members_at
from scheduling.services.attendance import Noted, Tap, note_attendance, note_caught_up, note_rest
from scheduling.views.session_base import SessionView

BUTTONS: tuple[tuple[Presence, Any], ...] = (
    (Presence.PRESENT, gettext_lazy("Here")),
    (Presence.PARTIAL, gettext_lazy("Partly")),
    (Presence.REMOTE, gettext_lazy("Remote")),
    (Presence.EXCUSED, gettext_lazy("Excused")),
    (Presence.ABSENT, gettext_lazy("Absent")),
)


class AttendanceBase(SessionView):
    """A page about who is at a session."""

    permission: ClassVar[str] = "assembly.view_attendance"
    post_permission: ClassVar[str | None] = "assembly.take_attendance"
    session_page: ClassVar[str] = "attendance"

    @property
    def half(self) -> Half:
        """Return the half that is asked for, else the one that the clock says."""
        asked = self.request.POST.get("half") or self.request.GET.get("half")
        return next((half for half in self.session.halves if half == asked), half_at(self.session, self.now))

    @property
    def is_notable(self) -> bool:
        """Whether anything can be noted here, by this reader."""
        return self.session.state in NOTABLE and self.can("assembly.take_attendance")

    def address(self, **also: str) -> str:
        """Return the list's address for the half that is shown."""
        query = "&".join(f"{name}={value}" for name, value in {"half": self.half, **also}.items() if value)
        return f"{reverse('session_attendance', args=[self.assembly.slug, self.session.number])}?{query}"

    def load_person(self, pk: int) -> Person:
        """Return somebody who is expected at the session."""
        return get_object_or_404(members_at(self.session), pk=pk)


def wants_json(request: HttpRequest) -> bool:
    """Whether the list's own script asks."""
    return request.headers.get("Accept") == "application/json"


class SessionAttendanceView(AttendanceBase):
    """The list of one half. Without a script each tap is a form that comes back; with it taps can wait."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, or tell the script how everybody stands."""
        room = room_of(self.session, self.half)
        self.note_list_reading("attendance.list_read")
        if wants_json(request):
            return JsonResponse({"rows": [_told(row.person.pk, row.attendance) for row in room.rows]})
        return self.page(room)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note one tap."""
        form = TapForm(request.POST)
        if not form.is_valid():
            raise BadRequest
        pk, state, seen = form.cleaned_data["tap"]
        person = self.load_person(pk)
        tap = Tap(
            person,
            form.cleaned_data["half"],
            state,
            form.client(),
            seen=seen,
            waited=form.waited_for(),
        )
        try:
            noted = note_attendance(session=self.session, tap=tap, actor=request.user, now=self.now)
        except HouseError as refused:
            if wants_json(request):
                return JsonResponse({"refused": str(refused)}, status=409)
            messages.error(request, str(refused))
            return redirect(self.back())
        said = _said(noted)
        if wants_json(request):
            return JsonResponse({**_told(pk, noted.attendance), "applied": noted.is_applied, "said": said})
        if said:
            messages.warning(request, said)
        return redirect(f"{self.back()}#p{pk}")

    def back(self) -> str:
        """Return to the list as it was."""
        return self.address(show=self.request.GET.get("show", ""))

    def page(self, room: Room) -> HttpResponse:
        """Render the list."""
        show = "missing" if self.request.GET.get("show") == "missing" else ""
        words = self.request.GET.get("q", "").casefold().split()
        rows = [row for row in room.rows if not show or not row.is_there]
        rows = [row for row in rows if all(word in _searched(row) for word in words)]
        shown = {row.person.pk for row in rows}
        context = {
            "room": room,
            "rows": rows,
            "others_there": sum(row.is_there for row in room.rows if row.person.pk not in shown),
            "half": self.half,
            "show": show,
            "q": self.request.GET.get("q", ""),
            "buttons": BUTTONS,
            "page_id": uuid.uuid4(),
            "is_notable": self.is_notable,
        }
        return self.render("scheduling/attendance_list.html", context)


class AttendanceRestView(AttendanceBase):
    """Note all about whom nothing is noted yet: present at the beginning, absent at the end."""

    permission: ClassVar[str] = "assembly.take_attendance"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        there = request.POST.get("rest", "")
        if there not in ("present", "absent"):
            raise BadRequest
        try:
            noted = note_rest(
                session=self.session,
                half=self.half,
                there=there == "present",
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = ngettext("One person is noted.", "%(n)s people are noted.", noted) % {"n": noted}
            messages.success(request, said)
        return redirect(self.address())


class AttendancePersonView(AttendanceBase):
    """One member at one session: what was noted, by whom, and whether they caught up."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        person = self.load_person(pk)
        self.note_list_reading("attendance.list_read")
        noted = Attendance.objects.filter(session=self.session, person=person)
        changes = AttendanceChange.objects.filter(attendance__in=noted).select_related(
            "attendance", "noted_by"
        )
        halves = [
            (each, CaughtUpForm(initial={"caught_up": each.caught_up}, auto_id=f"{each.half}_%s"))
            for each in noted.select_related("noted_by").order_by("half")
        ]
        context = {
            "person": person,
            "halves": halves,
            "changes": list(changes.order_by("noted_at", "pk")),
            "may_note": self.is_notable,
        }
        return self.render("scheduling/attendance_person.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note whether they caught up."""
        person = self.load_person(pk)
        form = CaughtUpForm(request.POST)
        if not form.is_valid():
            raise BadRequest
        attendance = Attendance.objects.filter(session=self.session, person=person, half=self.half).first()
        if attendance is None:
            messages.error(request, _("Nothing is noted yet for this half."))
            return redirect("attendance_person", self.assembly.slug, self.session.number, pk)
        try:
            note_caught_up(
                attendance=attendance,
                how=form.cleaned_data["caught_up"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("attendance_person", self.assembly.slug, self.session.number, pk)


def _searched(row: Row) -> str:
    return f"{row.person.seat_number} {row.person.name} {row.person.called}".casefold()


def _told(pk: int, attendance: Attendance | None) -> dict[str, Any]:
    return {
        "person": pk,
        "state": attendance.state if attendance else "",
        "version": attendance.version if attendance else 0,
    }


def _said(noted: Noted) -> str:
    """Say what a person must know: that somebody else was later."""
    if noted.is_applied:
        return ""
    said = _(
        "%(person)s was noted later by somebody else as “%(state)s”. That stands; press again to change it."
    )
    return said % {
        "person": noted.attendance.person,
        "state": noted.attendance.get_state_display(),
    }
