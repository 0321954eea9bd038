"""Figures as pages and files show them: words for cells, shares, and the lengths of the bars of the picture.

The public's tables are made of `PublicFigures`, which hold no count that is hidden; the team's of exact counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assembly.evaluation.figure_words import value_label, way_label
from assembly.evaluation.selectors.figures import Figures, Stage
from assembly.evaluation.selectors.figures_published import PublicFigures, PublicStage
from assembly.small_cells import Shown
from sortition.models import Category

NAMES_END, BARS_END = 34.0, 78.0
"""Where bars begin and may end, in per cent of a picture's width: names stand before, numbers after."""
LINE = 22
SCALES = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
"""Shares at which the longest bars of a category may end: all of one category have the same."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as it is shown: in words, as a share of its stage, and as lengths from 0 to 1 of a bar.

    `sure` is the share that there is at least, `most` what there may be; both None where nothing is shown.
    """

    words: str
    share: str = ""
    sure: float | None = None
    most: float | None = None
    low: int | None = None
    high: int | None = None
    quota: str = ""


@dataclass(frozen=True, slots=True)
class BarLine:
    """One bar of a value's picture, as SVG takes it."""

    label: str
    words: str
    y: str
    text_y: str
    sure: str
    soft_x: str
    soft: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value: its share of the population, a cell for each stage, and the picture of them."""

    value: str
    population: str
    cells: tuple[Cell, ...]
    bars: tuple[BarLine, ...]
    population_x: str
    height: int
    told: str
    """The picture in words."""


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """One category: columns, rows, and whence the population's shares are."""

    category: str
    columns: tuple[str, ...]
    totals: tuple[str, ...]
    rows: tuple[ValueRow, ...]
    source: str


def cell_of(shown: Shown | None, total: int | None) -> Cell:
    """Say what is shown of a count; None where a stage knows no such value."""
    if shown is None:
        return Cell("–")
    quota = f"{shown.quota[0]}–{shown.quota[1]}" if shown.quota else ""
    if shown.is_hidden or total is None:
        return Cell(_("not shown"), quota=quota)
    low, high = shown.low, min(shown.high, total)
    if shown.is_number:
        words = number_format(low, force_grouping=True)
    elif low == 0:
        words = _("fewer than %(number)s") % {"number": shown.high + 1}
    else:
        words = _("%(low)s to %(high)s") % {"low": low, "high": shown.high}
    sure, most = (low / total, high / total) if total else (0.0, 0.0)
    return Cell(words, _share_words(sure, most), sure, most, low, shown.high, quota)


def _share_words(sure: float, most: float) -> str:
    low, high = round(100 * sure), round(100 * most)
    if low == high:
        return _("%(number)s %%") % {"number": low}
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}


def public_tables(figures: PublicFigures) -> list[CategoryTable]:
    """Return one table for each category, of what is published alone."""
    table = figures.table
    stages = [stage for stage in figures.stages if stage.shown.cells]
    found = []
    for category in table.categories():
        rows = []
        for value in table.values(category):
            cells = [
                cell_of(stage.shown.cells.get(category, {}).get(value), stage.shown.total) for stage in stages
            ]
            rows.append((value, cells))
        found.append(
            _table(
                category,
                [(stage.label, stage.shown.total) for stage in stages],
                rows,
                lambda value, of=category: figures.shares.get((of, value)),
                figures.sources.get(category, ""),
            )
        )
    return found


def team_tables(figures: Figures) -> list[CategoryTable]:
    """Return one table for each category, in exact numbers: for the team alone."""
    stages = [stage for stage in figures.stages if stage.counts.cells]
    return [_team_table(category, stages) for category in figures.categories]


def _team_table(category: Category, stages: Sequence[Stage]) -> CategoryTable:
    names = [value.name for value in category.values.all()]
    names += [v for stage in stages for v in stage.counts.cells[category.name] if v not in names]
    shares = {value.name: value.share for value in category.values.all()}

    def cell(stage: Stage, value: str) -> Cell:
        count = stage.counts.cells[category.name].get(value, 0)
        return cell_of(Shown(count, count), stage.counts.total)

    rows = [(value, [cell(stage, value) for stage in stages]) for value in dict.fromkeys(names)]
    return _table(
        category.name,
        [(stage.label, stage.counts.total) for stage in stages],
        rows,
        lambda value: None if shares.get(value) is None else float(shares[value] or 0),
        category.source,
    )


def _table(
    category: str,
    columns: Sequence[tuple[str, int | None]],
    rows: Iterable[tuple[str, list[Cell]]],
    share_of: Callable[[str], float | None],
    source: str,
) -> CategoryTable:
    named = tuple(label for label, _total in columns)
    totals = tuple(
        _("not shown") if total is None else number_format(total, force_grouping=True)
        for _label, total in columns
    )
    told = list(rows)
    longest = [cell.most or 0.0 for _value, cells in told for cell in cells]
    longest += [(share_of(value) or 0.0) / 100 for value, _cells in told]
    end = next(end for end in SCALES if end >= min(max(longest, default=1.0), 1.0))
    return CategoryTable(
        category,
        named,
        totals,
        tuple(_row(value, cells, named, share_of(value), end) for value, cells in told),
        source,
    )


def _row(
    value: str, cells: Sequence[Cell], columns: Sequence[str], share: float | None, end: float
) -> ValueRow:
    population = "" if share is None else _("%(number)s %%") % {"number": number_format(round(share, 1), 1)}
    told = [_("Population: %(share)s") % {"share": population}] if population else []
    told += [f"{label}: {cell.share or cell.words}" for label, cell in zip(columns, cells, strict=True)]
    return ValueRow(
        value_label(value),
        population,
        tuple(cells),
        tuple(
            _bar(at, label, cell, end) for at, (label, cell) in enumerate(zip(columns, cells, strict=True))
        ),
        "" if share is None else _at(share / 100 / end),
        LINE * max(len(cells), 1),
        "; ".join(told),
    )


def _at(share: float) -> str:
    """Return where a share stands in the picture."""
    return f"{NAMES_END + (BARS_END - NAMES_END) * min(max(share, 0.0), 1.0):.2f}%"


def _length(share: float) -> str:
    return f"{(BARS_END - NAMES_END) * min(max(share, 0.0), 1.0):.2f}%"


def _bar(at: int, label: str, cell: Cell, end: float) -> BarLine:
    sure, most = (cell.sure or 0.0) / end, (cell.most or 0.0) / end
    return BarLine(
        label,
        cell.share or cell.words,
        str(LINE * at + 5),
        str(LINE * at + 16),
        _length(sure),
        _at(sure),
        _length(max(most - sure, 0.0)),
    )


@dataclass(frozen=True, slots=True)
class WayLine:
    """One thing that people do online or offline."""

    label: str
    total: str
    online: Cell
    offline: Cell
    details: str
    source: str


def public_ways(stages: Sequence[PublicStage]) -> list[WayLine]:
    """Return what is published of online and offline."""
    found = []
    for stage in stages:
        cells = stage.shown.cells.get(stage.key, {})
        total = stage.shown.total
        online, offline = (cell_of(cells.get(way), total) for way in ("online", "offline"))
        words = _("not shown") if total is None else number_format(total, force_grouping=True)
        found.append(WayLine(stage.label, words, online, offline, "", stage.source))
    return found


def team_ways(figures: Figures) -> list[WayLine]:
    """Return online and offline in exact numbers, with every way."""
    return [
        WayLine(
            str(way.label),
            number_format(counts.total, force_grouping=True),
            cell_of(Shown(counts.online_total, counts.online_total), counts.total),
            cell_of(Shown(counts.offline_total, counts.offline_total), counts.total),
            ", ".join(f"{name} {many}" for name, many in counts.details),
            str(way.source),
        )
        for way, counts in figures.ways
    ]


def way_names() -> tuple[str, str]:
    """Return the headings of the two columns."""
    return way_label("online"), way_label("offline")
