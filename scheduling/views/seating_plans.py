"""A session's tab Tables: its plan round by round, a new plan, the computation under way, taking a plan into use."""

import random
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.sent_once import answered_once
from scheduling.enums_tables import JobState
from scheduling.errors import SeatingRefused
from scheduling.forms.tables import NewPlanForm
from scheduling.known_absences import absent_people
from scheduling.models import SeatingJob, SeatingPlan
from scheduling.seating_lifecycle import UNDER_WAY
from scheduling.seating_words import (
    away_sentences,
    broken_sentence,
    impossible_sentence,
    part_sentences,
    people_named,
)
from scheduling.selectors.seating import (
    job_of,
    last_move,
    people_by_key,
    plan_shown,
    plans_of,
    rounds_of,
    seated_in,
)
from scheduling.selectors.seating_hosts import hosts_for_a_part, tables_without
from scheduling.selectors.seating_page import balance_of, round_page
from scheduling.selectors.seating_problem import PlanSettings
from scheduling.services.seating_jobs import ask_for_plan, do_seating, is_small, stop_seating
from scheduling.services.seating_use import set_plan_aside, use_plan
from scheduling.views.session_base import SessionView

SEEDS = 10**12


class TablesOfSessionView(SessionView):
    """A page of the tab Tables."""

    permission = "assembly.view_tables"
    stage = "tables"
    session_page = "tables"

    def back(self, *, round_number: int = 1, plan: SeatingPlan | None = None) -> HttpResponse:
        """Go to the session's tables, to one of its rounds."""
        answer = redirect("session_tables", self.assembly.slug, self.session.number)
        if plan is not None:
            answer["Location"] += f"?plan={plan.number}&round={round_number}"
        return answer


class OnePlanView(TablesOfSessionView):
    """A page about one plan of the session."""

    post_permission: ClassVar[str | None] = "assembly.seat_tables"
    plan: SeatingPlan

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load session and plan."""
        super().load_scope(kwargs)
        plans = plans_of(self.session).select_related("session__assembly", "made_by")
        self.plan = get_object_or_404(plans, number=kwargs.pop("plan"))


def number_in(value: str | None, most: int) -> int:
    """Return a round's number from an address, 1 where it names none."""
    return int(value) if value and value.isdecimal() and 1 <= int(value) <= most else 1


def plan_context(view: SessionView, plan: SeatingPlan, round_number: int) -> dict[str, Any]:
    """Return what the page shows of one round of a plan; values and whom rules name only to staff."""
    shows_private = view.can("assembly.view_session_needs")
    page = round_page(plan, round_number)
    broken = plan.measures.get("violations", [])
    people = people_by_key(people_named([*broken, *plan.left_out])) if shows_private else {}
    measures = plan.measures
    return {
        "plan": plan,
        "round": page,
        "rounds": range(1, plan.rounds + 1),
        "measures": measures,
        "met_share": measures["met"] / measures["pairs"] if measures.get("pairs") else 0,
        "bound_share": measures["bound"] / measures["pairs"] if measures.get("pairs") else 0,
        "broken": [broken_sentence(each, people, is_private=shows_private) for each in broken],
        "left_out": [impossible_sentence(each, people) for each in plan.left_out] if shows_private else [],
        "balance": balance_of(page, plan.categories) if shows_private else [],
        "last_move": last_move(plan),
        "may_seat": view.can("assembly.seat_tables"),
    }


def _hosts_away(plan: SeatingPlan) -> list[str]:
    """Say which tables have a facilitator who is not free then, or may not be."""
    tables, in_part = tables_without(plan), sorted(hosts_for_a_part(plan))
    if not tables and not in_part:
        return []
    people = people_by_key({*in_part, *(person for person, _number, _table in tables)})
    return away_sentences(tables, people) + part_sentences([people[key] for key in in_part])


class SessionTablesView(TablesOfSessionView):
    """The plan that counts, or the one that `?plan=` names, one round at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, with what is being computed."""
        plans = list(plans_of(self.session))
        job = job_of(self.session)
        plan = self._plan(plans, request.GET.get("plan"))
        context: dict[str, Any] = {
            "plans": plans,
            "job": job,
            "is_working": job is not None and job.state in UNDER_WAY,
            "has_failed": job is not None and job.state == JobState.FAILED,
            "may_seat": self.can("assembly.seat_tables"),
            "plan": None,
        }
        if plan is not None:
            self.note_list_reading("tables.list_read")
            context |= plan_context(self, plan, number_in(request.GET.get("round"), plan.rounds))
            context["missing"] = len(absent_people(self.session) & seated_in(rounds_of(plan)))
            context["hosts_away"] = _hosts_away(plan)
        return self.render("scheduling/session_tables.html", context)

    def _plan(self, plans: list[SeatingPlan], number: str | None) -> SeatingPlan | None:
        if not number:
            return plan_shown(self.session)
        found = [plan for plan in plans if str(plan.number) == number]
        if not found:
            raise Http404
        return found[0]


class NewPlanView(TablesOfSessionView):
    """The form that has a plan computed."""

    permission = "assembly.seat_tables"
    # A small plan is computed while its page waits, and no transaction is to be open meanwhile.
    is_sent_once = False
    job: SeatingJob | None = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, filled as the session suggests."""
        return self._page(NewPlanForm(session=self.session))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compute a small plan at once, a large one in the background."""
        form = NewPlanForm(request.POST, session=self.session)
        if not form.is_valid():
            return self._page(form, status=422)
        wanted = form.wanted(random.SystemRandom().randrange(SEEDS))
        answer = answered_once(request, partial(self._ask, form, wanted))
        if self.job is not None and is_small(wanted):
            do_seating(self.job.pk, clock=timezone.now)
            self.job.refresh_from_db()
            return self.back(plan=self.job.plan)
        return answer

    def _ask(self, form: NewPlanForm, wanted: PlanSettings) -> HttpResponse:
        try:
            self.job = ask_for_plan(
                session=self.session,
                wanted=wanted,
                may_leave_out=form.cleaned_data["go_on"],
                actor=self.request.user,
                now=self.now,
            )
        except SeatingRefused as refusal:
            reasons = refusal.params.get("reasons", [])
            people = people_by_key(people_named(reasons))
            for sentence in [impossible_sentence(each, people) for each in reasons] or [str(refusal)]:
                form.add_error(None, sentence)
            return self._page(form, status=409)
        return self.back()

    def _page(self, form: NewPlanForm, status: int = 200) -> HttpResponse:
        self.note_list_reading("tables.list_read")
        return self.render("scheduling/seating_new.html", {"form": form}, status=status)


class ProgressView(TablesOfSessionView):
    """The part of the page that is asked for again and again while a plan is computed."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the present truth; at the end the browser loads the whole page anew."""
        job = job_of(self.session)
        if job is None or job.state not in UNDER_WAY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {
            "assembly": self.assembly,
            "session": self.session,
            "job": job,
            "may_seat": self.can("assembly.seat_tables"),
        }
        return render(request, "scheduling/seating_progress.html", context)


class StopView(TablesOfSessionView):
    """Stop a computation; its best plan so far is kept."""

    permission = "assembly.seat_tables"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask it to stop."""
        try:
            stop_seating(session=self.session, actor=request.user, now=self.now)
        except HouseError as refusal:
            messages.error(request, str(refusal))
        return self.back()


class PlanStateView(OnePlanView):
    """Take a plan into use, or set it aside."""

    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        is_use = request.POST.get("verb") == "use"
        act = use_plan if is_use else set_plan_aside
        try:
            act(plan=self.plan, actor=request.user, now=self.now)
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            said = (
                _("The plan is in use: members see their tables.") if is_use else _("The plan is set aside.")
            )
            messages.success(request, said)
        return self.back(plan=self.plan)
