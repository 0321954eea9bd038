"""Plan a survey wave, and change what is planned."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import WaveState
from assembly.evaluation.forms.surveys import WaveForm
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
        if self.wave.state != WaveState.PLANNED:
            return self.not_now(_("The survey has begun. What it asks is not changed any more."))
        return self.page(WaveForm(assembly=self.assembly, initial=WaveForm.initial_of(self.wave)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = WaveForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_wave(wave=self.wave, **form.plan(), actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        messages.success(request, _("It is kept."))
        return self.back()

    def page(self, form: WaveForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evaluation/survey_plan.html", {"form": form}, status=status)
