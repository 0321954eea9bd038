"""The plan of the answer: how long it takes, from which day, and how answers come out."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import RemitVersion
from assembly.outcomes.enums_responses import DuePreset, DueUnit
from assembly.outcomes.forms.response_plan import PlanForm
from assembly.outcomes.models import ReportVersion, ResponsePlan
from assembly.outcomes.services.response_plan import (
    days_that_would_move,
    first_due_day,
    plan_of,
    save_plan,
)
from assembly.outcomes.views.outcomes_base import ResponsesView
from scheduling.selectors.seen import seen_of

MOVE, KEEP = "move", "keep"


class ResponsePlanView(ResponsesView):
    """Show the plan; whoever may change it gets the form, and is asked about due days that would move."""

    permission: ClassVar[str] = "assembly.view_responses"
    post_permission: ClassVar[str | None] = "assembly.manage_responses"
    tab: ClassVar[str] = "plan"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        plan = plan_of(self.assembly)
        if not self.can("assembly.manage_responses"):
            context = {"plan": plan, "remit": self.remit, "due_on": _due_on(plan)}
            return self.render("outcomes/response_plan.html", context)
        initial = {"seen": seen_of(plan) if plan else "", **({} if plan else self._first())}
        return self.page(PlanForm(instance=plan, assembly=self.assembly, initial=initial), plan)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, or first show which due days would move and ask."""
        standing = plan_of(self.assembly)
        form = PlanForm(request.POST, instance=plan_of(self.assembly), assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, standing, status=422)
        wished = ResponsePlan(assembly=self.assembly, **form.facts())
        answer = request.POST.get("days", "")
        moved = days_that_would_move(wished) if _reckons_otherwise(wished, standing) else []
        if moved and answer not in (MOVE, KEEP):
            return self.page(form, standing, moved=moved)
        try:
            save_plan(
                assembly=self.assembly,
                facts=form.facts(),
                seen=form.cleaned_data["seen"],
                moves_due_days=bool(moved) and answer == MOVE,
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            fresh = plan_of(self.assembly)
            data = request.POST.copy()
            data["seen"] = seen_of(fresh) if fresh else ""
            form = PlanForm(data, instance=plan_of(self.assembly), assembly=self.assembly)
            form.add_error(None, str(refused))
            return self.page(form, fresh, status=409, is_stale=True)
        except HouseError as refused:
            form.add_error("handed_over_on", str(refused))
            return self.page(form, standing, status=409)
        messages.success(request, _("The plan is saved."))
        return redirect("response_plan", self.assembly.slug)

    @property
    def remit(self) -> RemitVersion | None:
        """Return the remit that is public, which promises an answer."""
        published = RemitVersion.objects.filter(assembly=self.assembly, published_at__isnull=False)
        return published.order_by("-number").first()

    def _first(self) -> dict[str, Any]:
        """Return what a first plan suggests: the remit's promise, and the day of the report."""
        remit = self.remit
        report = ReportVersion.objects.filter(assembly=self.assembly, published_at__isnull=False)
        first = report.order_by("number").first()
        return {
            "preset": DuePreset.OWN,
            "amount": remit.response_months if remit else None,
            "unit": DueUnit.MONTHS,
            "handed_over_on": timezone.localdate(first.published_at) if first else None,
        }

    def page(
        self, form: PlanForm, plan: ResponsePlan | None, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render the form, with the plan as it stands."""
        context = {"form": form, "plan": plan, "remit": self.remit, "due_on": _due_on(plan), **more}
        return self.render("outcomes/response_plan.html", context, status=status)


def _reckons_otherwise(wished: ResponsePlan, standing: ResponsePlan | None) -> bool:
    """Whether a plan reckons due days otherwise than the one that stands: only then the team is asked about them."""
    names = ("amount", "unit", "handed_over_on")
    return standing is None or any(getattr(wished, name) != getattr(standing, name) for name in names)


def _due_on(plan: ResponsePlan | None) -> date | None:
    """Return by when whoever is asked now answers, None before that is known."""
    return first_due_day(plan) if plan and plan.handed_over_on else None
