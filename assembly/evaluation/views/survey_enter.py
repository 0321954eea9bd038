"""Enter what came on paper or by phone, one after another. What is kept is not shown again to whoever entered it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import STAFF_CHANNELS, SurveyChannel, TurnState, WaveState
from assembly.evaluation.forms.survey_answers import SurveyForm
from assembly.evaluation.forms.surveys import WhoseForm
from assembly.evaluation.models import SurveyTurn
from assembly.evaluation.selectors.surveys import questions_of, turns_of
from assembly.evaluation.services.survey_answers import (
    answer_survey,
    decline_survey,
    take_back,
)
from assembly.evaluation.services.survey_codes import turn_of_key
from assembly.evaluation.survey_words import asked_of, asks_for_call
from assembly.evaluation.views.surveys import SurveyBase


class SurveyEnterView(SurveyBase):
    """First whose answers they are, then the answers; then the next."""

    permission: ClassVar[str] = "assembly.enter_survey_answers"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask whose answers they are."""
        if self.wave.state != WaveState.OPEN:
            return self.not_now(_("The survey is not open. Answers are entered while it is."))
        self.note_list_reading("survey.list_read")
        channel = request.GET.get("by", "")
        initial = {"channel": channel} if channel in STAFF_CHANNELS else {}
        return self.begin(WhoseForm(turns=self.turns(), initial=initial))

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the questions, or keep the answers."""
        if self.wave.state != WaveState.OPEN:
            return self.not_now(_("The survey is not open. Answers are entered while it is."))
        if "step" in request.POST:
            return self.keep()
        form = WhoseForm(request.POST, turns=self.turns())
        if not form.is_valid():
            return self.begin(form, status=422)
        turn = self.turn_meant(form)
        if turn is None:
            form.add_error("code", _("No member in this survey has this code."))
            return self.begin(form, status=422)
        return self.ask(turn, form.cleaned_data["channel"], self.questions())

    def turns(self) -> list[SurveyTurn]:
        """Return all who are asked."""
        return list(turns_of(self.wave))

    def turn_meant(self, form: WhoseForm) -> SurveyTurn | None:
        """Return whose answers they are; None where the code is of nobody in this wave."""
        if key := form.cleaned_data["turn"]:
            return self.turn_of(key)
        try:
            turn = turn_of_key(text=form.cleaned_data["code"])
        except HouseError:
            return None
        return turn if turn.wave_id == self.wave.pk else None

    def turn_of(self, key: str) -> SurveyTurn | None:
        """Return a turn of this wave by its key."""
        number = int(key) if key.isdecimal() and len(key) < 18 else 0
        return turns_of(self.wave).filter(pk=number).first()

    def keep(self) -> HttpResponse:
        """Keep the answers, and ask for the next."""
        post = self.request.POST
        turn, channel = self.turn_of(post.get("of", "")), post.get("by", "")
        if turn is None or channel not in STAFF_CHANNELS:
            return redirect("survey_enter", self.assembly.slug, self.wave.number)
        own = {"turn": turn, "actor": self.request.user, "now": self.now}
        form = self.questions(post)
        step = post["step"]
        if step == "answer" and not form.is_valid():
            return self.ask(turn, channel, form, status=422)
        try:
            if step == "decline":
                decline_survey(**own, channel=channel)
            elif step == "take_back":
                take_back(**own, channel=channel)
            else:
                answer_survey(
                    **own,
                    answers=form.answers(),
                    may_call=form.may_be_called,
                    channel=SurveyChannel(channel),
                )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.ask(turn, channel, form, status=409)
        messages.success(self.request, _("It is kept. Enter the next one."))
        address = reverse("survey_enter", args=[self.assembly.slug, self.wave.number])
        return redirect(f"{address}?by={channel}")

    def questions(self, data: Any = None) -> SurveyForm:
        """Return the questions as a form: never with what was kept."""
        questions = questions_of(self.wave.question_set)
        return SurveyForm(
            data,
            questions=asked_of(self.wave.question_set, questions),
            asks_for_call=asks_for_call(questions),
        )

    def begin(self, form: WhoseForm, *, status: int = 200) -> HttpResponse:
        """Render the first step."""
        return self.render("evaluation/survey_enter.html", {"form": form}, status=status)

    def ask(self, turn: SurveyTurn, channel: str, form: SurveyForm, *, status: int = 200) -> HttpResponse:
        """Render the second step."""
        context = {
            "turn": turn,
            "channel": channel,
            "channel_words": SurveyChannel(channel).label,
            "form": form,
            "is_answered": turn.state == TurnState.ANSWERED,
            "is_declined": turn.state == TurnState.DECLINED,
        }
        return self.render("evaluation/survey_enter_answers.html", context, status=status)
