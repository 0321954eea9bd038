"""Attendance over all sessions: who missed what, what it looks like, the file, the codes for badges, alerts."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.models import Person
from assembly.views.workspace import AssemblyView
from scheduling.attendance_codes import member_code
from scheduling.attendance_matrix import matrix_of
from scheduling.documents.member_codes import member_codes_pdf
from scheduling.exports_attendance import attendance_csv
from scheduling.models import AttendanceAlert
from scheduling.services.attendance_alerts import settle_alert
from scheduling.services.attendance_exports import record_attendance_export


class AttendanceView(AssemblyView):
    """The matrix of members and half-days, with totals and a picture."""

    permission: ClassVar[str] = "assembly.view_attendance"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it, with the alerts that nobody has seen to."""
        self.note_list_reading("attendance.list_read")
        alerts = AttendanceAlert.objects.filter(session__assembly=self.assembly, settled_at=None)
        context = {
            "matrix": matrix_of(self.assembly),
            "alerts": list(alerts.select_related("person", "session")),
        }
        return self.render("scheduling/attendance.html", context)


class AttendanceAlertView(AssemblyView):
    """Somebody has spoken with a member who missed twice."""

    permission: ClassVar[str] = "assembly.take_attendance"
    stage: ClassVar[str] = "sessions"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Settle the alert."""
        alert = get_object_or_404(AttendanceAlert, session__assembly=self.assembly, pk=pk)
        if settle_alert(alert=alert, actor=request.user, now=self.now):
            messages.success(request, _("Seen to."))
        return redirect("attendance", self.assembly.slug)


class AttendanceExportView(AssemblyView):
    """The matrix as a file; who took it, and what for, goes into the record."""

    permission: ClassVar[str] = "assembly.view_attendance"
    stage: ClassVar[str] = "sessions"
    needs_purpose: ClassVar[bool] = True
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with it, as CSV."""
        matrix = matrix_of(self.assembly)
        record_attendance_export(
            assembly=self.assembly,
            what="attendance.export",
            people=len(matrix.lines),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        return _download(
            attendance_csv(matrix), "text/csv; charset=utf-8", f"{self.assembly.slug}-attendance.csv"
        )


class MemberCodesView(AssemblyView):
    """Printed codes of all present members, to be cut out or laid into letters."""

    permission: ClassVar[str] = "assembly.take_attendance"
    stage: ClassVar[str] = "sessions"
    needs_purpose: ClassVar[bool] = True
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sheet, as PDF."""
        people = list(Person.objects.members().here().filter(assembly=self.assembly))
        record_attendance_export(
            assembly=self.assembly,
            what="attendance.codes",
            people=len(people),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        codes = [(person, self.address(person)) for person in people]
        return _download(
            member_codes_pdf(self.assembly, codes), "application/pdf", f"{self.assembly.slug}-codes.pdf"
        )

    def address(self, person: Person) -> str:
        """Return what somebody's code opens."""
        return self.request.build_absolute_uri(
            reverse("check_in", args=[self.assembly.slug, member_code(person)])
        )


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
