"""Surveys as members see them: what they are asked, their own answers while they can change them, and results."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import SurveyChannel, TurnState, WaveState
from assembly.evaluation.forms.survey_answers import SurveyForm, answers_as_initial
from assembly.evaluation.models import SurveyTurn, SurveyWave
from assembly.evaluation.selectors.own_surveys import own_turn, own_turns, published_waves
from assembly.evaluation.selectors.surveys import open_answers_of, questions_of
from assembly.evaluation.services.survey_answers import answer_survey, decline_survey, take_back
from assembly.evaluation.shown_surveys import shown_questions
from assembly.evaluation.survey_words import asked_of, asks_for_call, shown_in
from assembly.views.workspace import AssemblyView


class OwnSurveysView(AssemblyView):
    """What the reader is asked now, and what was published."""

    permission: ClassVar[str] = "assembly.answer_surveys"
    stage: ClassVar[str] = "own_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        context = {
            "turns": own_turns(self.assembly, request.user, self.now),
            "published": published_waves(self.assembly),
        }
        return self.render("evaluation/own_surveys.html", context)


class OwnSurveyView(AssemblyView):
    """One survey: the questions with one's own answers while it is open, the results once they are published."""

    permission: ClassVar[str] = "assembly.answer_surveys"
    stage: ClassVar[str] = "own_surveys"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it; one that has not begun, or was withdrawn, is nobody's business."""
        self.wave: SurveyWave = get_object_or_404(
            SurveyWave.objects.select_related("assembly", "question_set").exclude(
                state__in=(WaveState.PLANNED, WaveState.WITHDRAWN)
            ),
            assembly=self.assembly,
            number=kwargs.pop("number"),
        )

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        if self.wave.state == WaveState.PUBLISHED:
            context = {"wave": self.wave, "questions": shown_questions(self.wave.published)}
            return self.render("evaluation/own_survey_results.html", context)
        turn = self.turn()
        if turn is None:
            return self.not_now()
        return self.ask(turn, self.form(initial=open_answers_of(turn)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answers, or that there are none."""
        turn, step = self.turn(), request.POST.get("step", "")
        if turn is None:
            return self.not_now()
        form = self.form(request.POST)
        if step not in ("decline", "take_back") and not form.is_valid():
            return self.ask(turn, form, status=422)
        own = {"turn": turn, "actor": request.user, "now": self.now}
        try:
            if step == "decline":
                decline_survey(**own, channel=SurveyChannel.ACCOUNT)
                said = _("We have noted that you would rather not answer. Nobody asks you why.")
            elif step == "take_back":
                take_back(**own, channel=SurveyChannel.ACCOUNT)
                said = _("Your answers are deleted. You can still answer until the survey closes.")
            else:
                answer_survey(
                    **own,
                    answers=form.answers(),
                    may_call=form.may_be_called,
                    channel=SurveyChannel.ACCOUNT,
                )
                said = _("Thank you. Your answers have arrived. You can change them until the survey closes.")
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.ask(turn, form, status=409)
        messages.success(request, said)
        return redirect("own_surveys", self.assembly.slug)

    def turn(self) -> SurveyTurn | None:
        """Return the reader's turn while they can answer."""
        return own_turn(self.wave, self.request.user) if self.wave.takes_answers(self.now) else None

    def not_now(self) -> HttpResponse:
        """Say that there is nothing to answer."""
        return self.render("evaluation/own_survey_over.html", {"wave": self.wave})

    def form(self, data: Any = None, *, initial: Any = None) -> SurveyForm:
        """Return the questions as a form, with what the reader has answered."""
        questions = questions_of(self.wave.question_set)
        asked = asked_of(self.wave.question_set, questions)
        return SurveyForm(
            data,
            questions=asked,
            asks_for_call=asks_for_call(questions),
            initial=answers_as_initial(asked, initial or {}),
        )

    def ask(self, turn: SurveyTurn, form: SurveyForm, *, status: int = 200) -> HttpResponse:
        """Render the questions."""
        context = {
            "wave": self.wave,
            "form": form,
            "is_answered": turn.state == TurnState.ANSWERED,
            "is_declined": turn.state == TurnState.DECLINED,
            "shown_in": shown_in(self.wave.question_set),
        }
        return self.render("evaluation/own_survey.html", context, status=status)
