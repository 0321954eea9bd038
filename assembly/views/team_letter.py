"""Letters with codes to sign in, printed by the team for people without e-mail."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.documents.letters import LetterRefused, LetterSender
from assembly.documents.sign_in_letter import SignInPaper, sign_in_letters
from assembly.errors import HouseError
from assembly.forms.sign_in_letter import AddressForm, PrintLetterForm
from assembly.models import User
from assembly.services.sign_in_letters import (
    LetterCodes,
    draw_codes,
    give_address,
    keep_letter,
    last_moment,
    letter_refusal,
    open_letter,
    withdraw_letter,
)
from assembly.views.team import PersonView
from assembly.views.workspace import AssemblyView


def letters_pdf(view: AssemblyView, papers: list[SignInPaper], sender_lines: str) -> bytes:
    """Write letters of this assembly that are printed now.

    Raises:
        LetterRefused: one cannot be printed.
    """
    return sign_in_letters(
        papers,
        assembly=str(view.assembly),
        sender=LetterSender(view.assembly.commissioning_authority, tuple(sender_lines.splitlines())),
        link=view.request.build_absolute_uri(reverse("sign_in_by_letter")),
        today=timezone.localdate(view.now),
        last_day=timezone.localdate(last_moment(view.now)),
    )


class PrintLetterView(PersonView):
    """Print a letter: the codes stand in the file that comes back and nowhere else."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, or why there is none."""
        person = self.person(pk)
        return self._show(person, PrintLetterForm(initial={"address": f"{person}\n"}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the letter, keep the digests, hand the file over."""
        person = self.person(pk)
        form = PrintLetterForm(request.POST)
        if not form.is_valid():
            return self._show(person, form, status=422)
        printed = draw_codes(form.cleaned_data["codes"])
        try:
            # Written before it is kept: a letter that cannot be printed leaves the earlier one as it was.
            pdf = self._write(person, form, printed)
            keep_letter(
                assembly=self.assembly, user=person, printed=printed, actor=request.user, now=self.now
            )
        except (LetterRefused, HouseError) as refused:
            form.add_error(None, str(refused))
            return self._show(person, form, status=422)
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="letter-{person.pk}.pdf"'
        return answer

    def _write(self, person: User, form: PrintLetterForm, printed: LetterCodes) -> bytes:
        paper = SignInPaper(str(person), form.cleaned_data["address"], printed)
        return letters_pdf(self, [paper], form.cleaned_data["sender"])

    def _show(self, person: User, form: PrintLetterForm, *, status: int = 200) -> HttpResponse:
        context = {
            "person": person,
            "form": form,
            "refusal": letter_refusal(person, self.assembly),
            "letter": open_letter(person),
        }
        return self.render("assembly/team_letter.html", context, status=status)


class WithdrawLetterView(PersonView):
    """Make the codes of a lost letter useless."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask once."""
        return self.render("assembly/team_letter_withdraw.html", {"person": self.person(pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw the letter."""
        person = self.person(pk)
        if withdraw_letter(user=person, actor=request.user, now=self.now):
            messages.success(request, _("The codes of %(name)s no longer work.") % {"name": person})
        else:
            messages.info(request, _("%(name)s has no open letter.") % {"name": person})
        return redirect("team_roles", self.assembly.slug, pk)


class AddressView(PersonView):
    """Write down the e-mail address of somebody who had none."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.render("assembly/team_address.html", {"person": self.person(pk), "form": AddressForm()})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the address."""
        person = self.person(pk)
        form = AddressForm(request.POST)
        if form.is_valid():
            try:
                give_address(
                    assembly=self.assembly,
                    user=person,
                    email=form.cleaned_data["email"],
                    actor=request.user,
                    now=self.now,
                )
            except HouseError as refused:
                form.add_error("email", str(refused))
            else:
                messages.success(
                    request, _("%(name)s can sign in with a code by e-mail now.") % {"name": person}
                )
                return redirect("team_roles", self.assembly.slug, pk)
        return self.render("assembly/team_address.html", {"person": person, "form": form}, status=422)
