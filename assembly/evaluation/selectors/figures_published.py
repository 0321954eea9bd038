"""What is published of the figures, and what publishing one more stage would show."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from assembly.evaluation.figure_words import WAYS, stage_label, stage_source
from assembly.evaluation.models import FiguresSettings, PublishedColumn
from assembly.evaluation.selectors.figures import Stage
from assembly.evaluation.way_rows import way_of
from assembly.models import Assembly
from assembly.small_cells import LIMIT, ProtectedColumn, ProtectedTable, protect
from sortition.selectors.panel import category_sources
from sortition.selectors.runs import shares_of


def limit_of(assembly: Assembly) -> int:
    """Return how many people a group must have to be told of."""
    found = FiguresSettings.objects.filter(assembly=assembly).values_list("limit", flat=True).first()
    return LIMIT if found is None else found


def columns_of(assembly: Assembly) -> list[PublishedColumn]:
    """Return what is out, in its order."""
    return list(PublishedColumn.objects.filter(assembly=assembly).order_by("order", "pk"))


def preview_of(stage: Stage, columns: list[PublishedColumn], limit: int) -> ProtectedColumn:
    """Return what the public would see of a stage beside what is out."""
    return protect([column.as_published() for column in columns], stage.counts, limit)


def digest_of(column: ProtectedColumn) -> str:
    """Return what tells whether the public would see something else than what somebody looked at."""
    text = json.dumps([column.stage, column.as_json()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PublicStage:
    """A published stage without any of its counts: only what is shown, its name, its source and its day."""

    shown: ProtectedColumn
    label: str
    source: str
    at: datetime

    @property
    def key(self) -> str:
        """Return what was counted."""
        return self.shown.stage


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Everything that the public may know: stages, ways, and what they are compared with.

    `shares` is (category, value) → per cent of the population; `sources` says whence, by category.
    """

    stages: list[PublicStage]
    ways: list[PublicStage]
    shares: dict[tuple[str, str], float]
    sources: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is out yet."""
        return not (self.stages or self.ways)

    @property
    def table(self) -> ProtectedTable:
        """Return the stages as one table."""
        return ProtectedTable(tuple(stage.shown for stage in self.stages))

    def stage(self, key: str) -> PublicStage | None:
        """Return one stage, if it is out."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def only(self, *keys: str) -> "PublicFigures":
        """Return the same with some stages alone."""
        kept = [stage for stage in self.stages if stage.key in keys]
        return PublicFigures(kept, [], self.shares, self.sources)


def public_figures(assembly: Assembly) -> PublicFigures:
    """Return what anybody may know."""
    found = [_public(column) for column in columns_of(assembly)]
    return PublicFigures(
        stages=[stage for stage in found if not stage.key.startswith(WAYS)],
        ways=[stage for stage in found if stage.key.startswith(WAYS)],
        shares=shares_of(assembly),
        sources=category_sources(assembly),
    )


def preview_figures(assembly: Assembly, stage: Stage, shown: ProtectedColumn, now: datetime) -> PublicFigures:
    """Return one stage as the public would see it."""
    seen = [PublicStage(shown, stage.label, stage.source, now)]
    is_way = stage.key.startswith(WAYS)
    return PublicFigures(
        [] if is_way else seen,
        seen if is_way else [],
        shares_of(assembly),
        category_sources(assembly),
    )


def _public(column: PublishedColumn) -> PublicStage:
    label, source = stage_label(column.stage), stage_source(column.stage)
    if column.stage.startswith(WAYS) and (way := way_of(column.stage.removeprefix(WAYS))):
        label, source = str(way.label), str(way.source)
    return PublicStage(column.shown, label, source, column.published_at)
