"""How a member wishes to be reached, and whom to call for them in an emergency."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from sortition.forms.membership import EmergencyForm, PreferenceForm, SeenForm
from sortition.models import ContactPreference, EmergencyContact, Respondent
from sortition.selectors.membership import (
    EMERGENCY_FIELDS,
    PREFERENCE_FIELDS,
    emergency_contact_of,
    is_member,
    preference_of,
    seen_of,
)
from sortition.services.membership_contacts import (
    remove_emergency_contact,
    set_contact_preference,
    set_emergency_contact,
)
from sortition.views.members import MemberBase


class _EditOneView(MemberBase, ABC):
    """Edit the one row of a kind that a member has; after a conflict both versions are shown."""

    permission: ClassVar[str] = "assembly.edit_members"
    template: ClassVar[str]
    fields: ClassVar[Sequence[str]]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with what stands."""
        person = self.load(pk)
        if not is_member(person):
            return self.back_from_who_left(person)
        row = self.shown_row(person)
        initial = {name: getattr(row, name) for name in self.fields} if row else {}
        return self.page(person, self.form(person, initial={**initial, "seen": seen_of(row, self.fields)}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or keep what was typed."""
        person = self.load(pk)
        form = self.form(person, request.POST)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            is_new = self.save(person, form.cleaned_data)
        except ChangedMeanwhile as refused:
            return self.page_after_conflict(person, refused)
        except HouseError as refused:
            messages.error(request, str(refused))
            return self.back(person)
        messages.success(request, _("Saved.") if is_new else _("Nothing was different."))
        return self.back(person)

    def page_after_conflict(self, person: Respondent, refused: ChangedMeanwhile) -> HttpResponse:
        """Show both: what this person typed, and what stands now. The next save is meant to replace it."""
        row: Any = self.shown_row(person)
        data = self.request.POST.copy()
        data["seen"] = seen_of(row, self.fields)
        form = self.form(person, data)
        form.is_valid()
        form.add_error(None, str(refused))
        theirs = [
            (form.fields[name].label, _shown(row, name))
            for name in self.fields
            if row is not None and getattr(row, name) != form.cleaned_data.get(name)
        ]
        return self.page(person, form, theirs=theirs, status=409)

    def page(self, person: Respondent, form: Form, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the form."""
        return self.render(self.template, {"person": person, "form": form, **context}, status=status)

    @abstractmethod
    def shown_row(self, person: Respondent) -> ContactPreference | EmergencyContact | None:
        """Return what stands, for a page that shows it."""

    @abstractmethod
    def form(self, person: Respondent, *args: Any, **kwargs: Any) -> SeenForm:
        """Return the form."""

    @abstractmethod
    def save(self, person: Respondent, given: dict[str, Any]) -> bool:
        """Call the service; return whether anything was different."""


class PreferenceView(_EditOneView):
    """How a member wishes to be reached."""

    template = "sortition/member_contact.html"
    fields = PREFERENCE_FIELDS

    def shown_row(self, person: Respondent) -> ContactPreference | None:
        """Return what they have said."""
        return preference_of(person)

    def form(self, person: Respondent, *args: Any, **kwargs: Any) -> SeenForm:
        """Return the form, which knows how the person can be reached at all."""
        return PreferenceForm(*args, person=person, **kwargs)

    def save(self, person: Respondent, given: dict[str, Any]) -> bool:
        """Save it."""
        return set_contact_preference(respondent=person, actor=self.request.user, now=self.now, **given)


class EditEmergencyView(_EditOneView):
    """Enter whom to call for a member; the form shows what stands, so that each opening is a reading."""

    template = "sortition/member_emergency_edit.html"
    fields = EMERGENCY_FIELDS

    def shown_row(self, person: Respondent) -> EmergencyContact | None:
        """Return whom to call, and record that it is read."""
        contact = emergency_contact_of(person)
        if contact:
            self.record_reading("member.emergency_read", person)
        return contact

    def form(self, person: Respondent, *args: Any, **kwargs: Any) -> SeenForm:  # noqa: ARG002 (as its sister's)
        """Return the form."""
        return EmergencyForm(*args, **kwargs)

    def save(self, person: Respondent, given: dict[str, Any]) -> bool:
        """Save it."""
        return set_emergency_contact(respondent=person, actor=self.request.user, now=self.now, **given)


class EmergencyView(MemberBase):
    """Whom to call for a member. Each reading is recorded."""

    permission: ClassVar[str] = "assembly.view_emergency_contacts"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it, and record the reading."""
        person = self.load(pk)
        contact = emergency_contact_of(person)
        if contact:
            self.record_reading("member.emergency_read", person)
        context = {"person": person, "contact": contact, "is_member": is_member(person)}
        return self.render("sortition/member_emergency.html", context)


class DeleteEmergencyView(MemberBase):
    """Delete whom to call, for the member or for the one who was named."""

    permission: ClassVar[str] = "assembly.edit_members"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask once, without showing who it is."""
        return self.render("sortition/member_emergency_delete.html", {"person": self.load(pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it."""
        person = self.load(pk)
        was_there = remove_emergency_contact(respondent=person, actor=request.user, now=self.now)
        messages.success(
            request, _("The emergency contact is deleted.") if was_there else _("There was none any more.")
        )
        return self.back(person)


def _shown(row: Any, name: str) -> str:
    is_choice = bool(row._meta.get_field(name).choices)
    return str(getattr(row, f"get_{name}_display")() if is_choice else getattr(row, name))
