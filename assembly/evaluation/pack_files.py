"""The files of a pack: tables that become CSV and JSON, and files that are ready."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from assembly.models import Assembly

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
MOST_BYTES = 10_000_000
"""A file of a pack is no larger."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; cells are texts or whole numbers. `rules`: key of a rule → how often it was applied."""

    name: str
    title: Any
    head: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    rules: dict[str, int] = field(default_factory=dict)

    def as_csv(self) -> bytes:
        """Return a header and the rows, as spreadsheets open them with the right letters."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([harmless(str(cell)) for cell in row] for row in (self.head, *self.rows))
        return out.getvalue().encode("utf-8-sig")

    def as_json(self) -> bytes:
        """Return one object a row."""
        rows = [dict(zip(self.head, row, strict=True)) for row in self.rows]
        return json.dumps(rows, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that is ready, such as one that was published; `rows` is what it counts, None where it counts nothing."""

    name: str
    title: Any
    data: bytes
    rows: int | None = None
    rules: dict[str, int] = field(default_factory=dict)


Part = Table | Whole


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what a pack tells: the assembly, the period that was asked about, the site, and as of which `moment`."""

    assembly: Assembly
    since: date | None
    until: date | None
    moment: datetime
    site: str

    def address(self, name: str, *arguments: Any) -> str:
        """Return the whole address of a public page of the assembly."""
        return self.site.rstrip("/") + reverse(name, args=[self.assembly.slug, *arguments])

    def covers(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def covers_month(self, day: date) -> bool:
        """Whether the month of a day lies in the period, or a part of it does: what is told by months is never cut."""
        month = (day.year, day.month)
        since = (self.since.year, self.since.month) if self.since else month
        until = (self.until.year, self.until.month) if self.until else month
        return since <= month <= until


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def applied(**rules: int) -> dict[str, int]:
    """Return the rules that were applied at all, and how often; a truth stands for once."""
    return {key: int(n) for key, n in rules.items() if n}
