"""Take back the unanswered offers of one run: a page that says how many are touched and how many not, then the act."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.seats import ResetForm
from sortition.models import SelectionRun
from sortition.selectors.runs import runs_of
from sortition.selectors.seats import reset_counts
from sortition.services.resets import reset_run


class ResetView(AssemblyView):
    """Take back a run's offers that nobody has answered."""

    permission = "assembly.run_replacements"
    needs_recent_sign_in = True
    stage = "panel"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the run is looked for once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load_run(self) -> SelectionRun:
        """Find the run within the assembly, or answer 404."""
        return get_object_or_404(runs_of(self.assembly).select_related("assembly"), number=self.number)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say what would be touched."""
        run = self.load_run()
        return self.page(run, ResetForm(initial={"offers": reset_counts(run).touched}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the offers back."""
        run, form = self.load_run(), ResetForm(request.POST)
        if not form.is_valid():
            return self.page(run, form, status=422)
        try:
            many = reset_run(
                run=run,
                offers=form.cleaned_data["offers"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refusal:
            fresh = ResetForm({**request.POST.dict(), "offers": reset_counts(run).touched})
            fresh.add_error(None, str(refusal))
            return self.page(run, fresh, status=409)
        said = ngettext("%(count)s offer is taken back.", "%(count)s offers are taken back.", many)
        messages.success(request, said % {"count": many})
        return redirect("panel", self.assembly.slug)

    def page(self, run: SelectionRun, form: ResetForm, status: int = 200) -> HttpResponse:
        """Render the question."""
        context = {"run": run, "counts": reset_counts(run), "form": form}
        return self.render("sortition/panel_reset.html", context, status=status)
