"""Hold what automatic placement answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduling.planning.clash_rules import Param
from scheduling.planning.programme import Place


@dataclass(frozen=True)
class Reason:
    """Say why an item has no place. See `placement_reasons` for the codes."""

    code: str
    params: Mapping[str, Param | tuple[int, ...] | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """Say where an item was put."""

    item_key: int
    place: Place


@dataclass(frozen=True)
class Unplaced:
    """Say which item found no place, and why; the reasons that hold everywhere come first."""

    item_key: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Balance:
    """Count the items for and against in one session."""

    session_key: int
    in_favour: int
    against: int

    @property
    def difference(self) -> int:
        """Give how far it is from even."""
        return abs(self.in_favour - self.against)


@dataclass(frozen=True)
class Placement:
    """Hold a plan that adds no clash.

    placed: the items that had no place and were given one.
    moved: the items that had a place and were given another.
    gap: 0 where the plan is proven best; else how far it may be from the best, as a share of what was minimised.
    rooms_used: how many rooms are in use, counted per session and added up.
    """

    placed: tuple[Placed, ...]
    moved: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    is_optimal: bool
    gap: float
    balance: tuple[Balance, ...]
    rooms_used: int
