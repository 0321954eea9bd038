"""Enter a signed sheet afterwards: all halves at once, with a second look at what differs from what was noted."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from scheduling.enums_attendance import Presence, Way
from scheduling.forms.attendance import SheetForm
from scheduling.selectors.attendance import Row, room_of
from scheduling.services.attendance import Tap, note_many
from scheduling.views.attendance import AttendanceBase


@dataclass(frozen=True, slots=True)
class Difference:
    """What the sheet says of one member in one half, and what is noted otherwise or not at all."""

    row: Row
    half: Any
    is_signed: bool

    @property
    def is_new(self) -> bool:
        """Whether nothing was noted, so that there is nothing to decide."""
        return not self.row.state

    @property
    def name(self) -> str:
        """Return the name of the box that takes the sheet's word; it holds the version that was looked at."""
        return f"take{self.row.person.pk}.{self.half}"

    @property
    def state(self) -> str:
        """Return what is noted where the sheet is right."""
        if self.is_signed:
            return Presence.PRESENT
        return Presence.EXCUSED if self.row.absence else Presence.ABSENT

    @property
    def label(self) -> Any:
        """Return the same in words."""
        return Presence(self.state).label


class AttendanceSheetView(AttendanceBase):
    """The form, and the second look."""

    permission: ClassVar[str] = "assembly.take_attendance"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with everybody's boxes."""
        return self.page(SheetForm(session=self.session, initial={"halves": self.session.halves}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what differs; once that was looked at, note it."""
        form = SheetForm(request.POST, session=self.session)
        if not form.is_valid():
            return self.page(form, status=422)
        differences = self.differences(form)
        if "looked" not in request.POST:
            return self.page(form, differences=differences)
        taps = [
            Tap(
                each.row.person,
                each.half,
                each.state,
                uuid.uuid4(),
                how=Way.PAPER,
                seen=_seen(request, each),
                sheet=form.cleaned_data["sheet"],
                only_if_seen=True,
            )
            for each in differences
            if each.name in request.POST
        ]
        try:
            noted = note_many(session=self.session, taps=taps, actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        done = sum(each.is_applied for each in noted)
        said = ngettext("The sheet is entered: one change.", "The sheet is entered: %(n)s changes.", done)
        messages.success(request, said % {"n": done})
        for each in noted:
            if not each.is_applied:
                changed = _("%(person)s was noted otherwise meanwhile: please look again.")
                messages.warning(request, changed % {"person": each.attendance.person})
        return redirect(self.address())

    def differences(self, form: SheetForm) -> list[Difference]:
        """Return what the sheet says otherwise than what is noted, or where nothing is noted; by seat."""
        found = []
        for half in form.cleaned_data["halves"]:
            rows = room_of(self.session, half).rows
            signed = form.signed(row.person for row in rows)
            for row in rows:
                is_signed = (row.person.pk, half) in signed
                if not row.state or is_signed != row.is_there:
                    found.append(Difference(row, half, is_signed))
        return sorted(found, key=lambda each: (each.row.person.seat_number or 0, each.row.person.pk))

    def page(
        self, form: SheetForm, *, differences: list[Difference] | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the form, or the second look."""
        self.note_list_reading("attendance.list_read")
        if differences is not None:
            context: dict[str, Any] = {
                "form": form,
                "new": [each for each in differences if each.is_new],
                "conflicts": [each for each in differences if not each.is_new],
                "carried": [
                    (name, value)
                    for name in self.request.POST
                    if name != "csrfmiddlewaretoken"
                    for value in self.request.POST.getlist(name)
                ],
                "halves": {half.value: half.label for half in self.session.halves},
            }
            return self.render("scheduling/attendance_sheet_check.html", context)
        rooms = [(half, room_of(self.session, half)) for half in self.session.halves]
        signers = [
            (
                rows[0].person,
                [
                    (half, row, _is_ticked(form, row, half))
                    for (half, _room), row in zip(rooms, rows, strict=True)
                ],
            )
            for rows in zip(*(room.rows for _half, room in rooms), strict=True)
        ]
        context = {"form": form, "signers": signers, "is_notable": self.is_notable}
        return self.render("scheduling/attendance_sheet.html", context, status=status)


def _seen(request: HttpRequest, difference: Difference) -> int:
    """Return the version that the second look showed; what is no number was never shown."""
    given = request.POST[difference.name]
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else -1


def _is_ticked(form: SheetForm, row: Row, half: str) -> bool:
    return form.is_bound and f"s{row.person.pk}.{half}" in form.data
