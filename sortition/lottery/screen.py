"""Show a computation on standard error, for the command line."""

from __future__ import annotations

import math
import sys

from sortition.lottery.results import Progress


class Screen:
    """Write to standard error: a bar on a terminal, one line per phase elsewhere."""

    WIDTH = 28

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._is_terminal = sys.stderr.isatty()
        self._phase: str | None = None

    def say(self, text: str) -> None:
        """Write a line that is always due."""
        self.clear()
        _put(text + "\n")

    def summarise(self, text: str) -> None:
        """Write a line that --quiet spares."""
        if not self._is_quiet:
            self.say(text)

    def show(self, progress: Progress) -> None:
        """Show a report of the computation."""
        if self._is_quiet:
            return
        is_new, self._phase = progress.phase != self._phase, progress.phase
        if not self._is_terminal:
            if is_new:
                _put(f"{progress.phase} …\n")
            return
        share = progress.done / progress.total if progress.total else 0.0
        filled = math.floor(self.WIDTH * min(1.0, share))
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        lowest = f"  lowest chance {progress.lowest:.3%}" if progress.lowest is not None else ""
        _put(f"\r\x1b[K{progress.phase:<12} {bar}{lowest}")

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_terminal and self._phase is not None:
            _put("\r\x1b[K")
            self._phase = None


def _put(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
