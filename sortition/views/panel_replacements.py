"""Replacements: choose the seats, watch the run, look at what it would do, and ask those drawn."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import RunState
from sortition.enums_seats import HELD, SeatState
from sortition.fairness import category_figures
from sortition.lottery import LotteryError
from sortition.models import Seat, SelectionRun
from sortition.pictures_panel import LiveTable, live_tables
from sortition.quota_messages import legible
from sortition.replacement_words import pool_sentences, relaxation_offers, relaxation_sentences
from sortition.run_lifecycle import UNDER_WAY
from sortition.run_words import causes_of, failure_sentence
from sortition.selectors.replacements import (
    ReplacementPreview,
    preview_of,
    replacement_blockers,
    replacement_runs,
    vacancies_of,
)
from sortition.selectors.seats import is_kept_free, present_seats
from sortition.services.replacements import (
    adopt_replacement,
    relax_replacement,
    start_replacement,
    start_replacement_again,
)
from sortition.views.runs_report import progress_context


class ReplacementNewView(AssemblyView):
    """Choose the seats to fill; the run starts at once."""

    permission = "assembly.run_replacements"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the seats that can be filled; those named in the address are ticked, or else all open ones."""
        numbers = chosen_numbers(request.GET.getlist("seat"))
        return self.page(numbers)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put the seats up and start the run."""
        numbers = chosen_numbers(request.POST.getlist("seat"))
        seats = [seat.pk for seat in self.candidates() if seat.number in numbers]
        try:
            run = start_replacement(assembly=self.assembly, seats=seats, actor=request.user, now=self.now)
        except (HouseError, LotteryError) as refusal:
            return self.page(numbers, problem=str(refusal), status=422)
        return redirect("replacement", self.assembly.slug, run.number)

    def candidates(self) -> list[Seat]:
        """Return the places that nobody holds."""
        return list(present_seats(self.assembly).exclude(state__in=HELD))

    def page(self, numbers: set[int], problem: str = "", status: int = 200) -> HttpResponse:
        """Render the choice."""
        seats = self.candidates()
        ticked = numbers or {seat.number for seat in seats if seat.state != SeatState.LEFT_VACANT}
        rows = [(seat, seat.number in ticked, is_kept_free(seat)) for seat in seats]
        context = {"rows": rows, "problem": problem, "returning": sum(free for *_rest, free in rows)}
        return self.render("sortition/panel_replacement_new.html", context, status=status)


class OneReplacementView(AssemblyView):
    """A page about one replacement run of this assembly."""

    permission = "assembly.run_replacements"
    stage = "panel"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the run is looked for once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load_run(self) -> SelectionRun:
        """Find the replacement run within the assembly, or answer 404."""
        return get_object_or_404(
            replacement_runs(self.assembly).select_related("assembly", "created_by"), number=self.number
        )

    def back(self) -> HttpResponse:
        """Go to the run's page."""
        return redirect("replacement", self.assembly.slug, self.number)


class ReplacementView(OneReplacementView):
    """A replacement run in whatever state it is."""

    permission = "assembly.view_panel"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show progress, preview, or why there is none."""
        return self.page(self.load_run())

    def page(self, run: SelectionRun, status: int = 200) -> HttpResponse:
        """Render the run."""
        context: dict[str, Any] = {
            "run": run,
            "seats": vacancies_of(run),
            "relaxations": relaxation_sentences(run.relaxations),
            "is_under_way": run.state in UNDER_WAY,
            "may_run": self.can("assembly.run_replacements"),
            "shows_names": self.can("assembly.view_respondents"),
        }
        if run.state in UNDER_WAY:
            context |= progress_context(run) | {"may_stop": self.can("assembly.start_run")}
        elif run.state == RunState.COMPLETED:
            context |= self._preview(run)
        elif run.state == RunState.INFEASIBLE:
            context |= {"causes": causes_of(run), "offers": relaxation_offers(run)}
        elif run.state == RunState.FAILED:
            context["failure"] = failure_sentence(run)
        return self.render("sortition/panel_replacement.html", context, status=status)

    def _preview(self, run: SelectionRun) -> dict[str, Any]:
        preview = preview_of(run)
        if preview is None:
            return {}
        return {
            "preview": preview,
            "sentences": pool_sentences(preview),
            "bands": preview_bands(preview),
            "blockers": [] if run.is_binding else replacement_blockers(run),
        }


class ReplacementAdoptView(OneReplacementView):
    """Ask those drawn."""

    needs_recent_sign_in = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Offer the seats, or say what changed."""
        run = self.load_run()
        try:
            given = adopt_replacement(run=run, actor=request.user, now=self.now)
        except HouseError as refusal:
            messages.error(request, str(refusal))
            return self.back()
        said = ngettext(
            "%(count)s seat is offered to the person drawn.",
            "%(count)s seats are offered to those drawn.",
            len(given),
        )
        messages.success(request, said % {"count": len(given)})
        return redirect("panel", self.assembly.slug)


class ReplacementAgainView(OneReplacementView):
    """Start the same replacement anew, on pool and panel as they are now."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start, and go to the new run."""
        try:
            run = start_replacement_again(run=self.load_run(), actor=request.user, now=self.now)
        except (HouseError, LotteryError) as refusal:
            messages.error(request, str(refusal))
            return self.back()
        return redirect("replacement", self.assembly.slug, run.number)


class ReplacementRelaxView(OneReplacementView):
    """Take changed quotas for this replacement alone."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start anew with the changes of the repair chosen."""
        chosen = request.POST.get("repair", "")
        try:
            run = relax_replacement(
                run=self.load_run(),
                repair=int(chosen) if chosen.isdecimal() else -1,
                actor=request.user,
                now=self.now,
            )
        except (HouseError, LotteryError) as refusal:
            messages.error(request, str(refusal))
            return self.back()
        messages.success(
            request, _("The change holds for this replacement alone. The targets stay as they are.")
        )
        return redirect("replacement", self.assembly.slug, run.number)


def chosen_numbers(given: list[str]) -> set[int]:
    """Read numbers of seats from an address or a form; what is no number is passed over."""
    return {int(each) for each in given if each.isdecimal() and len(each) < 6}


def preview_bands(preview: ReplacementPreview) -> tuple[LiveTable, ...]:
    """Draw those who stay, and those who would sit once the people drawn have said yes, against the quotas."""
    snapshot = preview.result.snapshot
    instance = snapshot.instance
    before = category_figures(instance, {}, instance.fixed, snapshot.shares)
    after = category_figures(instance, {}, [*instance.fixed, *map(str, preview.drawn)], snapshot.shares)
    return live_tables(map(legible, before), map(legible, after), seats=instance.seats)
