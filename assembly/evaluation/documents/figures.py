"""Figures as files: exact ones for the team, protected ones for everybody. Both have the same columns."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from assembly.evaluation.selectors.figures import Figures
from assembly.evaluation.selectors.figures_published import PublicFigures
from assembly.models import Assembly
from sortition.exports_pool import safe_cell

FORMAT = "assembly-figures/1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = ("stage", "category", "value", "lowest", "highest", "total", "population_percent", "source")
Row = tuple[Any, ...]


def team_rows(figures: Figures) -> list[Row]:
    """Return exact counts: lowest and highest are the same."""
    shares = {
        (category.name, value.name): float(value.share)
        for category in figures.categories
        for value in category.values.all()
        if value.share is not None
    }
    found: list[Row] = []
    for stage in figures.publishable():
        total = stage.counts.total
        if not stage.counts.cells:
            found.append((stage.key, "", "", "", "", total, "", stage.source))
        for category, values in stage.counts.cells.items():
            found += [
                (stage.key, category, value, n, n, total, shares.get((category, value), ""), stage.source)
                for value, n in values.items()
            ]
    return found


def public_rows(figures: PublicFigures) -> list[Row]:
    """Return what is shown; blank is what is not."""
    found: list[Row] = []
    for stage in [*figures.stages, *figures.ways]:
        total = "" if stage.shown.total is None else stage.shown.total
        if not stage.shown.cells:
            found.append((stage.key, "", "", "", "", total, "", stage.source))
        for category, values in stage.shown.cells.items():
            for value, shown in values.items():
                is_shown = not shown.is_hidden and stage.shown.total is not None
                low, high = (shown.low, shown.high) if is_shown else ("", "")
                share = figures.shares.get((category, value), "")
                found.append((stage.key, category, value, low, high, total, share, stage.source))
    return found


def rows_csv(rows: Iterable[Row]) -> bytes:
    """Return rows for spreadsheets; what would be taken for a formula becomes text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def rows_json(assembly: Assembly, rows: Iterable[Row], *, limit: int | None) -> bytes:
    """Return rows for programmes; `limit` is the size under which groups are not told, None for exact numbers."""
    told = {
        "format": FORMAT,
        "licence": LICENCE,
        "assembly": {"name": assembly.name, "slug": assembly.slug},
        "smallest_group_shown": limit,
        "rows": [
            {
                name: None if cell == "" and name != "value" else cell
                for name, cell in zip(COLUMNS, row, strict=True)
            }
            for row in rows
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
