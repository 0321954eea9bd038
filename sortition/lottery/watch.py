"""Keep the time of a computation: progress reports, seconds per phase, the limit, and a request to stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from sortition.lottery.results import Progress

REPORT_EVERY = 0.1
"""Seconds between two reports of one phase: more would cost the caller more than they tell a reader."""


class Stopped(Exception):  # noqa: N818 - a wish, not an error
    """Leave a computation early; caught where the best lottery so far is at hand."""


class OutOfTime(Stopped):
    """The time limit has passed."""


class CancelRequested(Stopped):
    """The caller wants no more."""


class Watch:
    """Measure one computation; `tell` is called at every step and raises when it is time to stop."""

    def __init__(
        self,
        *,
        time_limit: float | None = None,
        report: Callable[[Progress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._started = time.monotonic()
        self._deadline = None if time_limit is None else self._started + time_limit
        self._report = report
        self._is_cancelled = is_cancelled
        self._phase: str | None = None
        self._phase_started = self._started
        self._reported = 0.0
        self.seconds: dict[str, float] = {}
        self.lowest: float | None = None

    def tell(
        self,
        phase: str,
        done: int = 0,
        total: int | None = None,
        *,
        gap: float | None = None,
        panels: int | None = None,
    ) -> None:
        """Report a step, start the clock of its phase if it is new, and stop if asked to.

        Raises:
            OutOfTime: past the limit.
            CancelRequested: on the caller's wish.
        """
        now = time.monotonic()
        if phase != self._phase:
            self.close_phase()
            self._phase, self._phase_started, self._reported = phase, now, 0.0
        if self._report is not None and (now - self._reported >= REPORT_EVERY or done == total):
            self._reported = now
            self._report(Progress(phase, done, total, self.lowest, gap, panels))
        self.check()

    def check(self) -> None:
        """Stop if the limit has passed or the caller wishes it.

        Raises:
            OutOfTime: past the limit.
            CancelRequested: on the caller's wish.
        """
        if self.is_cancelled():
            raise CancelRequested
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise OutOfTime

    def check_cancelled(self) -> None:
        """Stop if the caller wishes it, whatever the time.

        Raises:
            CancelRequested: on the caller's wish.
        """
        if self.is_cancelled():
            raise CancelRequested

    def is_cancelled(self) -> bool:
        """Say whether the caller wishes to stop."""
        return self._is_cancelled is not None and self._is_cancelled()

    def should_stop(self) -> bool:
        """Say whether `check` would raise; for solvers that ask from inside."""
        try:
            self.check()
        except Stopped:
            return True
        return False

    @property
    def seconds_left(self) -> float | None:
        """Give the time to the limit, at least zero; None without a limit."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def within(self, seconds: float) -> Watch:
        """Give a watch over a part of the work: the same wish to stop, and so many seconds at most."""
        left = self.seconds_left
        limit = seconds if left is None else min(seconds, left)
        return Watch(time_limit=limit, is_cancelled=self._is_cancelled)

    def close_phase(self) -> None:
        """Book the seconds of the phase that is running."""
        if self._phase is not None:
            spent = time.monotonic() - self._phase_started
            self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + spent
            self._phase = None

    def without_limits(self) -> Watch:
        """Give a watch with the same listener for the short work after a stop: nothing interrupts it."""
        after = Watch(report=self._report)
        after.seconds = self.seconds
        return after

    def timings(self) -> dict[str, float]:
        """Close the phase that is running and give the seconds of all, and of everything together."""
        self.close_phase()
        seconds = {phase: round(spent, 4) for phase, spent in self.seconds.items()}
        return seconds | {"total": round(self.total_seconds, 4)}

    @property
    def total_seconds(self) -> float:
        """Give the seconds since the start."""
        return time.monotonic() - self._started
