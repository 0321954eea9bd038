"""The five behaviours with what is measured of them: all for the team, for the public without numbers of few people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assembly.evaluation.behaviours import MEANINGS, Behaviour
from assembly.evaluation.indicator_sources import IndicatorSource, sources_of
from assembly.evaluation.indicator_words import bar_width, counted_words, value_words
from assembly.evaluation.indicators import (
    Days,
    Hidden,
    Indicator,
    Line,
    Measured,
    Share,
    Words,
    for_the_public,
)
from assembly.evaluation.models import IndicatorRemark
from assembly.evaluation.selectors.figures_published import limit_of
from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line as a reader sees it."""

    label: str
    value: Measured | Hidden
    counts_people: bool

    @property
    def said(self) -> str:
        """Return the value in words."""
        return value_words(self.value)

    @property
    def counted(self) -> str:
        """Return how many were counted, in words."""
        return counted_words(self.value)

    @property
    def bar(self) -> str:
        """Return how long a bar for it is, from 0 to 100; "" where there is none."""
        width = bar_width(self.value)
        return "" if width is None else f"{float(width):.2f}"

    @property
    def share(self) -> Share | None:
        """Return the share, where it is shown and one."""
        return self.value if isinstance(self.value, Share) else None

    @property
    def days(self) -> Days | None:
        """Return the days, where these are what is counted."""
        return self.value if isinstance(self.value, Days) else None

    @property
    def is_hidden(self) -> bool:
        """Whether the reader sees less than there is."""
        return isinstance(self.value, Hidden)


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """One indicator as a reader sees it; without lines `why` says why it cannot be measured yet."""

    key: str
    words: Words
    lines: tuple[ShownLine, ...]
    why: str
    remark: IndicatorRemark | None

    @property
    def is_measured(self) -> bool:
        """Whether anything was counted."""
        return bool(self.lines)

    @property
    def is_of_people(self) -> bool:
        """Whether people are counted, and not things."""
        return any(line.counts_people for line in self.lines)


@dataclass(frozen=True, slots=True)
class ShownBehaviour:
    """One behaviour with its indicators in their order."""

    key: str
    label: str
    meaning: str
    indicators: tuple[ShownIndicator, ...]

    @property
    def measured(self) -> list[ShownIndicator]:
        """Return those of which something was counted."""
        return [each for each in self.indicators if each.is_measured]


def behaviours_of(assembly: Assembly, now: datetime, *, is_public: bool) -> list[ShownBehaviour]:
    """Compute everything, each indicator by itself; the number of queries does not grow with what there is."""
    remarks = standing_remarks(assembly)
    limit = limit_of(assembly) if is_public else 0
    return [
        ShownBehaviour(
            key=behaviour.value,
            label=str(behaviour.label),
            meaning=str(MEANINGS[behaviour]),
            indicators=tuple(
                _shown(source, assembly, now, remarks, limit=limit) for source in sources_of(behaviour)
            ),
        )
        for behaviour in Behaviour
    ]


def standing_remarks(assembly: Assembly) -> dict[str, IndicatorRemark]:
    """Return the newest remark by the key of its indicator; those that were taken back are left out."""
    rows = IndicatorRemark.objects.filter(assembly=assembly).order_by("indicator", "number")
    newest = {row.indicator: row for row in rows}
    return {key: row for key, row in newest.items() if row.text}


def remarks_on(assembly: Assembly, indicator: str) -> list[IndicatorRemark]:
    """Return all remarks that were ever made on an indicator, the newest first."""
    rows = IndicatorRemark.objects.filter(assembly=assembly, indicator=indicator)
    return list(rows.select_related("made_by").order_by("-number"))


def _shown(
    source: IndicatorSource,
    assembly: Assembly,
    now: datetime,
    remarks: Mapping[str, IndicatorRemark],
    *,
    limit: int,
) -> ShownIndicator:
    found = source.compute(assembly, now)
    is_measured = isinstance(found, Indicator)
    lines = found.lines if isinstance(found, Indicator) else ()
    return ShownIndicator(
        key=source.key,
        words=found.words,
        lines=tuple(_line(line, limit=limit) for line in lines),
        why="" if is_measured else str(found.why),  # type: ignore[union-attr]
        remark=remarks.get(source.key),
    )


def _line(line: Line, *, limit: int) -> ShownLine:
    """Return what is shown of a line; limit: 0 for whoever sees all."""
    value = for_the_public(line, limit=limit) if limit else line.value
    return ShownLine(str(line.label), value, line.people is not None)
