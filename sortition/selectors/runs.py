"""Reads of selection runs: history, one run with its data, and what the pool and quotas have become since."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from assembly.models import Assembly
from sortition.enums import RunState
from sortition.errors import NotReadyForLottery
from sortition.lottery import LotteryError
from sortition.models import RunData, SelectionRun, Value
from sortition.run_lifecycle import UNDER_WAY
from sortition.selectors.instance import instance_of
from sortition.selectors.last_change import changes_of_problem
from sortition.snapshot import Difference, Snapshot, difference, read_snapshot, unpack

REMEMBERED_SECONDS = 30 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run was computed from and what came of it."""

    snapshot: Snapshot
    sha256: str
    selection: dict[str, Any]


def runs_of(assembly: Assembly) -> QuerySet[SelectionRun]:
    """Return the runs of `assembly`, the newest first; none is ever hidden."""
    return SelectionRun.objects.filter(assembly=assembly).select_related("created_by").order_by("-number")


def latest_run(assembly: Assembly) -> SelectionRun | None:
    """Return the newest run."""
    return SelectionRun.objects.filter(assembly=assembly).order_by("-number").first()


def binding_run(assembly: Assembly) -> SelectionRun | None:
    """Return the run whose panel is the assembly's panel; replacements fill seats of it."""
    return SelectionRun.objects.filter(assembly=assembly, is_binding=True, is_replacement=False).first()


def run_result(run: SelectionRun) -> RunResult | None:
    """Read a run's snapshot and result; None where no lottery was found."""
    data = RunData.objects.get(pk=run.pk)
    if data.result is None:
        return None
    return RunResult(read_snapshot(data.snapshot), data.snapshot_sha256, unpack(data.result))


def snapshot_of(run: SelectionRun) -> Snapshot:
    """Read what a run was computed from."""
    return read_snapshot(RunData.objects.values_list("snapshot", flat=True).get(pk=run.pk))


def snapshot_digest(run: SelectionRun) -> str:
    """Return the fingerprint of a run's snapshot."""
    return RunData.objects.values_list("snapshot_sha256", flat=True).get(pk=run.pk)


def completed_runs_on_same_snapshot(run: SelectionRun) -> QuerySet[SelectionRun]:
    """Return all completed runs that stood on the same pool and quotas, so that they can be compared."""
    return SelectionRun.objects.filter(
        assembly=run.assembly_id,
        state=RunState.COMPLETED,
        data__snapshot_sha256=snapshot_digest(run),
    ).order_by("number")


def runs_under_way(assembly: Assembly) -> QuerySet[SelectionRun]:
    """Return the runs that wait or work."""
    return SelectionRun.objects.filter(assembly=assembly, state__in=UNDER_WAY)


def shares_of(assembly: Assembly) -> dict[tuple[str, str], float]:
    """Return the population share of every value that has one, in per cent."""
    values = Value.objects.filter(category__assembly=assembly, share__isnull=False)
    return {
        (category, value): float(share or 0)
        for category, value, share in values.values_list("category__name", "name", "share")
    }


def changes_since(run: SelectionRun) -> Difference:
    """Compare the run's snapshot with pool and quotas as they are today.

    Raises:
        NotReadyForLottery: today's pool or quotas make no problem at all.
    """
    return difference(snapshot_of(run).instance, instance_of(run.assembly))


def is_out_of_date(run: SelectionRun) -> bool:
    """Whether pool or quotas are no longer those that the run was computed for.

    Without a change in the record since the run nothing is compared; with one, once for each.
    """
    last = (
        changes_of_problem(run.assembly).filter(at__gte=run.created_at).values_list("pk", flat=True).first()
    )
    if last is None:
        return False
    key = f"run-out-of-date:{run.pk}:{last}"
    known: bool | None = cache.get(key)
    if known is None:
        try:
            known = not changes_since(run).is_empty
        except (NotReadyForLottery, LotteryError):
            known = True
        cache.set(key, known, REMEMBERED_SECONDS)
    return known
