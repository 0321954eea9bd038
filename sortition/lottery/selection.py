"""Compute the fairest lottery for an instance and draw a panel from it."""

from __future__ import annotations

import math
import platform
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import scipy

from sortition.lottery.attainment import attain
from sortition.lottery.certificate import check_certificate
from sortition.lottery.draft import Draft
from sortition.lottery.errors import InvalidInstance, NothingFound, QuotasInfeasible, SelectionCancelled
from sortition.lottery.feasibility import check_feasibility, find_panel
from sortition.lottery.instance import Instance
from sortition.lottery.integer_programmes import pulp_version
from sortition.lottery.never_chosen import people_never_chosen
from sortition.lottery.objectives import best_by_columns, best_of_relaxation
from sortition.lottery.panel_people import TimedPanels, people_panels
from sortition.lottery.plain_panel import select_plain
from sortition.lottery.pool_types import TypePool, build_type_pool
from sortition.lottery.relaxation import RelaxationFailed
from sortition.lottery.results import Certificate, LevelProof, Objective, Progress, Selection, WeightedPanel
from sortition.lottery.uniform import uniform_counts
from sortition.lottery.warm_programmes import highs_version
from sortition.lottery.watch import CancelRequested, OutOfTime, Stopped, Watch

SEARCH_SEED = 20210804
"""Seeds the search for panels, never the draw: the lottery is a function of the instance alone."""

SLIVER = 1e-12
"""Pieces of the timetable shorter than this come from rounding ticks and are left out."""


@dataclass
class _Work:
    """Carry a computation from step to step, so that it can be finished from wherever it was stopped."""

    pool: TypePool
    draft: Draft
    watch: Watch
    levels: tuple[LevelProof, ...] = ()


def select(
    instance: Instance,
    *,
    objective: Objective = Objective.LEXIMIN,
    gamma: float = 1.0,
    seed: int,
    panels: int | None = None,
    time_limit: float | None = None,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Selection:
    """Compute the lottery, prove it, and draw one panel from it with the seed.

    The lottery depends on the instance and the objective only; the seed decides which of its panels is drawn.
    With `panels` m, a uniform lottery of m panels is made as well and the panel is one of these.

    gamma: with Goldilocks, how much the lowest chance counts beside the highest.
    time_limit: seconds; past it the best lottery so far is returned, its certificate marked "unproven".
    report: is told of every phase and some ten times a second within it.
    is_cancelled: is asked as often.

    Raises:
        InvalidInstance: if gamma is not above 0, or numbered panels are wanted of a plain random panel.
        QuotasInfeasible: if there is no panel; holds causes and repairs.
        SelectionCancelled: if the caller asked to stop; holds the best lottery so far, if any.
        NothingFound: if the time limit passed before a single panel was found.
    """
    watch = Watch(time_limit=time_limit, report=report, is_cancelled=is_cancelled)
    settings = _settings(instance, objective, seed, panels) | _own_settings(objective, gamma, panels)
    if objective is Objective.RANDOM:
        try:
            return select_plain(instance, seed, settings, watch)
        except CancelRequested:
            raise SelectionCancelled from None
        except OutOfTime:
            raise NothingFound("nothing_found_in_time") from None
    is_stopped = is_stopped_by_caller = False
    work: _Work | None = None
    try:
        watch.tell("reading", 0, 1)
        work = _Work(build_type_pool(instance), Draft(), watch)
        _compute(instance, work, Objective(objective), gamma)
    except Stopped as stop:
        is_stopped = True
        is_stopped_by_caller = isinstance(stop, CancelRequested)
        if work is None or not len(work.draft):
            if is_stopped_by_caller:
                raise SelectionCancelled from None
            raise NothingFound("nothing_found_in_time") from None
    selection = _finish(
        instance, work, objective, settings | {"is_stopped": is_stopped}, seed=seed, panels=panels
    )
    if is_stopped_by_caller or watch.is_cancelled():
        raise SelectionCancelled(selection)
    return selection


def _compute(instance: Instance, work: _Work, objective: Objective, gamma: float) -> None:
    pool, watch = work.pool, work.watch
    watch.tell("feasibility", 0, 1)
    answer = find_panel(pool, time_limit=watch.seconds_left, should_stop=watch.should_stop)
    watch.check()
    if answer.status == "unfinished" and answer.x is None:
        raise OutOfTime
    if answer.x is None:
        raise QuotasInfeasible(
            check_feasibility(instance, time_limit=watch.seconds_left, should_stop=watch.is_cancelled)
        )
    work.draft.add(answer.x)
    watch.tell("feasibility", 1, 1)
    chance = random.Random(SEARCH_SEED)
    try:
        point = best_of_relaxation(pool, objective, gamma, watch)
    except RelaxationFailed:
        _compute_by_columns(work, objective, gamma, chance)
        return
    work.levels = point.levels
    example, work.draft = work.draft, Draft()
    try:
        if attain(pool, point.x, work.draft, watch, chance):
            return
    finally:
        if not len(work.draft):
            work.draft = example
    work.draft.weights = None
    _compute_by_columns(work, objective, gamma, chance)


def _compute_by_columns(work: _Work, objective: Objective, gamma: float, chance: random.Random) -> None:
    work.levels = best_by_columns(
        work.pool, objective, gamma, draft=work.draft, watch=work.watch, chance=chance
    )


def _finish(
    instance: Instance,
    work: _Work,
    objective: Objective,
    settings: dict[str, object],
    *,
    seed: int,
    panels: int | None,
) -> Selection:
    """Turn the draft into people, draw, and certify; nothing interrupts this any more."""
    watch = work.watch.without_limits()
    work.watch.close_phase()
    watch.tell("people", 0, 1)
    pool, timed = work.pool, work.draft.timed()
    lottery = _lottery_of_people(instance, pool, timed)
    chances = _chances(instance, pool, timed)
    chance = random.Random(seed)
    uniform = None
    if panels is not None:
        rounded = uniform_counts(pool, timed, panels, watch=watch, chance=random.Random(SEARCH_SEED))
        uniform = _panels_of_people(instance, pool, rounded)
        panel = uniform[chance.randrange(len(uniform))]
    else:
        panel = _draw(lottery, chance)
    watch.tell("certificate", 0, 1)
    claim = Certificate(str(objective), "unproven", None, None, (), work.levels)
    without = [t for t, m in enumerate(pool.members) if not chances[instance.people[m[0]].id]]
    never = people_never_chosen(instance, pool, without, watch=work.watch)
    if settings["is_stopped"]:
        # An unfinished lottery leaves out people whom others would hold: only a reason shows who is on no panel.
        never = tuple(found for found in never if found.cause.code != "not_examined")
    unchecked = Selection(panel, chances, lottery, uniform, claim, settings, {}, never)
    certificate = check_certificate(instance, unchecked)
    watch.close_phase()
    return replace(unchecked, certificate=certificate, timings=work.watch.timings())


def _lottery_of_people(instance: Instance, pool: TypePool, timed: TimedPanels) -> tuple[WeightedPanel, ...]:
    """Give the explicit lottery in its canonical order: by the positions of its people in the pool."""
    total = int(timed.ticks.sum())
    merged: dict[tuple[int, ...], int] = {}
    for ticks, people in people_panels(pool, timed):
        merged[people] = merged.get(people, 0) + ticks
    kept = {people: ticks for people, ticks in merged.items() if ticks > SLIVER * total}
    whole = sum(kept.values())
    ids = [person.id for person in instance.people]
    return tuple(
        WeightedPanel(tuple(ids[person] for person in people), ticks / whole)
        for people, ticks in sorted(kept.items())
    )


def _panels_of_people(instance: Instance, pool: TypePool, timed: TimedPanels) -> tuple[tuple[str, ...], ...]:
    """Give equally likely panels of people, one per tick, in their canonical order."""
    ids = [person.id for person in instance.people]
    found = []
    for ticks, people in people_panels(pool, timed):
        found += [people] * ticks
    return tuple(tuple(ids[person] for person in people) for people in sorted(found))


def _chances(instance: Instance, pool: TypePool, timed: TimedPanels) -> dict[str, float]:
    total = int(timed.ticks.sum())
    seats = [
        sum(ticks * count for ticks, count in zip(timed.ticks.tolist(), column, strict=True))
        for column in timed.counts.T.tolist()
    ]
    of_type = [given / (total * size) for given, size in zip(seats, pool.sizes.tolist(), strict=True)]
    chances = [0.0] * len(instance.people)
    for chance, members in zip(of_type, pool.members, strict=True):
        for person in members:
            chances[person] = chance
    return {person.id: chance for person, chance in zip(instance.people, chances, strict=True)}


def _draw(lottery: tuple[WeightedPanel, ...], chance: random.Random) -> tuple[str, ...]:
    """Draw one panel: the first at which the running sum of probabilities passes a uniform number."""
    mark = chance.random()
    passed = 0.0
    for weighted in lottery:
        passed += weighted.probability
        if mark < passed:
            return weighted.panel
    return lottery[-1].panel


def _settings(instance: Instance, objective: Objective, seed: int, panels: int | None) -> dict[str, object]:
    return {
        "objective": str(objective),
        "seed": seed,
        "panels": panels,
        "seats": instance.seats,
        "people": len(instance.people),
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "highs": highs_version(),
            "pulp": pulp_version(),
        },
    }


def _own_settings(objective: Objective, gamma: float, panels: int | None) -> dict[str, object]:
    """Check what only some objectives take, and give it for the record of the run.

    Raises:
        InvalidInstance: if it makes no sense.
    """
    if objective is Objective.RANDOM and panels is not None:
        raise InvalidInstance("panels_need_a_lottery")
    if objective is not Objective.GOLDILOCKS:
        return {}
    if not (gamma > 0 and math.isfinite(gamma)):
        raise InvalidInstance("gamma_not_positive", {"gamma": gamma})
    return {"gamma": gamma}
