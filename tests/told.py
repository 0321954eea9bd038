"""The demonstration, told once and copied for whoever needs one: `make demo` itself tells it, into a scratch folder.

It is told again as soon as anything of the product changes, or what it is installed with, and on another day: its dates
lie in the week before it is told.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from tests.migrated import ROOT, copy_migrated

FOLDER = ROOT / "build" / "told"
PRODUCT = ("assembly", "evidence", "scheduling", "sortition", "manage.py")
"""All code and data of which a demonstration is made; tests take no part in it."""
COMPILED = {"__pycache__"}
KEPT = ("PATH", "HOME", "LANG", "TZ", "LD_LIBRARY_PATH")
"""Variables that a demonstration is told under: none of the tests’ own."""


@dataclass(frozen=True, slots=True)
class Told:
    """A demonstration in a folder of its own, and the day on which it was told."""

    folder: Path
    day: date

    @property
    def database(self) -> Path:
        """The file of its database."""
        return self.folder / "assembly.sqlite3"

    @property
    def uploads(self) -> Path:
        """The folder of its files."""
        return self.folder / "uploads"


def copy_told(target: Path) -> Told:
    """Lay a demonstration at `target`, a folder that is not there yet or is empty."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Who has the lock may throw away what is no longer of today: nobody copies meanwhile.
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = _told()
        shutil.copytree(told.folder, target, dirs_exist_ok=True)
    return Told(target, told.day)


def environment_of(folder: Path) -> dict[str, str]:
    """Return what a process must know to work with the demonstration in a folder."""
    return {
        **{name: value for name, value in os.environ.items() if name in KEPT},
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_demo",
        "DEMO_DIR": str(folder),
    }


def _told() -> Told:
    """Return the demonstration to copy; whoever comes first has it told, and others wait for it."""
    day = date.today()  # noqa: DTZ011 (the day by the clocks here, as for whoever types `make demo`)
    made = FOLDER / f"{day}-{_fingerprint()}"
    if not made.exists():
        for old in FOLDER.glob("*-*"):
            shutil.rmtree(old)
        _tell(made)
    return Told(made, day)


def _tell(made: Path) -> None:
    """Tell it as `make demo` does; one that was broken off is never taken for a whole one."""
    unfinished = made.with_name(f"{made.name}-unfinished")
    unfinished.mkdir()
    copy_migrated(unfinished / "assembly.sqlite3")
    subprocess.run(
        [sys.executable, "manage.py", "build_demo"],
        cwd=ROOT,
        env=environment_of(unfinished),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with closing(sqlite3.connect(unfinished / "assembly.sqlite3")) as told_now:
        told_now.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.rename(made)


@cache
def _fingerprint() -> str:
    """Return what changes with any file of the product, any library, and what runs them."""
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    variables = sorted(f"{name}={os.environ.get(name)}" for name in ("LANG", "TZ"))
    found = hashlib.sha256(f"{installed} {variables} {sqlite3.sqlite_version} {sys.version}".encode())
    for name in PRODUCT:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and COMPILED.isdisjoint(path.parts):
                found.update(
                    f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
                )
    return found.hexdigest()[:16]
