"""Surveys as the team sees them: all waves with what came of them, one wave, and its moves."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import SurveyChannel, WaveState
from assembly.evaluation.forms.surveys import ReasonForm
from assembly.evaluation.models import QuestionSet, SurveyWave
from assembly.evaluation.selectors.survey_results import satisfaction_over_time
from assembly.evaluation.selectors.surveys import questions_of, response_of, waves_of
from assembly.evaluation.services.surveys import (
    close_wave,
    open_wave,
    publish_results,
    remind_wave,
    reopen_wave,
    withdraw_wave,
)
from assembly.evaluation.survey_course import course_picture
from assembly.evaluation.views.evaluation_base import EvaluationView

PER_PAGE = 25


class SurveysView(EvaluationView):
    """The stage's first page: all waves, satisfaction over time, and the question sets."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    tab: ClassVar[str] = "surveys"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        points = satisfaction_over_time(self.assembly)
        page = Paginator(waves_of(self.assembly).order_by("-number"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            "page": page,
            "points": points,
            "course": course_picture(points),
            "has_sets": QuestionSet.objects.filter(assembly=self.assembly).exists(),
        }
        return self.render("evaluation/surveys.html", context)


class SurveyBase(EvaluationView):
    """A page about one wave."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    tab: ClassVar[str] = "surveys"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.wave: SurveyWave = get_object_or_404(
            SurveyWave.objects.select_related("assembly", "question_set", "session"),
            assembly=self.assembly,
            number=kwargs.pop("number"),
        )

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the wave."""
        own = {"wave": self.wave, "is_open": self.wave.state == WaveState.OPEN}
        return super().render(template, {**own, **(context or {})}, status=status)

    def back(self) -> HttpResponse:
        """Go to the wave."""
        return redirect("survey", self.assembly.slug, self.wave.number)

    def not_now(self, said: str) -> HttpResponse:
        """Go to the wave, and say why the page is not for now."""
        messages.info(self.request, said)
        return self.back()


class SurveyView(SurveyBase):
    """How far it is, how many answered by which way, and what comes next."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def page(self, form: ReasonForm | None = None, *, act: str = "", status: int = 200) -> HttpResponse:
        """Render it, with a form that was refused for want of a reason."""
        response = response_of(self.wave)
        reasons = {each: ReasonForm(auto_id=f"{each}-%s") for each in ("reopen", "withdraw")}
        if form is not None:
            reasons[act] = form
        context = {
            "response": response,
            "channels": [
                (label, response.by_channel.get(value, 0)) for value, label in SurveyChannel.choices
            ],
            "waiting": response.silent,
            "questions": questions_of(self.wave.question_set),
            "reopen_form": reasons["reopen"],
            "withdraw_form": reasons["withdraw"],
            "refused_form": form,
            "refused_act": act,
            "is_planned": self.wave.state == WaveState.PLANNED,
            "is_closed": self.wave.state == WaveState.CLOSED,
            "is_published": self.wave.state == WaveState.PUBLISHED,
            "is_counted": self.wave.is_counted,
            "is_over": self.wave.closes_at <= self.now,
        }
        return self.render("evaluation/survey.html", context, status=status)


class SurveyMoveView(SurveyView):
    """Open, remind, close; open again or withdraw with a reason."""

    permission: ClassVar[str] = "assembly.run_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Lead to the page on which the moves stand."""
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        act = request.POST.get("act", "")
        if act in ("reopen", "withdraw"):
            form = ReasonForm(request.POST, auto_id=f"{act}-%s")
            if not form.is_valid():
                return self.page(form, act=act, status=422)
            return self.do(act, reason=form.cleaned_data["reason"])
        if act not in _MOVES:
            raise BadRequest
        more = {}
        if act == "open":
            more["link_base"] = request.build_absolute_uri(reverse("survey_code"))
        return self.do(act, **more)

    def do(self, act: str, **more: Any) -> HttpResponse:
        """Do an act, say what came of it, and go to the wave."""
        verb, said = {**_MOVES, **_APART}[act]
        try:
            verb(wave=self.wave, actor=self.request.user, now=self.now, **more)
        except HouseError as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, str(said))
        return self.back()


class SurveyPublishView(SurveyMoveView):
    """Publish the results as they are."""

    permission: ClassVar[str] = "assembly.publish_figures"

    def post(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Do it."""
        return self.do("publish")


_MOVES: dict[str, tuple[Any, Any]] = {
    "open": (open_wave, _("The survey is open.")),
    "remind": (remind_wave, _("Reminders are on their way.")),
    "close": (close_wave, _("The survey is closed. Answers are parted from names.")),
}
_APART: dict[str, tuple[Any, Any]] = {
    "publish": (publish_results, _("The results are published.")),
    "reopen": (reopen_wave, _("The survey is open again, for those who have not answered.")),
    "withdraw": (withdraw_wave, _("The survey is withdrawn.")),
}
