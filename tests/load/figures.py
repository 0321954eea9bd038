"""What was asked, how long it took and what was wrong: noted by many threads, told in a table."""

import math
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all do not exceed (nearest rank); 0 where there is none."""
    if not sorted_values:
        return 0.0
    return sorted_values[max(0, math.ceil(share * len(sorted_values)) - 1)]


PIECE = 20
"""Seconds."""


@dataclass
class Kind:
    """All requests of one kind. took: milliseconds. A burden is known to be long and stays out of the whole."""

    took: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


class Figures:
    """A book in which every client writes."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = defaultdict(Kind)
        self._began = time.monotonic()
        self._pieces: dict[int, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    def note(self, kind: str, seconds: float, fault: str = "") -> None:
        """Write down one request."""
        with self._lock:
            found = self.kinds[kind]
            found.took.append(1000 * seconds)
            self._pieces[int((time.monotonic() - self._began) // PIECE)].append(1000 * seconds)
            if fault:
                found.faults[fault] += 1

    @property
    def errors(self) -> int:
        """How many requests had a fault."""
        return sum(kind.faults.total() for kind in self.kinds.values())

    def all_took(self) -> list[float]:
        """Return what every request took, sorted."""
        return sorted(one for kind in self.kinds.values() for one in kind.took)

    def lines(self, seconds: float) -> list[str]:
        """Return the table: a line for each kind, and one for all together."""
        head = (
            f"  {'':<34}{'count':>7}{'a second':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'slowest':>9}{'errors':>8}"
        )
        rows = [
            _line(name, sorted(kind.took), kind.faults.total(), seconds)
            for name, kind in sorted(self.kinds.items())
        ]
        every = _line("ALL", self.all_took(), self.errors, seconds)
        faults = [
            f"  {count} × {name}: {fault}"
            for name, kind in sorted(self.kinds.items())
            for fault, count in kind.faults.most_common(5)
        ]
        return [head, *rows, every, *faults, *self._over_time()]

    def _over_time(self) -> list[str]:
        """Return a line for each piece of time: where it was slow, and beside what."""
        lines = []
        for piece, took in sorted(self._pieces.items()):
            took.sort()
            p50, p95 = (percentile(took, share) for share in (0.5, 0.95))
            name = f"from second {piece * PIECE}"
            lines.append(f"  {name:<34}{len(took):>7}{len(took) / PIECE:>9.1f}{p50:>8.0f}{p95:>8.0f}")
        return lines


def _line(name: str, took: list[float], faults: int, seconds: float) -> str:
    p50, p95, p99 = (percentile(took, share) for share in (0.5, 0.95, 0.99))
    most = took[-1] if took else 0.0
    rate = len(took) / seconds if seconds else 0.0
    return f"  {name:<34}{len(took):>7}{rate:>9.1f}{p50:>8.0f}{p95:>8.0f}{p99:>8.0f}{most:>9.0f}{faults:>8}"
