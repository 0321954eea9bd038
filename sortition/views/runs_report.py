"""One run's page: live progress while it works, the fairness report afterwards, and the adoption of its panel."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sortition.enums import RunState
from sortition.errors import RunRefused
from sortition.models import SelectionRun
from sortition.objective_words import BOUND_ON_LOWEST, PROVEN
from sortition.run_lifecycle import UNDER_WAY
from sortition.run_report import comparisons, report_on
from sortition.run_words import causes_of, failure_sentence, phase_name, phases_of, repairs_of
from sortition.selectors.draws import draw_that_counts
from sortition.selectors.runs import binding_run, completed_runs_on_same_snapshot, run_result
from sortition.selectors.targets_rules import sign_off_state
from sortition.services.draws import draw_blockers
from sortition.services.runs_panel import adopt_run, adoption_blockers
from sortition.views.runs import OneRunView

SHOWN_WITH_REPORT = (RunState.COMPLETED, RunState.CANCELLED)


class RunView(OneRunView):
    """A run in whatever state it is."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show progress, report, or why there is none."""
        run = self.load_run()
        if run.is_replacement:
            return redirect("replacement", self.assembly.slug, run.number)
        context: dict[str, Any] = {
            "run": run,
            "is_under_way": run.state in UNDER_WAY,
            "is_proven": run.state == RunState.COMPLETED and run.summary.get("status") == "proven",
        }
        if run.state in UNDER_WAY:
            context |= progress_context(run)
        elif run.state in SHOWN_WITH_REPORT:
            context |= self._report(run)
        elif run.state == RunState.INFEASIBLE:
            context |= {"causes": causes_of(run), "repairs": repairs_of(run)}
        else:
            context["failure"] = failure_sentence(run)
        return self.render("sortition/run.html", context)

    def _report(self, run: SelectionRun) -> dict[str, Any]:
        result = run_result(run)
        if result is None:
            return {"report": None}
        others = list(completed_runs_on_same_snapshot(run)) if run.state == RunState.COMPLETED else []
        is_candidate = (
            run.state == RunState.COMPLETED and not run.is_test and binding_run(self.assembly) is None
        )
        blockers = draw_blockers(run) if is_candidate else []
        return {
            "report": report_on(result),
            "comparisons": comparisons(others),
            "proven_words": PROVEN[run.objective],
            "bounds_lowest": run.objective in BOUND_ON_LOWEST,
            "blockers": blockers,
            "may_adopt": is_candidate
            and not blockers
            and self.assembly.is_rehearsal
            and self.can("assembly.adopt_run"),
            "may_draw": is_candidate
            and not blockers
            and draw_that_counts(self.assembly) is None
            and self.can("assembly.run_draw"),
        }


class RunProgressView(OneRunView):
    """The part of a run's page that is asked for again and again while it works."""

    http_method_names: ClassVar = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the present truth; at the end the browser loads the whole page anew."""
        run = self.load_run()
        if run.state not in UNDER_WAY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"run": run, "assembly": self.assembly, "may_stop": self.can("assembly.start_run")}
        return render(request, "sortition/run_progress.html", context | progress_context(run))


class RunAdoptView(OneRunView):
    """Make the run's panel the assembly's panel: a page that names what will happen, then the act."""

    permission = "assembly.adopt_run"
    post_permission = None
    needs_recent_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say what will happen, or what stands in the way."""
        run = self.load_run()
        context = {
            "run": run,
            "blockers": adoption_blockers(run),
            "sign_off": sign_off_state(self.assembly),
        }
        return self.render("sortition/run_adopt.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Adopt the panel."""
        run = self.load_run()
        try:
            adopt_run(run=run, actor=request.user, now=self.now)
        except RunRefused as refusal:
            blockers = refusal.params.get("blockers", [str(refusal)])
            return self.render("sortition/run_adopt.html", {"run": run, "blockers": blockers}, status=409)
        messages.success(
            request, _("The panel of run %(number)s is the assembly’s panel.") % {"number": run.number}
        )
        return redirect("panel", self.assembly.slug)


def progress_context(run: SelectionRun) -> dict[str, Any]:
    """Give what the progress part shows of a run that waits or works."""
    total, done = run.progress.get("total"), run.progress.get("done")
    return {
        "phase": phase_name(run),
        "phases": phases_of(run),
        "percentage": round(100 * min(done, total) / total) if total and done is not None else None,
    }
