"""Put together what a run's page shows: figures, pictures and comparisons, from a stored result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sortition.fairness import FairnessReport, Kind, fairness_report
from sortition.models import SelectionRun
from sortition.pictures import BandTable, Histogram, LogScale, Range, band_tables, histogram
from sortition.quota_messages import legible
from sortition.rules_words import caps_kept
from sortition.run_words import CheckWords, check_words
from sortition.selectors.runs import RunResult

KINDS_SHOWN = 20


@dataclass(frozen=True)
class ValueRow:
    """One line of the table of chances: figures and the picture of their range."""

    figures: Any
    range: Range | None


@dataclass(frozen=True)
class Comparison:
    """One run beside others on the same pool and quotas."""

    run: SelectionRun
    range: Range


@dataclass(frozen=True)
class RunReport:
    """Everything below the head of a run's page."""

    fairness: FairnessReport
    histogram: Histogram
    bands: tuple[BandTable, ...]
    chances: tuple[tuple[str, tuple[ValueRow, ...]], ...]
    scale: LogScale
    low_shown: tuple[Kind, ...]
    low_hidden: int
    checks: tuple[CheckWords, ...]
    certificate: Mapping[str, Any]
    software: tuple[tuple[str, str], ...]
    sha256: str
    panels: int
    seconds: float
    caps: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> list[str]:
        """The snapshot's digest in groups of four, for people who compare it by eye."""
        return [self.sha256[i : i + 4] for i in range(0, len(self.sha256), 4)]


def report_on(result: RunResult) -> RunReport:
    """Count and draw one result."""
    instance, selection = result.snapshot.instance, result.selection
    chances = selection["probabilities"]
    counted = fairness_report(instance, chances, selection["panel"], result.snapshot.shares)
    fairness = replace(counted, categories=tuple(legible(each) for each in counted.categories))
    scale = LogScale(fairness.spread.lowest)
    equal = fairness.spread.equal_share
    return RunReport(
        fairness=fairness,
        histogram=histogram([chances[p.id] for p in instance.people], fairness.spread),
        bands=band_tables(fairness.categories, people=len(instance.people), seats=instance.seats),
        chances=tuple(
            (
                category.category,
                tuple(
                    ValueRow(
                        v,
                        None
                        if v.lowest is None or v.mean is None or v.highest is None
                        else scale.range(v.lowest, v.mean, v.highest, equal),
                    )
                    for v in category.values
                ),
            )
            for category in fairness.categories
        ),
        scale=scale,
        low_shown=fairness.low[:KINDS_SHOWN],
        low_hidden=max(0, len(fairness.low) - KINDS_SHOWN),
        checks=check_words(selection["certificate"]["checks"]),
        certificate=selection["certificate"],
        software=_software(selection["settings"]),
        sha256=result.sha256,
        panels=len(selection["lottery"]),
        seconds=selection["timings"].get("total", 0.0),
        caps=tuple(caps_kept(fairness.caps)),
    )


def comparisons(runs: Sequence[SelectionRun]) -> list[Comparison]:
    """Place completed runs of the same snapshot on one scale; a single run has nothing to be compared with."""
    if len(runs) < 2:
        return []
    scale = LogScale(min(run.summary["lowest"] for run in runs))
    return [
        Comparison(
            run,
            scale.range(
                run.summary["lowest"],
                run.summary["median"],
                run.summary["highest"],
                min(1.0, run.seats / run.pool_size),
            ),
        )
        for run in runs
    ]


def _software(settings: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """List the versions that computed the result."""
    return tuple((name, str(version)) for name, version in settings.get("versions", {}).items())
