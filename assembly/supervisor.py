"""Keep a few processes running: start them, start again what dies, stop all of them together.

A worker that lost its database or was killed costs a pause, never the queue: tasks are rows, and the clock marks a run
whose worker died. Children get no terminal of their own, so that Ctrl-C reaches the supervisor alone, which then stops
them in order; on Linux they end with the supervisor even if it is killed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

import structlog

_log = structlog.get_logger(__name__)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
STEADY_AFTER = 60.0
"""A child that ran this many seconds is taken to be well: its next death pauses for FIRST_PAUSE again."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""As on the command line: the last bits of a lottery's weights must not depend on how many cores a machine has."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # loaded here, because between fork and exec nothing should be


@dataclass
class Child:
    """One process to keep alive: its name in the log and its command."""

    name: str
    command: Sequence[str]
    nice: int = 0
    """By how much it gives way to others when processors are scarce, 0 to 19."""
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = field(default=0)
    """Deaths in a row, each before the child had run steadily."""

    @property
    def is_running(self) -> bool:
        """Whether the process exists and has not ended."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Run `children` until a signal asks to stop.

    They run in `folder`. `grace` is how long a child may take to finish what it does; then it is asked a second time (a
    worker gives up its task), and `last_grace` seconds later it is killed. A second signal skips the wait.
    `is_over` is asked at every `poll`: where it answers True, all is stopped as by a signal.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        grace: float = 10.0,
        last_grace: float = 3.0,
        folder: Path | None = None,
        poll: float = 0.2,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self.children = list(children)
        self.grace = grace
        self.last_grace = last_grace
        self.folder = folder
        self.poll = poll
        self.is_over = is_over
        self._asked_to_stop = 0

    def run(self, on_start: Callable[[], None] | None = None) -> None:
        """Start everything, keep it running, return when everything has ended.

        `on_start` is called once, after the children were started.
        """
        before = {
            number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            self._start_what_is_due()
            if on_start:
                on_start()
            while not self._asked_to_stop and not self.is_over():
                self._note_deaths()
                self._start_what_is_due()
                time.sleep(self.poll)
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (Python's signature)
        self._asked_to_stop += 1

    def _start_what_is_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and now >= child.start_again_at and not self._asked_to_stop:
                child.process = subprocess.Popen(  # noqa: S603 (the commands are the product's own)
                    child.command,
                    cwd=self.folder,
                    env={**os.environ, **_ONE_THREAD},
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=partial(_begin, child.nice),  # noqa: PLW1509
                )
                child.started_at = now
                _log.info("child_started", child=child.name, pid=child.process.pid)

    def _note_deaths(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None or child.is_running:
                continue
            code = child.process.returncode
            child.deaths = 1 if now - child.started_at >= STEADY_AFTER else child.deaths + 1
            pause = min(FIRST_PAUSE * 2 ** (child.deaths - 1), LONGEST_PAUSE)
            child.process, child.start_again_at = None, now + pause
            _log.error("child_died", child=child.name, code=code, starts_again_in=pause)

    def _stop_all(self) -> None:
        impatient = self._asked_to_stop > 1
        for wait in (0.0,) if impatient else (self.grace, self.last_grace):
            self._send(signal.SIGTERM)
            self._wait(wait)
        for child in self.children:
            if child.process is not None:
                # The whole group: a web server that did not end by itself may have left its own workers.
                with suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
                child.process = None

    def _send(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.process is not None:
                child.process.send_signal(number)

    def _wait(self, seconds: float) -> None:
        asked, end = self._asked_to_stop, time.monotonic() + seconds
        while any(child.is_running for child in self.children):
            if time.monotonic() >= end or self._asked_to_stop > max(asked, 1):
                return
            time.sleep(0.05)


def _begin(nice: int) -> None:
    """Give way to others, and ask the kernel to stop this child when its parent is gone; between fork and exec."""
    if nice:
        os.nice(nice)
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def watch_parent() -> Callable[[], bool]:
    """Return a question to ask again and again: has the process that started this one ended or been interrupted?

    A `make` that alone gets an interrupt waits for its children and tells them nothing. On Linux one can see that it
    got it, because it no longer catches that signal; elsewhere only its end is noticed.
    """
    parent = os.getppid()
    catches = _catches_interrupts(parent)
    return lambda: os.getppid() != parent or (catches and not _catches_interrupts(parent))


def _catches_interrupts(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", errors="replace")
    except OSError:
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


@contextmanager
def own_place_at_terminal() -> Iterator[None]:
    """Take the terminal's foreground, so that Ctrl-C reaches this process and not the `make` that started it.

    Without that `make` dies of the same Ctrl-C and reports a failure, while all was stopped as it should be.
    Does nothing where there is no terminal or another process has its foreground.
    """
    try:
        terminal = sys.stdin.fileno()
        before = os.tcgetpgrp(terminal)
    except (OSError, ValueError, AttributeError):
        yield
        return
    if before != os.getpgrp() or before == os.getpid():
        yield
        return
    # A process that is not in the foreground is stopped by SIGTTOU when it moves the foreground, unless it ignores it.
    old_handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpid())
        yield
    finally:
        os.tcsetpgrp(terminal, before)
        signal.signal(signal.SIGTTOU, old_handler)
