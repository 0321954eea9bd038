"""One member's record: how to reach them, what they consented to, what they need."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.services.privacy import record_reading
from assembly.views.workspace import AssemblyView
from sortition.forms.membership import ConsentsForm
from sortition.models import Respondent
from sortition.selectors.membership import (
    consent_history,
    consents_of,
    drawn_people,
    is_member,
    needs_of,
    preference_of,
)
from sortition.services.membership_consents import record_consents


class MemberBase(AssemblyView):
    """The base of pages about one person who was drawn."""

    permission: ClassVar[str] = "assembly.view_members"
    needs_purpose: ClassVar[bool] = True
    stage: ClassVar[str] = "panel"

    def load(self, pk: int) -> Respondent:
        """Return the person, who must have been drawn for this assembly; that they are read is recorded."""
        person = get_object_or_404(drawn_people(self.assembly).select_related("assembly"), pk=pk)
        self.record_first_reading(person)
        return person

    def record_first_reading(self, person: Respondent) -> None:
        """Write that somebody's record is read, once for each purpose."""
        if self.is_first_reading(f"member:{person.pk}"):
            self.record_reading("member.read", person)

    def record_reading(self, what: str, person: Respondent) -> None:
        """Write that something about a person is read, and what for."""
        record_reading(
            what=what,
            subject=person,
            assembly=self.assembly,
            purpose=self.purpose,
            actor=self.request.user,
            now=self.now,
        )

    def back(self, person: Respondent) -> HttpResponse:
        """Go to the member's record."""
        return redirect("member", self.assembly.slug, person.pk)

    def back_from_who_left(self, person: Respondent) -> HttpResponse:
        """Say why there is no form."""
        messages.info(self.request, _("This person has left. Only their consents are still entered."))
        return self.back(person)


class MemberView(MemberBase):
    """Everything of the membership record that this reader may see."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it; the emergency contact has a page of its own."""
        person = self.load(pk)
        context: dict[str, Any] = {
            "person": person,
            "is_member": is_member(person),
            "preference": preference_of(person),
            "needs": list(needs_of(person)),
            "today": timezone.localdate(self.now),
        }
        if self.can("assembly.view_consents"):
            history = consent_history(person)
            context |= {"consents": consents_of(history), "history": history}
        return self.render("sortition/member.html", context)


class ConsentsView(MemberBase):
    """Enter what a member said about their consents, on the phone, in a letter or in the room."""

    permission: ClassVar[str] = "assembly.record_consents"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with how each consent stands."""
        person = self.load(pk)
        return self.page(person, self.form(person))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add what was said."""
        person = self.load(pk)
        form = self.form(person, request.POST)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            written = record_consents(
                respondent=person,
                said=form.said(),
                said_on=form.cleaned_data["said_on"],
                channel=form.cleaned_data["channel"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = (
                _("Written down. What was said before is kept.")
                if written
                else _("This was entered already.")
            )
            messages.success(request, said)
        return self.back(person)

    def form(self, person: Respondent, data: Any = None) -> ConsentsForm:
        """Return the form, which says how each consent stands; no day after today is taken."""
        standing = consents_of(consent_history(person))
        return ConsentsForm(data, standing=standing, today=timezone.localdate(self.now))

    def page(self, person: Respondent, form: ConsentsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("sortition/member_consents.html", {"person": person, "form": form}, status=status)
