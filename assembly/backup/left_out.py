"""What no archive holds: rows that end soon, while a backup may lie about for years.

Each app registers its own in `AppConfig.ready`, with what is to be done when a backup is put back without them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one table.

    key: the column that is noted of each of them in the manifest. restored: is given those keys and the time, in the
    transaction that brings up to date, and returns how many people are asked again.
    """

    table: str
    key: str
    restored: Callable[[Sequence[Any], datetime], int]


_left_out: list[LeftOut] = []


def register_left_out(rows: LeftOut) -> None:
    """Keep rows out of every archive. Nothing may point to them."""
    _left_out.append(rows)


def all_left_out() -> list[LeftOut]:
    """Return what is kept out."""
    return list(_left_out)
