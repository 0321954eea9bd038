"""The letters of a mailing as one PDF, and that they were posted."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.documents.letters import LetterRefused, LetterSender
from assembly.documents.mailing_letters import MailingLetters
from assembly.errors import HouseError
from assembly.forms.messages import PostedForm, SenderForm
from assembly.models import Mailing
from assembly.services.late_values import text_that_leaves
from assembly.services.mailings_letters import letters_to_print, note_letters_printed, post_letters
from assembly.views.mailings import MailingPage


class MailingLettersView(MailingPage):
    """Print the letters that wait. The download is recorded, so it is a POST."""

    needs_purpose: ClassVar[bool] = True
    needs_recent_sign_in: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Write the file, note what is in it, hand it over."""
        mailing, form = self.mailing(number), SenderForm(request.POST)
        if not form.is_valid():
            return self.page(mailing, sender_form=form, status=422)
        sender_lines = form.cleaned_data["sender"]
        try:
            # Written before it is noted: what cannot be written leaves everything as it was.
            letters = self._write(mailing, sender_lines)
            note_letters_printed(
                mailing=mailing,
                printed=letters.printed,
                misprints=letters.misprints,
                sender_lines=sender_lines,
                purpose=self.purpose,
                actor=request.user,
                now=self.now,
            )
        except (LetterRefused, HouseError) as refused:
            form.add_error("sender", str(refused))
            return self.page(mailing, sender_form=form, status=422)
        if not letters.pdf:
            messages.error(request, _("There is no letter to print. The outbox says why."))
            return self.back(number)
        answer = HttpResponse(letters.pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{self.assembly.slug}-letters-{number}.pdf"'
        return answer

    def _write(self, mailing: Mailing, sender_lines: str) -> MailingLetters:
        sender = LetterSender(self.assembly.commissioning_authority, tuple(sender_lines.splitlines()))
        waiting = letters_to_print(mailing, self.now).iterator(chunk_size=500)
        return MailingLetters(
            waiting,
            sender=sender,
            today=timezone.localdate(self.now),
            text_of=lambda message: text_that_leaves(message, self.now),
        )


class MailingPostedView(MailingPage):
    """Say that the printed letters were posted, and when."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Mark them."""
        mailing, form = self.mailing(number), PostedForm(request.POST)
        if form.is_valid():
            try:
                posted = post_letters(
                    mailing=mailing,
                    posted_on=form.cleaned_data["posted_on"],
                    actor=request.user,
                    now=self.now,
                )
            except HouseError as refused:
                form.add_error("posted_on", str(refused))
            else:
                said = ngettext("One letter is posted.", "%(number)d letters are posted.", posted)
                messages.success(request, said % {"number": posted})
                return self.back(number)
        return self.page(mailing, posted_form=form, status=422)
