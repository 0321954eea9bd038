"""Who cannot come: said by members on their own page, or entered by the team from a call or a letter."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.selectors import member_of
from scheduling.enums import SessionState
from scheduling.enums_attendance import AbsenceWay
from scheduling.forms.attendance import AbsenceForm, OwnAbsenceForm
from scheduling.models import Absence
from scheduling.selectors.sessions import members_at
from scheduling.services.absences import say_absence, take_back_absence
from scheduling.views.attendance import AttendanceBase
from scheduling.views.session_base import SessionView


class AbsencesView(AttendanceBase):
    """All who said that they cannot come, and the form for who calls or writes."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list and the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter what somebody said."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                absence = say_absence(
                    session=self.session, actor=request.user, now=self.now, **form.cleaned_data
                )
            except HouseError as refused:
                form.add_error(None, str(refused))
            else:
                said = _("Noted: %(person)s cannot come.") % {"person": absence.person}
                messages.success(request, said)
                return redirect("session_absences", self.assembly.slug, self.session.number)
        return self.page(form, status=422)

    def form(self, data: Any = None) -> AbsenceForm:
        """Return the form with those who are expected."""
        return AbsenceForm(data, session=self.session, people=members_at(self.session))

    def page(self, form: AbsenceForm, *, status: int = 200) -> HttpResponse:
        """Render the list with the form."""
        self.note_list_reading("attendance.list_read")
        absences = Absence.objects.filter(session=self.session, taken_back_at=None)
        context = {
            "form": form,
            "absences": list(absences.select_related("person", "said_by").order_by("person__seat_number")),
            "is_open": self.session.state != SessionState.DRAFT and self.session.ends_at > self.now,
        }
        return self.render("scheduling/absences.html", context, status=status)


class TakeBackAbsenceView(AttendanceBase):
    """Somebody comes after all."""

    permission: ClassVar[str] = "assembly.take_attendance"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the absence back."""
        absence = get_object_or_404(Absence, session=self.session, pk=pk)
        if take_back_absence(absence=absence, actor=request.user, now=self.now):
            said = _("Noted: %(person)s comes after all.") % {"person": absence.person}
            messages.success(request, said)
        return redirect("session_absences", self.assembly.slug, self.session.number)


class OwnAbsenceView(SessionView):
    """I cannot come, or after all I can."""

    permission: ClassVar[str] = "assembly.say_absence"
    stage: ClassVar[str] = "own_home"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the session, which members know once it is published, and who asks."""
        super().load_scope(kwargs)
        if self.session.state == SessionState.DRAFT:
            raise Http404
        self.person = member_of(self.assembly, self.request.user)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with what they said before."""
        said = self.said()
        initial = {"half": said.half, "reason": said.reason} if said else {"half": ""}
        return self.page(OwnAbsenceForm(session=self.session, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what they say."""
        form = OwnAbsenceForm(request.POST, session=self.session)
        if self.person is None or not form.is_valid():
            return self.page(form, status=422)
        if "come" in request.POST:
            said = self.said()
            if said and take_back_absence(absence=said, actor=request.user, now=self.now):
                messages.success(request, _("Good to know that you come."))
            return redirect("own_home", self.assembly.slug)
        try:
            say_absence(
                session=self.session,
                person=self.person,
                how=AbsenceWay.SELF,
                actor=request.user,
                now=self.now,
                **form.cleaned_data,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Thank you for telling us. The team knows that you cannot come."))
        return redirect("own_home", self.assembly.slug)

    def said(self) -> Absence | None:
        """Return what they said before."""
        return Absence.objects.filter(session=self.session, person=self.person, taken_back_at=None).first()

    def page(self, form: OwnAbsenceForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "person": self.person,
            "said": self.said() if self.person else None,
            "is_over": self.session.ends_at <= self.now,
        }
        return self.render("scheduling/own_absence.html", context, status=status)
