"""Sign in by code: staff scan a member's badge, or members scan the screen of the hall with their own phone."""

import io
import uuid
from typing import Any, ClassVar

import segno
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.models import Person
from assembly.selectors import member_of
from assembly.views.workspace import AssemblyView
from scheduling.attendance_codes import MINUTES, hall_code, is_hall_code, member_key
from scheduling.enums import SessionState
from scheduling.enums_attendance import Presence, Way, is_attended
from scheduling.models import Attendance
from scheduling.selectors.attendance import half_at, open_session
from scheduling.services.attendance import Tap, note_attendance
from scheduling.views.attendance import AttendanceBase
from scheduling.views.session_base import SessionView
from scheduling.where_people_sit import tables_at


class CheckInView(AssemblyView):
    """What a scanned badge opens: for staff a big name and its table; nobody else learns whose it is.

    The page notes by itself that they are there (a form that its script sends): opening an address changes nothing.
    """

    permission: ClassVar[str] = "assembly.take_attendance"
    stage: ClassVar[str] = "sessions"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Find whose code it is, within this assembly."""
        key = member_key(kwargs.pop("code"))
        self.person = get_object_or_404(Person.objects.members().filter(assembly=self.assembly), pk=key)
        self.session = open_session(self.assembly, self.now)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show who it is and how they stand."""
        self.note_list_reading("attendance.list_read")
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that they are there."""
        if self.session is None:
            return self.page()
        try:
            client_id = uuid.UUID(request.POST.get("client_id", ""))
        except ValueError:
            raise BadRequest from None
        standing = self.standing()
        if standing is None or not is_attended(standing.state):
            tap = Tap(
                self.person,
                half_at(self.session, self.now),
                Presence.PRESENT,
                client_id,
                how=Way.QR,
                seen=standing.version if standing else 0,
            )
            try:
                note_attendance(session=self.session, tap=tap, actor=request.user, now=self.now)
            except HouseError as refused:
                messages.error(request, str(refused))
        return self.page()

    def standing(self) -> Attendance | None:
        """Return what is noted about them in this half."""
        if self.session is None:
            return None
        half = half_at(self.session, self.now)
        return Attendance.objects.filter(session=self.session, half=half, person=self.person).first()

    def page(self) -> HttpResponse:
        """Render it, as a whole or for the page's own script."""
        context: dict[str, Any] = {"person": self.person, "session": self.session, "client_id": uuid.uuid4()}
        if self.session is not None:
            standing = self.standing()
            context |= {
                "standing": standing,
                "is_there": standing is not None and is_attended(standing.state),
                "half": half_at(self.session, self.now),
                "table": tables_at(self.session).get(self.person.pk, ""),
            }
        part = "scheduling/check_in_person.html" if self.request.htmx else "scheduling/check_in.html"
        return self.render(part, context)


class HallView(AttendanceBase):
    """A screen in the hall with a code that changes: members open it with their own phone."""

    permission: ClassVar[str] = "assembly.take_attendance"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the code; the page asks for the next one by itself."""
        context: dict[str, Any] = {"is_open": self.session.state == SessionState.OPEN, "minutes": MINUTES}
        if context["is_open"]:
            code = hall_code(self.session, self.now)
            path = reverse("session_here", args=[self.assembly.slug, self.session.number, code])
            context["qr"] = _qr(request.build_absolute_uri(path))
        part = "scheduling/hall_code.html" if request.htmx else "scheduling/hall.html"
        return self.render(part, context)


class HereView(SessionView):
    """What a member's phone opens from the screen: I am here."""

    permission: ClassVar[str] = "assembly.say_absence"
    stage: ClassVar[str] = "own_home"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the session, and take the code: whether it is still taken is said on the page."""
        super().load_scope(kwargs)
        if self.session.state == SessionState.DRAFT:
            raise Http404
        self.code = kwargs.pop("code")
        self.person = member_of(self.assembly, self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask."""
        is_fresh = is_hall_code(self.session, self.code, self.now)
        context = {
            "person": self.person,
            "may_sign_in": self.person and is_fresh and self.session.state == SessionState.OPEN,
            "is_open": self.session.state == SessionState.OPEN,
            "is_fresh": is_fresh,
            "client_id": uuid.uuid4(),
        }
        return self.render("scheduling/here.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that they are there, unless staff has noted them already."""
        is_open = self.session.state == SessionState.OPEN and is_hall_code(self.session, self.code, self.now)
        if self.person is None or not is_open:
            messages.error(request, _("This code is no longer taken. Scan the screen in the hall again."))
            return redirect("own_home", self.assembly.slug)
        try:
            client_id = uuid.UUID(request.POST.get("client_id", ""))
        except ValueError:
            raise BadRequest from None
        half = half_at(self.session, self.now)
        standing = Attendance.objects.filter(session=self.session, half=half, person=self.person).first()
        if standing is not None:
            said = _("The team has noted you already: %(state)s.")
            messages.info(request, said % {"state": standing.get_state_display()})
            return redirect("own_home", self.assembly.slug)
        tap = Tap(self.person, half, Presence.PRESENT, client_id, how=Way.SELF, only_if_seen=True)
        try:
            note_attendance(session=self.session, tap=tap, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("You are signed in. Welcome!"))
        return redirect("own_home", self.assembly.slug)


def _qr(address: str) -> str:
    out = io.BytesIO()
    options: dict[str, Any] = {"scale": 8, "border": 4, "light": "#fff", "xmldecl": False, "svgclass": "qr"}
    segno.make(address, error="m").save(
        out, kind="svg", title=_("Code to sign in with your own phone"), omitsize=True, **options
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 (drawn here, from our own address)
