"""Automatic placement: ask for it, watch it, read the proposal, take it over or discard it."""

import random
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.views.workspace import AssemblyView
from scheduling.errors import PlanRefused
from scheduling.forms.placement import PlacementForm
from scheduling.models import PlacementJob
from scheduling.placement_lifecycle import UNDER_WAY
from scheduling.plan_words import item_place, place_words
from scheduling.planning.programme import Place
from scheduling.reason_words import reason_sentence
from scheduling.selectors.plan_balance import balance_of
from scheduling.selectors.plan_phases import phases_of
from scheduling.selectors.plan_programme import Plan, plan_of
from scheduling.selectors.sessions import sessions_of, tray_of
from scheduling.services.plan_jobs import (
    apply_placement,
    discard_placement,
    programme_digest,
    start_placement,
    stop_placement,
)
from scheduling.views.plan_board import plan_address


class PlacementNewView(AssemblyView):
    """Which items are to be placed, and whether others may move for them."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, with everything ticked."""
        return self._page(PlacementForm(items=tray_of(self.assembly)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Queue the search and go to its page."""
        form = PlacementForm(request.POST, items=tray_of(self.assembly))
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            job = start_placement(
                assembly=self.assembly,
                items=[item.pk for item in form.cleaned_data["items"]],
                may_move=form.cleaned_data["may_move"],
                seconds=form.cleaned_data["seconds"],
                source=random.SystemRandom(),
                actor=request.user,
                now=self.now,
            )
        except PlanRefused as refusal:
            form.add_error("items", str(refusal))
            return self._page(form, status=422)
        return redirect("placement", self.assembly.slug, job.number)

    def _page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "has_items": form.fields["items"].queryset.exists(),
            "has_sessions": sessions_of(self.assembly).exists(),
            "jobs": PlacementJob.objects.filter(assembly=self.assembly).select_related("created_by")[:10],
            "back": plan_address(self.assembly, None),
        }
        return self.render("scheduling/placement_new.html", context, status=status)


class OnePlacementView(AssemblyView):
    """The base of pages of one search."""

    permission: ClassVar[str] = "assembly.view_sessions"
    post_permission: ClassVar[str | None] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"
    job: PlacementJob

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the search within the assembly."""
        jobs = PlacementJob.objects.filter(assembly=self.assembly).select_related("assembly", "created_by")
        self.job = get_object_or_404(jobs, number=kwargs.pop("number"))

    def back(self) -> HttpResponse:
        """Go to the search's page."""
        return redirect("placement", self.assembly.slug, self.job.number)


class PlacementView(OnePlacementView):
    """A search in whatever state it is."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show that it works, what it proposes, or why there is nothing."""
        context: dict[str, Any] = {"job": self.job, "is_under_way": self.job.state in UNDER_WAY}
        if "places" in self.job.result:
            context |= self._proposal()
        return self.render("scheduling/placement.html", context)

    def _proposal(self) -> dict[str, Any]:
        plan, result = plan_of(self.assembly), self.job.result
        places = [each for each in result["places"] if each["item"] in plan.items]
        return {
            "places": [_told_place(each, plan) for each in places if not each["moves"]],
            "moves": [_told_place(each, plan) for each in places if each["moves"]],
            "unplaced": [
                (plan.items[key], [reason_sentence(code, params, plan) for code, params in reasons])
                for key, reasons in result["unplaced"]
                if key in plan.items
            ],
            "phases": phases_of(plan, {each["item"]: _place(each) for each in places}),
            "held_back": [_told_held_back(each, plan) for each in result.get("held_back", ())],
            "balance": balance_of(plan, {each["item"]: each["session"] for each in places}),
            "is_optimal": result["is_optimal"],
            "is_stale": self.job.state == "proposed"
            and programme_digest(self.assembly) != result["programme"],
        }


class PlacementProgressView(OnePlacementView):
    """The part that is asked for again and again while it works."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the present truth; at the end the browser loads the whole page anew."""
        if self.job.state not in UNDER_WAY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {
            "job": self.job,
            "assembly": self.assembly,
            "may_stop": self.can("assembly.edit_sessions"),
        }
        return render(request, "scheduling/placement_progress.html", context)


class PlacementStopView(OnePlacementView):
    """Stop a search."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the worker to stop; nothing was changed."""
        try:
            stop_placement(job=self.job, actor=request.user, now=self.now)
        except PlanRefused as refusal:
            messages.error(request, str(refusal))
        return self.back()


class PlacementApplyView(OnePlacementView):
    """Take a proposal over."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Place everything as proposed."""
        try:
            change = apply_placement(job=self.job, actor=request.user, now=self.now)
        except (IllegalMove, ChangedMeanwhile, PlanRefused) as refusal:
            messages.error(request, str(refusal))
            return self.back()
        count = len(change.after)
        said = ngettext("%(count)s item was placed.", "%(count)s items were placed.", count)
        messages.success(request, said % {"count": count})
        first = next(iter(change.after.values()))[0]
        return redirect(plan_address(self.assembly, sessions_of(self.assembly).filter(pk=first).first()))


class PlacementDiscardView(OnePlacementView):
    """Put a proposal aside."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Discard it."""
        try:
            discard_placement(job=self.job, actor=request.user, now=self.now)
        except IllegalMove as refusal:
            messages.error(request, str(refusal))
            return self.back()
        messages.success(request, _("The proposal is discarded. The programme stays as it was."))
        return redirect(plan_address(self.assembly, None))


def _place(each: dict[str, Any]) -> Place:
    return Place(each["session"], each["room"], datetime.fromisoformat(each["starts_at"]))


def _told_held_back(each: dict[str, Any], plan: Plan) -> str:
    """Tell of an item that could stand earlier but for the order of phases."""
    moment = datetime.fromisoformat(each["starts_at"])
    where = place_words(plan.sessions.get(each["session"]), plan.rooms.get(each["room"]), moment)
    return _(
        "“%(item)s” would fit earlier, at %(place)s, but these come before it by their phase: %(others)s."
    ) % {
        "item": plan.items.get(each["item"], "…"),
        "place": where,
        "others": ", ".join(_("“%(item)s”") % {"item": plan.items.get(key, "…")} for key in each["because"]),
    }


def _told_place(each: dict[str, Any], plan: Plan) -> tuple[Any, str, str]:
    """Tell of one item where it stands and where it would go."""
    item = plan.items[each["item"]]
    moment = datetime.fromisoformat(each["starts_at"])
    where = place_words(
        plan.sessions.get(each["session"]), plan.rooms.get(each["room"]), moment, item.minutes
    )
    return item, item_place(item), where
