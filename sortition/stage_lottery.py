"""The stages Lottery and Panel: how they stand, what to do next, and their figures on the overview."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import AssemblyState, StageState
from assembly.models import Assembly
from assembly.next_steps import register_next_steps
from assembly.stages import Figure, NextAction, Stage, StageStatus, register_stage
from assembly.templatetags.look import one_in
from sortition.enums import RespondentState, RunState
from sortition.enums_offers import VacatedSeats
from sortition.models import Category, Respondent, SelectionRun
from sortition.run_lifecycle import UNDER_WAY
from sortition.selectors.offers import policy_of
from sortition.selectors.runs import binding_run, is_out_of_date, latest_run
from sortition.selectors.seats import seat_counts
from sortition.stage_calls import offer_actions
from sortition.stage_draw import draw_status
from sortition.stage_members import actions_for_needs

_CHOOSING = (AssemblyState.DRAFT, AssemblyState.ANNOUNCED, AssemblyState.RECRUITING, AssemblyState.SELECTING)


def lottery_status(assembly: Assembly) -> StageStatus:
    """Answer from the newest run, or from the binding one."""
    run = latest_run(assembly)
    if run is None:
        return _before_the_first_run(assembly)
    adopted = binding_run(assembly)
    if adopted is not None:
        sentence = _("The panel comes from run %(number)s.") % {"number": adopted.number}
        return StageStatus(StageState.DONE, sentence, figures=(_chance_figure(adopted),))
    if (under_way := draw_status(assembly)) is not None:
        return under_way
    words = {"number": run.number}
    if run.state in UNDER_WAY:
        return StageStatus(StageState.ACTIVE, _("Run %(number)s is under way.") % words)
    if run.state == RunState.COMPLETED:
        return _completed(run)
    sentences = {
        RunState.INFEASIBLE: _("Run %(number)s found that no panel can meet all quotas.") % words,
        RunState.FAILED: _("Run %(number)s failed.") % words,
        RunState.CANCELLED: _("Run %(number)s was stopped.") % words,
    }
    sentence = sentences[RunState(run.state)]
    action = NextAction(
        title=_("Look at run %(number)s") % words,
        why=sentence,
        url=reverse("run", args=[assembly.slug, run.number]),
        button=_("See why"),
        permission="assembly.start_run",
        is_blocking=True,
    )
    return StageStatus(StageState.ACTIVE, sentence, (action,))


def _before_the_first_run(assembly: Assembly) -> StageStatus:
    is_ready = (
        Category.objects.filter(assembly=assembly, values__minimum__isnull=False).exists()
        and Respondent.objects.filter(assembly=assembly, state=RespondentState.POOL, is_test=False).exists()
    )
    if not is_ready:
        return StageStatus(StageState.TODO, _("Waits for a pool and quotas."))
    action = NextAction(
        title=_("Run the lottery"),
        why=_("There are a pool and quotas. A test run shows how fair the lottery can be."),
        url=reverse("run_new", args=[assembly.slug]),
        button=_("Start a run"),
        permission="assembly.start_run",
    )
    return StageStatus(StageState.TODO, _("No runs yet."), (action,))


def _completed(run: SelectionRun) -> StageStatus:
    words = {"number": run.number, "chance": one_in(run.summary["lowest"])}
    is_proven = run.summary["status"] == "proven"
    sentence = _("Run %(number)s: lowest chance %(chance)s.") % words
    if run.is_test or not is_proven:
        action = NextAction(
            title=_("Start the real run"),
            why=_("A test run or an unproven run cannot give the panel."),
            url=reverse("run_new", args=[run.assembly.slug]),
            button=_("Start a run"),
            permission="assembly.start_run",
        )
    elif is_out_of_date(run):
        action = NextAction(
            title=_("Run the lottery again"),
            why=_("Pool or quotas have changed since run %(number)s: its panel can no longer be taken.")
            % words,
            url=reverse("run_new", args=[run.assembly.slug]),
            button=_("Start a run"),
            permission="assembly.start_run",
        )
    else:
        action = NextAction(
            title=_("Prepare the draw on run %(number)s") % words,
            why=_("The lottery is proven best possible, and each of its numbered panels meets every quota."),
            url=reverse("run", args=[run.assembly.slug, run.number]),
            button=_("Look at the run"),
            permission="assembly.run_draw",
        )
    return StageStatus(StageState.ACTIVE, sentence, (action,), (_chance_figure(run),))


def _chance_figure(run: SelectionRun) -> Figure:
    note = _("proven best possible") if run.summary.get("status") == "proven" else _("not proven")
    return Figure(_("Lowest chance in the draw"), one_in(run.summary.get("lowest")), note)


def steps_by_runs(assemblies: Collection[Assembly]) -> dict[int, str]:
    """Say what assemblies wait for that are choosing their panel, where their runs tell more than their state."""
    choosing = [each.pk for each in assemblies if each.state in _CHOOSING]
    telling = SelectionRun.objects.filter(assembly__in=choosing).filter(
        Q(is_binding=True) | Q(state__in=UNDER_WAY)
    )
    found: dict[int, str] = {}
    # A panel that was drawn says more than a run that is still under way.
    for pk, is_binding in telling.order_by("is_binding", "pk").values_list("assembly", "is_binding"):
        found[pk] = (
            _("The panel is drawn: move on to welcoming it") if is_binding else _("Wait for the lottery")
        )
    return found


def panel_status(assembly: Assembly) -> StageStatus:
    """Answer from the counts of seats by state."""
    adopted = binding_run(assembly)
    if adopted is None:
        return StageStatus(StageState.TODO, _("No panel yet."))
    counts = seat_counts(assembly)
    words = {"held": counts.held, "seats": counts.places, "open": counts.open}
    sentence = _("%(held)s of %(seats)s seats held.") % words
    figure = Figure(_("Seats held"), _("%(held)s of %(seats)s") % words)
    waiting = (*offer_actions(assembly), *actions_for_needs(assembly))
    if not counts.open:
        return StageStatus(StageState.DONE, sentence, waiting, (figure,))
    title, url_name = _open_seats(policy_of(assembly).vacated, counts.open)
    action = NextAction(
        title=title,
        why=sentence,
        url=reverse(url_name, args=[assembly.slug]),
        button=_("Go to the panel") if url_name == "panel" else _("Go to the alternates"),
        permission="assembly.run_replacements",
    )
    return StageStatus(StageState.ACTIVE, sentence, (action, *waiting), (figure,))


def _open_seats(rule: str, number: int) -> tuple[str, str]:
    """Say what the assembly's own rule asks to do with open seats, and the name of the page where it is done."""
    words = {"open": number}
    if rule == VacatedSeats.ALTERNATES:
        told = ngettext("Ask an alternate for %(open)s seat", "Ask alternates for %(open)s seats", number)
        return told % words, "alternates"
    if rule == VacatedSeats.NONE:
        told = ngettext("Mark %(open)s seat as left vacant", "Mark %(open)s seats as left vacant", number)
        return told % words, "panel"
    return ngettext("Fill %(open)s seat", "Fill %(open)s seats", number) % words, "panel"


register_next_steps(steps_by_runs)
register_stage(
    Stage(
        key="lottery",
        name=gettext_lazy("Lottery"),
        order=40,
        url_name="lottery",
        permission="assembly.view_runs",
        status=lottery_status,
    )
)
register_stage(
    Stage(
        key="panel",
        name=gettext_lazy("Panel"),
        order=50,
        url_name="panel",
        permission="assembly.view_panel",
        status=panel_status,
    )
)
