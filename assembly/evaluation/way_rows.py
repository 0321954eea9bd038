"""Who did what online and who offline: each part registers what it counts, in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class WayCounts:
    """How many did one thing by each way: {name of the way: people}, on a screen of their own and without one."""

    online: Mapping[str, int] = field(default_factory=dict)
    offline: Mapping[str, int] = field(default_factory=dict)

    @property
    def online_total(self) -> int:
        """Return how many did it online."""
        return sum(self.online.values())

    @property
    def offline_total(self) -> int:
        """Return how many did it offline."""
        return sum(self.offline.values())

    @property
    def total(self) -> int:
        """Return how many did it."""
        return self.online_total + self.offline_total

    @property
    def details(self) -> list[tuple[str, int]]:
        """Return every way with its number."""
        return [*self.online.items(), *self.offline.items()]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that people do online or offline. `key` is short; `label` and `source` are lazy translations."""

    key: str
    order: int
    label: Any
    source: Any
    counts_of: Callable[[Assembly], WayCounts]


_ways: dict[str, Way] = {}


def register_way(way: Way) -> None:
    """Add one; it counts for itself, in a fixed number of queries."""
    _ways[way.key] = way


def all_ways() -> list[Way]:
    """Return them in their order."""
    return sorted(_ways.values(), key=lambda way: way.order)


def way_of(key: str) -> Way | None:
    """Return the way of a key, if it is still registered."""
    return _ways.get(key)
