"""Letters with codes for everybody on the team who has no e-mail, printed at once."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.documents.letters import LetterRefused
from assembly.documents.sign_in_letter import SignInPaper
from assembly.errors import HouseError
from assembly.forms.sign_in_letter import PrintLettersForm
from assembly.services.sign_in_letters import draw_codes, keep_letters, people_for_letters
from assembly.views.team_letter import letters_pdf
from assembly.views.workspace import AssemblyView


class PrintLettersView(AssemblyView):
    """Choose the people; the codes stand in the file that comes back and nowhere else."""

    permission: ClassVar[str] = "assembly.manage_team"
    stage: ClassVar[str] = "team"
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show who can get a letter; those who have one that still works are not ticked."""
        return self.page(PrintLettersForm(people=people_for_letters(self.assembly), now=self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the letters, keep their digests, hand the file over."""
        form = PrintLettersForm(request.POST, people=people_for_letters(self.assembly), now=self.now)
        if not form.is_valid():
            return self.page(form, status=422)
        chosen = form.chosen()
        printed = [(user, draw_codes(form.cleaned_data["codes"])) for user, _address in chosen]
        papers = [
            SignInPaper(str(user), address, codes)
            for (user, address), (_user, codes) in zip(chosen, printed, strict=True)
        ]
        try:
            # Written before it is kept: letters that cannot be printed leave the earlier ones as they were.
            pdf = letters_pdf(self, papers, form.cleaned_data["sender"])
            keep_letters(assembly=self.assembly, printed=printed, actor=request.user, now=self.now)
        except LetterRefused as refused:
            form.add_error(None, self._which(refused, papers))
            return self.page(form, status=422)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{self.assembly.slug}-sign-in-letters.pdf"'
        return answer

    def _which(self, refused: LetterRefused, papers: list[SignInPaper]) -> str:
        """Name the letter that cannot be printed, where it is one of them and not the sender of all."""
        if number := refused.params.get("number"):
            words = {"name": papers[number - 1].person, "reason": str(refused)}
            return _("The letter for %(name)s: %(reason)s") % words
        return str(refused)

    def page(self, form: PrintLettersForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/team_letters.html", {"form": form}, status=status)
