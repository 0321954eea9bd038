"""Plan a survey wave, and change what is planned."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import WaveState
from assembly.evaluation.forms.surveys import LastDayForm, WaveForm
from assembly.evaluation.models import QuestionSet
from assembly.evaluation.services.surveys import change_wave, plan_wave
from assembly.evaluation.views.evaluation_base import EvaluationView
from assembly.evaluation.views.surveys import SurveyBase


class SurveyNewView(EvaluationView):
    """Plan a wave; without a question set there is nothing to ask yet."""

    permission: ClassVar[str] = "assembly.run_surveys"
    tab: ClassVar[str] = "surveys"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        if not QuestionSet.objects.filter(assembly=self.assembly).exists():
            messages.info(request, _("Load a question set first."))
            return redirect("question_sets", self.assembly.slug)
        form = WaveForm(assembly=self.assembly, initial={"opens_on": timezone.localdate(self.now)})
        return self.page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = WaveForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            wave = plan_wave(assembly=self.assembly, **form.plan(), actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        return redirect("survey", self.assembly.slug, wave.number)

    def page(self, form: WaveForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evaluation/survey_plan.html", {"form": form}, status=status)


class SurveyChangeView(SurveyBase):
    """Change a wave before it opens."""

    permission: ClassVar[str] = "assembly.run_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        if self.wave.state == WaveState.OPEN:
            return self.page(LastDayForm(initial={"last_day": timezone.localdate(self.wave.closes_at)}))
        if self.wave.state != WaveState.PLANNED:
            return self.not_now(_("The survey is over. Nothing of it is changed any more."))
        return self.page(WaveForm(assembly=self.assembly, initial=WaveForm.initial_of(self.wave)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        is_open = self.wave.state == WaveState.OPEN
        form: Any = LastDayForm(request.POST) if is_open else WaveForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        plan = form.plan() if isinstance(form, WaveForm) else self.with_last_moment(form.closes_at())
        try:
            change_wave(wave=self.wave, **plan, actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        messages.success(request, _("It is kept."))
        return self.back()

    def with_last_moment(self, closes_at: datetime) -> dict[str, Any]:
        """Return the plan as it stands, with another last moment to answer."""
        wave = self.wave
        return {
            "question_set": wave.question_set,
            "moment": wave.moment,
            "session": wave.session,
            "title": wave.title,
            "opens_at": wave.opens_at,
            "closes_at": closes_at,
        }

    def page(self, form: Form, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evaluation/survey_plan.html", {"form": form}, status=status)
