"""Kill processes at random moments, and play the process manager that starts again what died."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.load.installation import Installation

RESTART_AFTER = 1.0
"""Seconds in which a process manager notices a death."""


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started itself."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    """Return a process's command line, blank where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


class Manager:
    """Starts again web server, workers and database when they are gone, as systemd or a container would."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        installation = self.installation
        while not self._over.wait(0.2):
            with self.lock:
                for process, start in (
                    (installation.web, installation.start_web),
                    (installation.workers, installation.start_workers),
                ):
                    if process is None or process.poll() is None:
                        continue
                    # What is left of the group goes with its head, as a control group or a container does.
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    time.sleep(RESTART_AFTER)
                    start()


class Killer:
    """Kills, now this and now that, after a plan that the seed gives."""

    def __init__(self, installation: Installation, manager: Manager, *, seed: int) -> None:
        self.installation, self.manager = installation, manager
        self.chance = random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.kinds: dict[str, Callable[[], bool]] = {
            "a web process": lambda: self._kill(self._child(installation.web)),
            "the web server": lambda: self._kill(_pid(installation.web)),
            "a worker of the queue": lambda: self._kill(self._child(installation.workers, "db_worker")),
            "the clock": lambda: self._kill(self._child(installation.workers, " tick ")),
            "the supervisor": lambda: self._kill(_pid(installation.workers)),
            "the database, by SIGKILL": lambda: self._database(installation.cluster.kill),
            "the database, stopped at once": lambda: self._database(installation.cluster.stop),
        }

    def run(self, seconds: float, gap: float, over: threading.Event) -> None:
        """Kill about every `gap` seconds until the time is up; each kind once before any comes a second time."""
        until, began = time.monotonic() + seconds, time.monotonic()
        waiting: list[str] = []
        while not over.wait(self.chance.uniform(0.5 * gap, 1.5 * gap)) and time.monotonic() < until:
            if not waiting:
                waiting = self._shuffled(list(self.kinds))
            name = waiting.pop()
            with self.manager.lock:
                if self.kinds[name]():
                    self.killed[name] += 1
                    print(f"  {time.monotonic() - began:6.1f} s: {name}", flush=True)

    def _shuffled(self, names: Sequence[str]) -> list[str]:
        return self.chance.sample(names, len(names))

    def _child(self, process: object, word: str = "") -> int:
        """Return one of the processes below, drawn by chance; 0 where there is none."""
        found = [pid for pid in children_of(_pid(process)) if word in command_of(pid)]
        return self.chance.choice(found) if found else 0

    @staticmethod
    def _kill(pid: int) -> bool:
        if not pid:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def _database(self, end: Callable[[], None]) -> bool:
        end()
        time.sleep(self.chance.uniform(0.2, 2.0))
        self.installation.cluster.start()
        return True


def _pid(process: object) -> int:
    return int(getattr(process, "pid", 0)) if process is not None and process.poll() is None else 0  # type: ignore[attr-defined]
