"""Reads of replacement runs: the seed that nobody chooses, who would get which seat, what changes, and for whom."""

import hashlib
import statistics
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from sortition.enums import RunState
from sortition.enums_draws import DrawState
from sortition.enums_seats import SeatState
from sortition.errors import NotReadyForLottery, ReplacementRefused
from sortition.lottery import LotteryError
from sortition.models import Draw, Respondent, Seat, SelectionRun
from sortition.selectors.residual import residual_of
from sortition.selectors.runs import RunResult, binding_run, run_result, snapshot_digest, snapshot_of
from sortition.selectors.seats import times_filled
from sortition.snapshot import Snapshot, canonical, difference

SEEDS = 10**12
NO_CHANCE = 1e-9


def replacement_seed(assembly: Assembly, numbers: Collection[int]) -> int:
    """Return the seed with which seats of these numbers are filled: nobody chooses it, everybody can work it out.

    It is the SHA-256 of canonical JSON: where the panel came from (the draw's number, committed hash and panel, or
    the first run's number, snapshot and seed) and, by number, the seats to fill, each with how often somebody has
    taken it over; read as a number and cut to its last twelve digits. Starting again for the same seats gives the
    same seed.
    """
    filled = times_filled(assembly)
    places = [[number, filled.get(number, 0)] for number in sorted(numbers)]
    text = canonical({"from": _origin(assembly), "places": places})
    return int(hashlib.sha256(text).hexdigest(), 16) % SEEDS


def _origin(assembly: Assembly) -> dict[str, Any]:
    run = binding_run(assembly)
    if run is None:
        raise ReplacementRefused(_("There is no panel yet whose seats could be filled."), code="no_panel")
    resolved = (DrawState.RESOLVED, DrawState.PUBLISHED)
    draw = Draw.objects.filter(assembly=assembly, run=run, state__in=resolved).order_by("-number").first()
    if draw is not None:
        return {"draw": draw.number, "hash": draw.frozen_hash, "panel": draw.panel_number}
    return {"run": run.number, "hash": snapshot_digest(run), "seed": run.seed}


def replacement_runs(assembly: Assembly) -> QuerySet[SelectionRun]:
    """Return the replacement runs, the newest first."""
    return SelectionRun.objects.filter(assembly=assembly, is_replacement=True).select_related("created_by")


def vacancies_of(run: SelectionRun) -> list[Seat]:
    """Return the seats that a run seeks people for, in the order of their numbers."""
    return list(run.vacancies.select_related("respondent").order_by("number"))


def drawn_for(run: SelectionRun, result: RunResult, seats: Sequence[Seat]) -> list[tuple[Seat, int]]:
    """Return which person gets which of the run's seats.

    The drawn panel fills every open place. Its new people are put in the order of the SHA-256 of the run's seed and
    their key; the first take the run's seats in the order of these. Where other places stay open, this is a draw by
    lot among the new people, so that everybody's chance shrinks alike, and the rest show that the quotas can still be
    met when the other places are filled.
    """
    fixed = set(result.snapshot.instance.fixed)
    fresh = [name for name in result.selection["panel"] if name not in fixed]
    fresh.sort(key=lambda name: hashlib.sha256(f"{run.seed}:{name}".encode()).hexdigest())
    return [(seat, int(name)) for seat, name in zip(seats, fresh, strict=False)]


def problem_now(run: SelectionRun, seats: Iterable[Seat]) -> Snapshot:
    """State the run's problem anew, as everything stands at this moment."""
    vacated = {seat.pk for seat in seats}
    return Snapshot(residual_of(run.assembly, vacated=vacated, relaxations=run.relaxations), {})


def replacement_blockers(run: SelectionRun) -> list[str]:
    """Return, as sentences, why those drawn cannot be asked; empty where they can."""
    if run.is_binding:
        return [_("The people drawn in run %(number)s have their seats already.") % {"number": run.number}]
    if run.state != RunState.COMPLETED:
        return [_("The run has not been completed.")]
    found = []
    if run.summary.get("status") != "proven":
        found.append(_("Its fairness is not proven. Start again with more time."))
    seats = vacancies_of(run)
    moved = [seat.number for seat in seats if seat.state != SeatState.REPLACEMENT_PENDING]
    if moved:
        numbers = ", ".join(map(str, moved))
        sentence = ngettext(
            "Seat %(numbers)s no longer waits for a replacement.",
            "Seats %(numbers)s no longer wait for a replacement.",
            len(moved),
        )
        return [*found, sentence % {"numbers": numbers}]
    try:
        before, after = snapshot_of(run).instance, problem_now(run, seats).instance
    except (NotReadyForLottery, ReplacementRefused, LotteryError) as error:
        return [*found, str(error)]
    changed = difference(before, after)
    if set(before.fixed) != set(after.fixed):
        found.append(_("Others hold seats now than when the run was started."))
    if changed.seats:
        found.append(_("There are more or fewer seats to fill than when the run was started."))
    if changed.quotas or changed.caps:
        found.append(_("Quotas or caps have changed since the run was started."))
    # Who left a seat or took one is in the problem or not; that is said above.
    if not found and not changed.is_empty:
        found.append(_("The pool, or what its people answered, has changed since the run was started."))
    return found


@dataclass(frozen=True)
class ReplacementPreview:
    """What a completed replacement run would do, before anybody is asked.

    lowest, median: of the chances of those who could be drawn; possible, impossible: how many had a chance, and how
    many none whatever the lottery.
    """

    seats: tuple[tuple[Seat, Respondent], ...]
    lowest: float
    median: float
    possible: int
    impossible: int
    joined: int
    others_open: int
    result: RunResult

    @property
    def drawn(self) -> list[int]:
        """The people who would be asked."""
        return [person.pk for _seat, person in self.seats]


def preview_of(run: SelectionRun) -> ReplacementPreview | None:
    """Return the preview of a run that has a result."""
    result = run_result(run)
    if result is None:
        return None
    seats = vacancies_of(run)
    drawn = drawn_for(run, result, seats)
    people = Respondent.objects.in_bulk([pk for _seat, pk in drawn])
    instance = result.snapshot.instance
    fixed = set(instance.fixed)
    chances = [c for name, c in result.selection["probabilities"].items() if name not in fixed]
    # Where some open places stay open, each of the drawn is asked with the same chance.
    part = len(seats) / max(1, instance.seats - len(fixed))
    some = [chance * part for chance in chances if chance > NO_CHANCE]
    return ReplacementPreview(
        seats=tuple((seat, people[pk]) for seat, pk in drawn),
        lowest=min(some, default=0.0),
        median=statistics.median(some) if some else 0.0,
        possible=len(some),
        impossible=len(chances) - len(some),
        joined=joined_since_draw(run.assembly, [p.id for p in instance.people if p.id not in fixed]),
        others_open=instance.seats - len(fixed) - len(seats),
        result=result,
    )


def joined_since_draw(assembly: Assembly, names: Iterable[str]) -> int:
    """Count those of the pool whom the draw of the panel did not know."""
    run = binding_run(assembly)
    if run is None:
        return 0
    known = {person.id for person in snapshot_of(run).instance.people}
    return sum(name not in known for name in names)
