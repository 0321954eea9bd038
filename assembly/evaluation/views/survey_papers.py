"""What a wave needs on paper: letters, slips with codes, forms to fill in; and the tablet in the hall."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from assembly.documents.letters import LetterRefused
from assembly.errors import HouseError
from assembly.evaluation.documents.survey_letters import LetterHead, language_of, survey_letters
from assembly.evaluation.documents.survey_papers import PaperForm, code_slips, paper_forms
from assembly.evaluation.enums_surveys import TurnState, WaveState
from assembly.evaluation.forms.survey_answers import SurveyCodeForm
from assembly.evaluation.forms.surveys import LettersForm, PrintForm
from assembly.evaluation.selectors.surveys import questions_of, turns_of
from assembly.evaluation.services.survey_codes import print_letters, print_papers
from assembly.evaluation.survey_words import asked_of, asks_for_call
from assembly.evaluation.views.survey_answer import shared_context
from assembly.evaluation.views.surveys import SurveyBase
from assembly.outcomes.secret_codes import shown_code
from assembly.postal_addresses import addresses_of

_CLOSED = _("Letters, slips and forms with codes are made while the survey is open.")


class SurveyPapersView(SurveyBase):
    """Everything that is printed, in one place; each file makes codes anew and leaves older ones as they are."""

    permission: ClassVar[str] = "assembly.run_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what can be printed."""
        if self.wave.state != WaveState.OPEN:
            return self.not_now(str(_CLOSED))
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with a file."""
        if self.wave.state != WaveState.OPEN:
            return self.not_now(str(_CLOSED))
        act = request.POST.get("act", "")
        if act == "letters":
            return self.letters(LettersForm(request.POST))
        if act not in ("slips", "forms"):
            raise BadRequest
        return self.printed(act, is_large="is_large" in request.POST)

    @sensitive_variables()
    def letters(self, form: LettersForm) -> HttpResponse:
        """Answer with letters to those who have no e-mail address."""
        if not form.is_valid():
            return self.page(form, status=422)
        addresses = addresses_of(turn.person for turn in self.by_post())
        if not addresses:
            form.add_error(None, gettext("There is nobody to write to whose postal address is known."))
            return self.page(form, status=422)
        try:
            keyed = [
                (each.turn, f"{self.link_base()}{each.token}/", shown_code(each.code))
                for each in print_letters(wave=self.wave, actor=self.request.user, now=self.now)
            ]
            head = LetterHead(
                self.wave,
                tuple(form.cleaned_data["sender"].splitlines()),
                timezone.localdate(self.now),
                is_large=form.cleaned_data["is_large"],
            )
            content = survey_letters(keyed, head=head, addresses=addresses)
        except (LetterRefused, HouseError) as refused:
            form.add_error("sender", str(refused))
            return self.page(form, status=422)
        return self.file(content, "letters")

    @sensitive_variables()
    def printed(self, act: str, *, is_large: bool) -> HttpResponse:
        """Answer with slips or forms for all who have not answered."""
        try:
            made = print_papers(wave=self.wave, turns=None, actor=self.request.user, now=self.now)
        except HouseError as refused:
            return self.not_now(str(refused))
        if not made:
            return self.not_now(gettext("Everybody has answered: there is nothing to print."))
        coded = [(turn, shown_code(code)) for turn, code in made]
        if act == "slips":
            page = self.link_base()
            slips = [(str(turn.person), code, f"{page}{code}/") for turn, code in coded]
            return self.file(code_slips(self.wave, slips, page=page, is_large=is_large), "slips")
        return self.file(self.forms(coded, is_large=is_large), "forms")

    def forms(self, coded: Iterable[tuple[Any, str]], *, is_large: bool) -> bytes:
        """Return a form for each, in the language of whoever it is for."""
        questions = questions_of(self.wave.question_set)
        forms = [
            PaperForm(
                asked_of(self.wave.question_set, questions, language_of(turn)),
                language_of(turn),
                str(turn.person),
                code,
            )
            for turn, code in coded
        ]
        return paper_forms(self.wave, forms, asks_for_call=asks_for_call(questions), is_large=is_large)

    def by_post(self) -> list[Any]:
        """Return the turns of those who have not answered and have no e-mail address."""
        return [
            turn
            for turn in turns_of(self.wave)
            if turn.state == TurnState.ASKED and not turn.person.email.strip()
        ]

    def link_base(self) -> str:
        """Return the address before the secret part of a link."""
        return self.request.build_absolute_uri(reverse("survey_code"))

    def file(self, content: bytes, what: str) -> HttpResponse:
        """Answer with a PDF that nothing on the way keeps."""
        name = f"{self.assembly.slug}-survey-{self.wave.number}-{what}.pdf"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def page(self, form: LettersForm | None = None, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        turns = list(turns_of(self.wave))
        by_post = self.by_post()
        context = {
            "form": form or LettersForm(auto_id="letters_%s"),
            "slips_form": PrintForm(auto_id="slips_%s"),
            "forms_form": PrintForm(auto_id="forms_%s"),
            "waiting": sum(turn.state == TurnState.ASKED for turn in turns),
            "by_post": len(by_post),
            "known": len(addresses_of(turn.person for turn in by_post)),
        }
        return self.render("evaluation/survey_papers.html", context, status=status)


class SurveyFormView(SurveyBase):
    """The blank form as PDF, to read through or to copy; in large print with `?print=large`."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        questions, language = questions_of(self.wave.question_set), get_language() or ""
        form = PaperForm(asked_of(self.wave.question_set, questions, language), language)
        content = paper_forms(
            self.wave,
            [form],
            asks_for_call=asks_for_call(questions),
            is_large=request.GET.get("print") == "large",
        )
        name = f"{self.assembly.slug}-survey-{self.wave.number}-form.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class SurveyTabletView(SurveyBase):
    """The whole screen for a tablet that goes from hand to hand: it asks for a code, and knows nobody."""

    permission: ClassVar[str] = "assembly.run_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show where the code is typed."""
        if self.wave.state != WaveState.OPEN:
            return self.not_now(gettext("The survey is not open. Nobody can answer now."))
        context = {"form": SurveyCodeForm(), **shared_context(request, is_shared=True)}
        return self.render("evaluation/survey_code.html", context)
