"""The words for a run: its state's tone, its phases, its end, its certificate's checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.enums import RunState
from sortition.lottery import Cause, Repair
from sortition.models import SelectionRun
from sortition.quota_messages import cause_sentence, change_sentence, repair_size
from sortition.repair_lists import change_from_list

PHASES: Mapping[str, Any] = {
    "reading": gettext_lazy("Read pool and quotas"),
    "feasibility": gettext_lazy("Check that a panel is possible"),
    "relaxation": gettext_lazy("Find the best chances"),
    "panels": gettext_lazy("Build panels"),
    "weights": gettext_lazy("Weigh the panels"),
    "people": gettext_lazy("Give seats to people"),
    "uniform": gettext_lazy("Share out equal panels"),
    "certificate": gettext_lazy("Check everything a second time"),
}

FAILURES: Mapping[str, Any] = {
    "worker_stopped": gettext_lazy(
        "The worker stopped while it computed. Nothing was written by halves. Start again."
    ),
    "no_worker": gettext_lazy(
        "No worker took the run for ten minutes. Ask whoever looks after the installation whether the lottery's worker "
        "is running, then start again."
    ),
    "no_time": gettext_lazy("Time ran out before any panel was found. Start again with a longer time limit."),
    "engine_refused": gettext_lazy("The lottery could not work with this pool and these quotas: %(detail)s."),
    "internal": gettext_lazy(
        "Something went wrong inside the lottery. The details are in the installation's log; the pool is untouched."
    ),
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One line of the phases' list; `state` is that of a slot."""

    label: Any
    state: str
    note: str = ""


def phases_of(run: SelectionRun) -> list[Phase]:
    """List what the run has done, is doing, and will do."""
    present = run.progress.get("phase")
    wanted = [code for code in PHASES if code != "uniform" or run.panels or present == "uniform"]
    seen = set(run.progress.get("phases", []))
    reached = max((wanted.index(code) for code in seen if code in wanted), default=-1)
    lines = []
    for index, code in enumerate(wanted):
        if code == present:
            lines.append(Phase(PHASES[code], "active", _note(run.progress)))
        else:
            lines.append(Phase(PHASES[code], "done" if index < reached or code in seen else "todo"))
    return lines


def phase_name(run: SelectionRun) -> Any:
    """Name what the run is doing now."""
    if run.state == RunState.PENDING:
        return _("Waiting for its turn")
    return PHASES.get(run.progress.get("phase", ""), _("Beginning"))


def _note(progress: Mapping[str, Any]) -> str:
    done, total = progress.get("done"), progress.get("total")
    if done and total:
        return _("%(done)s of %(total)s") % {"done": done, "total": total}
    return str(done) if done else ""


def failure_sentence(run: SelectionRun) -> str:
    """Say why a run failed, to somebody who cannot read a traceback."""
    sentence = FAILURES.get(run.error.get("code", ""), FAILURES["internal"])
    return str(sentence) % run.error.get("params", {})


@dataclass(frozen=True, slots=True)
class RepairWords:
    """One repair in words."""

    changes: list[str]
    size: str


def causes_of(run: SelectionRun) -> list[str]:
    """Say why no panel is possible."""
    return [
        cause_sentence(
            Cause(stored["code"], stored["params"], tuple((c, v, b) for c, v, b in stored["bounds"]))
        )
        for stored in run.error.get("causes", [])
    ]


def repairs_of(run: SelectionRun) -> list[RepairWords]:
    """Say what would make a panel possible, the smallest change first."""
    found = []
    for stored in run.error.get("repairs", []):
        changes = tuple(change_from_list(change) for change in stored["changes"])
        repair = Repair(changes, stored["cost"])
        found.append(RepairWords([change_sentence(change) for change in changes], repair_size(repair)))
    return found


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One check of the certificate: what it says, and the figures it compared."""

    sentence: Any
    passed: bool
    figures: str


CHECKS: Mapping[str, tuple[Any, Any]] = {
    "lottery_panels_have_the_seats": (
        gettext_lazy("Every panel has all its seats."),
        gettext_lazy("%(panels)s panels of %(seats)s people."),
    ),
    "lottery_panels_meet_the_quotas": (
        gettext_lazy("Every panel meets every quota."),
        gettext_lazy("%(panels)s panels checked, quotas missed: %(broken)s."),
    ),
    "lottery_panels_respect_households": (
        gettext_lazy("No panel seats two people of one household where the rule is on."),
        gettext_lazy("%(panels)s panels checked, broken by: %(broken)s."),
    ),
    "lottery_panels_respect_bonds": (
        gettext_lazy("No panel seats more people of one group than its cap allows."),
        gettext_lazy("%(panels)s panels checked."),
    ),
    "probabilities_sum_to_one": (
        gettext_lazy("The panels’ probabilities add up to one."),
        gettext_lazy("Off by %(off_by)s."),
    ),
    "chances_equal_the_panels": (
        gettext_lazy("Everybody’s chance is what the panels give them."),
        gettext_lazy("Largest difference %(largest_difference)s."),
    ),
    "chances_sum_to_the_seats": (
        gettext_lazy("The chances add up to the seats."),
        gettext_lazy("Sum %(sum)s."),
    ),
    "equals_have_equal_chances": (
        gettext_lazy("People with the same answers have the same chance."),
        gettext_lazy("Largest difference %(largest_difference)s."),
    ),
    "uniform_panels_have_the_seats": (
        gettext_lazy("Every numbered panel has all its seats."),
        gettext_lazy("%(panels)s panels of %(seats)s people."),
    ),
    "uniform_panels_meet_the_quotas": (
        gettext_lazy("Every numbered panel meets every quota."),
        gettext_lazy("%(panels)s panels checked, quotas missed: %(broken)s."),
    ),
    "uniform_panels_respect_households": (
        gettext_lazy("No numbered panel seats two people of one household where the rule is on."),
        gettext_lazy("%(panels)s panels checked, broken by: %(broken)s."),
    ),
    "uniform_panels_respect_bonds": (
        gettext_lazy("No numbered panel seats more people of one group than its cap allows."),
        gettext_lazy("%(panels)s panels checked."),
    ),
    "uniform_within_one_panel": (
        gettext_lazy("Rounding to numbered panels moves nobody’s chance by more than one panel."),
        gettext_lazy(
            "Most that anybody loses by rounding: %(largest_loss)s; lowest chance after it: %(lowest_chance)s."
        ),
    ),
    "panel_is_one_of_the_lottery": (gettext_lazy("The drawn panel is one of the lottery’s panels."), ""),
    "levels_are_complete": (
        gettext_lazy("The proof covers everybody it speaks of."),
        gettext_lazy("%(levels)s steps, %(settled_types)s of %(types)s kinds of people settled."),
    ),
    "levels_reach_their_bounds": (
        gettext_lazy("Every step of the proof reaches its bound, computed without a solver."),
        gettext_lazy("Largest relative gap %(relative_gap)s, allowed %(allowed)s."),
    ),
    "objective_reaches_its_bound": (
        gettext_lazy("The lottery reaches the bound of what it was asked to make as good as possible."),
        "",
    ),
    "people_left_out_are_on_no_panel": (
        gettext_lazy("Whoever has no chance can be on no panel: there is a proof for each."),
        gettext_lazy("People with no chance: %(people)s."),
    ),
    "bounds_taken_over_from_integer_programmes": (
        gettext_lazy("Some bounds were proven by the solver and taken over."),
        gettext_lazy("Steps with such a bound: %(levels)s."),
    ),
}

WORTH_SAYING_ABOVE_ZERO = "bounds_taken_over_from_integer_programmes"


def check_words(checks: Sequence[Mapping[str, Any]]) -> tuple[CheckWords, ...]:
    """Say each check of a certificate; one of a later engine is named by its code."""
    return tuple(
        _check_words(check)
        for check in checks
        if check["code"] != WORTH_SAYING_ABOVE_ZERO or check["params"]["levels"]
    )


def _check_words(check: Mapping[str, Any]) -> CheckWords:
    params = {name: _figure(value) for name, value in check["params"].items()}
    sentence, figures = CHECKS.get(check["code"], (check["code"].replace("_", " "), ""))
    try:
        return CheckWords(sentence, check["passed"], str(figures) % params)
    except KeyError:
        # A check that failed early compares fewer figures.
        return CheckWords(sentence, check["passed"], "")


def _figure(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) and value < 1 else f"{value:.10g}"
