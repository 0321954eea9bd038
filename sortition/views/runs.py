"""The lottery's pages: history of runs, starting one, its comment, stopping it, starting it again."""

import random
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.errors import NotReadyForLottery, RunRefused
from sortition.forms.runs import CommentForm, RunForm
from sortition.models import SelectionRun
from sortition.rules_words import caps_in_words
from sortition.selectors.instance import instance_of
from sortition.selectors.runs import binding_run, runs_of
from sortition.selectors.targets_rules import sign_off_state
from sortition.services.runs import comment_run, start_again, start_run, stop_run

RUNS_A_PAGE = 25


def system_chance() -> random.Random:
    """Return the source from which seeds are drawn: the operating system's, never a predictable one."""
    return random.SystemRandom()


class LotteryView(AssemblyView):
    """All runs, and whether one can be started."""

    permission = "assembly.view_runs"
    stage = "lottery"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the history."""
        page = Paginator(runs_of(self.assembly), RUNS_A_PAGE).get_page(request.GET.get("page"))
        return self.render(
            "sortition/lottery.html",
            {"page": page, "binding": binding_run(self.assembly), "obstacle": self._obstacle()},
        )

    def _obstacle(self) -> NotReadyForLottery | None:
        try:
            instance_of(self.assembly)
        except NotReadyForLottery as obstacle:
            return obstacle
        return None


class RunNewView(AssemblyView):
    """The form that starts a run."""

    permission = "assembly.start_run"
    stage = "lottery"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self._page(RunForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start the run and go to its page."""
        form = RunForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                run = start_run(
                    assembly=self.assembly,
                    actor=request.user,
                    now=self.now,
                    source=system_chance(),
                    objective=given["objective"],
                    is_test=given["kind"] == "test",
                    seed=given["seed"],
                    time_limit=given["time_limit"],
                    comment=given["comment"],
                )
            except (NotReadyForLottery, RunRefused) as refusal:
                for reason in refusal.params.get("reasons", [refusal.message]):
                    form.add_error(None, reason)
            else:
                return redirect("run", self.assembly.slug, run.number)
        return self._page(form, status=422)

    def _page(self, form: RunForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "caps": caps_in_words(self.assembly),
            "sign_off": sign_off_state(self.assembly),
        }
        return self.render("sortition/run_new.html", context, status=status)


class OneRunView(AssemblyView):
    """A page about one run of this assembly."""

    permission = "assembly.view_runs"
    post_permission: ClassVar[str | None] = "assembly.start_run"
    stage = "lottery"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the run is looked for within the assembly, once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load_run(self) -> SelectionRun:
        """Find the run within the assembly, or answer 404."""
        return get_object_or_404(runs_of(self.assembly).select_related("assembly"), number=self.number)

    def back(self) -> HttpResponse:
        """Go to the run's page."""
        return redirect("run", self.assembly.slug, self.number)

    def refuse(self, request: HttpRequest, refusal: HouseError) -> HttpResponse:
        """Go to the run's page and say there what was refused."""
        messages.error(request, str(refusal))
        return self.back()


class RunStopView(OneRunView):
    """Stop a run."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the worker to stop; the best so far is kept."""
        try:
            stop_run(run=self.load_run(), actor=request.user, now=self.now)
        except RunRefused as refusal:
            return self.refuse(request, refusal)
        return self.back()


class RunAgainView(OneRunView):
    """Start a run that ended without a lottery once more."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start a new run with the same settings and seed, on pool and quotas as they are now."""
        try:
            run = start_again(run=self.load_run(), actor=request.user, now=self.now, source=system_chance())
        except (NotReadyForLottery, RunRefused) as refusal:
            return self.refuse(request, refusal)
        return redirect("run", self.assembly.slug, run.number)


class RunCommentView(OneRunView):
    """The comment of a run."""

    permission = "assembly.start_run"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        run = self.load_run()
        return self._page(run, CommentForm(initial={"comment": run.comment}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the comment."""
        run = self.load_run()
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self._page(run, form, status=422)
        comment_run(run=run, comment=form.cleaned_data["comment"], actor=request.user, now=self.now)
        messages.success(request, _("The comment is saved."))
        return self.back()

    def _page(self, run: SelectionRun, form: CommentForm, status: int = 200) -> HttpResponse:
        return self.render("sortition/run_comment.html", {"run": run, "form": form}, status=status)
