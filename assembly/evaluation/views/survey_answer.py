"""Where surveys are answered without an account: by a personal link, or by a code that is typed. The page knows nobody.

Whoever comes is nobody here (`NobodyMiddleware`), no cookie is set, and nothing of the person or of earlier answers is
shown: a letter may lie on a kitchen table.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import SurveyChannel, TurnState
from assembly.evaluation.forms.survey_answers import SurveyCodeForm, SurveyForm
from assembly.evaluation.models import SurveyTurn
from assembly.evaluation.selectors.surveys import questions_of
from assembly.evaluation.services.survey_answers import (
    answer_survey,
    decline_survey,
    take_back,
)
from assembly.evaluation.services.survey_codes import turn_of_key
from assembly.evaluation.survey_words import asked_of, asks_for_call, language_name, shown_in
from assembly.limits import connection_of, is_over_limit
from assembly.page_languages import speak_language_known

MOST_WRONG, WITHIN_SECONDS = 300, 600
"""A hall answers from one connection. Right codes always pass: nobody can shut the others out by typing wrong ones."""
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def shared_context(request: HttpRequest, *, is_shared: bool, start: str = "") -> dict[str, Any]:
    """Return what every page of the way to answer shows; without the token of forms, so that no cookie is set."""
    return {
        "request": request,
        "csrf_token": "",
        "languages": [],
        "start": start or reverse("survey_room" if is_shared else "survey_code"),
        "is_shared": is_shared,
        "language": get_language(),
        "spoken": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
    }


# A page without a referrer sends its forms with the origin “null”, which Django's check would refuse. Nothing is lost:
# no cookie lets anybody in here, but a code or a link that only its owner knows; and so no cookie needs to be set.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class SurveyCodeView(View):
    """One address for all steps: a code, the questions, thanks. The code goes from step to step in the form.

    On a shared device (`is_shared`) the last page leads the next person to the start.
    """

    is_shared = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Speak the language that was chosen on the page, and let nothing be kept on the way."""
        self.now = timezone.now()
        self.chosen = request.POST.get("language") or request.GET.get("language") or ""
        if self.chosen in dict(settings.LANGUAGES):
            translation.activate(self.chosen)
            request.LANGUAGE_CODE = self.chosen
        answer = super().dispatch(request, *args, **kwargs)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask for the code."""
        return self.page("evaluation/survey_code.html", {"form": SurveyCodeForm()})

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        """Go from the code to the questions, and from the questions to thanks."""
        typed = SurveyCodeForm(request.POST)
        if not typed.is_valid():
            return self.refused(typed)
        code = typed.cleaned_data["code"]
        try:
            turn = turn_of_key(text=code)
            self.speak(turn)
            return self.walk(turn, code)
        except HouseError as refused:
            if self.is_guessing():
                typed.add_error(None, _("Too many wrong codes came from this connection. Wait ten minutes."))
                return self.refused(typed, status=429)
            typed.add_error("code", str(refused))
            return self.refused(typed)

    def is_guessing(self) -> bool:
        """Whether too many wrong codes or links came by this connection."""
        connection = connection_of(self.request)
        return is_over_limit("survey", connection, most=MOST_WRONG, seconds=WITHIN_SECONDS)

    def refused(self, typed: SurveyCodeForm, *, status: int = 422) -> HttpResponse:
        """Ask for the code again."""
        return self.page("evaluation/survey_code.html", {"form": typed}, status=status)

    def speak(self, turn: SurveyTurn) -> None:
        """Go on in the language of whoever is asked, unless another was chosen on the page."""
        if not self.chosen:
            speak_language_known(self.request, turn.person.language)

    @sensitive_variables()
    def walk(self, turn: SurveyTurn, code: str) -> HttpResponse:
        """Do the step that the form is for; answers that cannot be taken are shown again with what is wrong.

        Raises:
            HouseError: the survey is not open any more.
        """
        step = self.request.POST.get("step", "")
        if step == "decline":
            decline_survey(turn=turn, actor=None, now=self.now)
            return self.thank(turn, "declined")
        if step == "take_back":
            take_back(turn=turn, actor=None, now=self.now)
            return self.thank(turn, "taken_back")
        if step != "answer":
            return self.ask(turn, code, self.form(turn))
        form = self.form(turn, self.request.POST)
        if not form.is_valid():
            return self.ask(turn, code, form, status=422)
        channel = SurveyChannel.TABLET if self.is_shared else SurveyChannel.LINK
        try:
            answer_survey(
                turn=turn,
                answers=form.answers(),
                may_call=form.may_be_called,
                channel=channel,
                actor=None,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.ask(turn, code, form, status=409)
        return self.thank(turn, "answered", is_called=form.may_be_called)

    def form(self, turn: SurveyTurn, data: Any = None) -> SurveyForm:
        """Return the questions of a wave as a form, empty where nothing is sent."""
        question_set = turn.wave.question_set
        questions = questions_of(question_set)
        return SurveyForm(
            data, questions=asked_of(question_set, questions), asks_for_call=asks_for_call(questions)
        )

    @sensitive_variables()
    def ask(self, turn: SurveyTurn, code: str, form: SurveyForm, *, status: int = 200) -> HttpResponse:
        """Show the questions."""
        context = {
            "wave": turn.wave,
            "turn": _TurnShown(turn.state),
            "code": code,
            "form": form,
            "shown_in": shown_in(turn.wave.question_set),
        }
        return self.page("evaluation/survey_answer.html", context, status=status)

    def thank(self, turn: SurveyTurn, done: str, *, is_called: bool = False) -> HttpResponse:
        """Say what was done."""
        context = {"wave": turn.wave, "done": done, "is_called": is_called}
        return self.page("evaluation/survey_thanks.html", context)

    def start(self) -> str:
        """Return the address to which the forms of the page are sent; "" for the one where codes are typed."""
        return ""

    def page(self, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Render a page."""
        shared = shared_context(self.request, is_shared=self.is_shared, start=self.start())
        return render(self.request, template, {**shared, **context}, status=status)


class SurveyLinkView(SurveyCodeView):
    """The personal link: the questions at once. One answer for all links that do not work."""

    @sensitive_variables()
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the questions; only sending the form does anything."""
        return self.post(request, token)

    @sensitive_variables()
    def post(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Go on from the questions to thanks."""
        try:
            turn = turn_of_key(text=token)
            self.speak(turn)
            return self.walk(turn, "")
        except HouseError:
            status = 429 if self.is_guessing() else 404
            return self.page("evaluation/survey_no_link.html", {}, status=status)

    def start(self) -> str:
        """Return the link itself, once it leads somewhere."""
        return reverse("survey_link", args=[self.kwargs["token"]])


class _TurnShown:
    """What a page without a name says of a turn: whether it was taken."""

    def __init__(self, state: str) -> None:
        self.is_answered = state == TurnState.ANSWERED
        self.is_declined = state == TurnState.DECLINED
