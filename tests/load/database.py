"""A PostgreSQL cluster that can be killed and started again, set up as on a small server."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.postgres_cluster import program

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "log_min_messages": "warning",
}
"""Everything else as it comes: what was committed is on the disk before anybody is told."""


class Cluster:
    """One database server of its own, reached by a socket in its folder, without a network port."""

    def __init__(self, folder: Path, *, like: Path | None = None) -> None:
        """Lay a new one; `like`: the kept data of one that has been stopped."""
        self.folder = folder
        self.data = folder / "data"
        self.address = f"postgres://tester@/postgres?host={folder}"
        self._as: list[str] = []
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            self._as = ["runuser", "-u", "postgres", "--"]
        if like is not None:
            shutil.copytree(like, self.data)
            self._give_away()
            return
        self._run(
            "initdb", "-D", str(self.data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )

    def start(self) -> None:
        """Start it, and wait until it takes connections; after a kill it first writes up what was committed."""
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories={self.folder}"
        until = time.monotonic() + 60
        while True:
            try:
                self._run(
                    "pg_ctl",
                    "-D",
                    str(self.data),
                    "-w",
                    "-l",
                    str(self.folder / "log"),
                    "-o",
                    options,
                    "start",
                )
            except RuntimeError:
                # The processes of the one that was killed may still hold its memory for a moment.
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)
            else:
                return

    @property
    def pid(self) -> int:
        """The server's first process; 0 where it does not run."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return 0

    def kill(self) -> None:
        """Kill the server's first process, as the kernel does where memory runs out; the others end without it."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, at once unless told otherwise."""
        with suppress(RuntimeError):
            self._run("pg_ctl", "-D", str(self.data), "-m", mode, "stop")

    def keep(self, at: Path) -> None:
        """Keep the data for later ones: it is stopped for it in good order, and started again."""
        self.stop("fast")
        shutil.copytree(self.data, at, ignore=shutil.ignore_patterns("postmaster.*"))
        self.start()

    def _give_away(self) -> None:
        self.data.chmod(0o700)
        if self._as:
            for path in (self.data, *self.data.rglob("*")):
                shutil.chown(path, "postgres")

    def remove(self) -> None:
        """Stop it and throw it away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        # What is started must not hold a pipe of ours open, so it writes to a file.
        with (self.folder / "said").open("w+") as said:
            done = subprocess.run(
                [*self._as, str(program(name)), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(said.read())
