"""Spreadsheets with which a visitor walks from an upload to a drawn panel."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from sortition.rehearsal import (
    RIVERBEND,
    invite,
    pool_rows,
    pool_workbook,
    targets_rows,
    volunteers,
    write_csv,
)

SEED = 11
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class TryFile:
    """One file to download: its name, what is in it, and how it is made."""

    name: str
    sentence: Any
    type: str
    content: Callable[[], bytes]


@cache
def _pool() -> tuple[tuple[str, ...], ...]:
    source = random.Random(SEED)  # noqa: S311 (invented people, not a draw)
    addresses = invite(RIVERBEND, 8_000, source=source)
    people = volunteers(
        RIVERBEND,
        addresses,
        count=340,
        by_phone_or_post=41,
        shared_addresses=9,
        unable=10,
        today=datetime.now(tz=UTC).date(),
        source=source,
    )
    return tuple(tuple(row) for row in pool_rows(RIVERBEND, people, source=source, gaps=3))


FILES = {
    file.name: file
    for file in (
        TryFile(
            "targets.csv",
            _("Six categories with population shares and the least and most of 50 seats for each value."),
            CSV,
            lambda: write_csv(targets_rows(RIVERBEND)),
        ),
        TryFile(
            "pool.xlsx",
            _("340 volunteers as they wrote themselves down, and a few rows that no import should take."),
            XLSX,
            lambda: pool_workbook(_pool(), title="Answers"),
        ),
        TryFile("pool.csv", _("The same volunteers as a CSV file."), CSV, lambda: write_csv(_pool())),
    )
}
