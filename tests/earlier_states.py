"""Databases of earlier states of the product, made by their own code, to be brought up to date by that of today.

A state is a line of docs/releases.md or a tag. Its tree is laid out by `git archive`; its own demonstration fills the
database. What it made is kept in `build/earlier`, so that it is made once in a checkout.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "earlier"
LISTED = re.compile(r"^\| (v[\d.]+) \| `([0-9a-f]+)` \|", re.MULTILINE)
SETTINGS = '''"""The demonstration's settings, with another database where one is named."""

import os
from pathlib import Path

# The first two states make a key of which one in fifty begins with "$", and do not start with it.
key = Path(os.environ["DEMO_DIR"]) / "secret-key"
key.parent.mkdir(parents=True, exist_ok=True)
if not key.exists():
    key.write_text("an-earlier-state-keeps-no-secrets-0123456789-0123456789")

from assembly.project.settings_demo import *
from assembly.project.settings_demo import DATABASES, STORAGES, env

if address := os.environ.get("EARLIER_DATABASE"):
    DATABASES["default"] = {**env.db_url_config(address), "ATOMIC_REQUESTS": False}
CANARY_DRAW = False
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
'''
"""Laid beside a tree: settings of the project are imported by nobody but Django."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of main, by its name and its commit."""

    name: str
    commit: str


def listed_states() -> list[State]:
    """Return what docs/releases.md names, oldest first."""
    text = (ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
    return [State(name, commit) for name, commit in LISTED.findall(text)]


def all_states() -> list[State]:
    """Return what is listed, and each other tag in the history of this checkout."""
    listed = listed_states()
    if shutil.which("git") is None:
        return listed
    names = {each.name for each in listed}
    tags = [tag for tag in _git("tag", "--merged", "HEAD").decode().split() if tag not in names]
    return [*listed, *(State(tag, tag) for tag in tags)]


def lacks(state: State) -> str:
    """Say why a state cannot be laid out here, or nothing."""
    if shutil.which("git") is None:
        return "git is not installed"
    found = subprocess.run(
        ["git", "cat-file", "-e", f"{state.commit}^{{commit}}"], cwd=ROOT, capture_output=True, check=False
    )
    if found.returncode:
        return f"{state.name} ({state.commit}) is not in this checkout: it has no history, or part of it"
    return ""


def made_by_itself(state: State, folder: Path, database: str = "") -> Path:
    """Have a state fill a database with its own code; return the folder of its demonstration, below `folder`.

    database: the address of an empty database of PostgreSQL; without one it is a file of SQLite in that folder.
    """
    made = folder / "demo"
    commit = _git("rev-parse", f"{state.commit}^{{commit}}").decode().strip()
    kept = KEPT / commit[:12]
    if database == "" and kept.exists():
        shutil.copytree(kept, made)
        return made
    tree = folder / "tree"
    with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as tar:
        tar.extractall(tree, filter="data")
    run_manage(tree, made, ["build_demo"], database=database)
    if database == "":
        unfinished = kept.with_name(f"{kept.name}-{os.getpid()}")
        shutil.copytree(made, unfinished)
        if kept.exists():
            shutil.rmtree(unfinished)
        else:
            unfinished.rename(kept)
    return made


def run_manage(tree: Path, demo: Path, arguments: list[str], *, database: str = "") -> str:
    """Run `manage.py` of a tree over a demonstration's folder; return what it printed.

    Raises:
        RuntimeError: it failed; the message is what it said last.
    """
    return run_python(tree, demo, ["manage.py", *arguments], database=database)


def run_python(tree: Path, demo: Path, arguments: list[str], *, database: str = "") -> str:
    """Run Python in a tree, with its modules and those of nobody else."""
    demo.parent.mkdir(parents=True, exist_ok=True)
    settings = demo.parent / "settings"
    settings.mkdir(exist_ok=True)
    (settings / "earlier_settings.py").write_text(SETTINGS, encoding="utf-8")
    # What the tests of today are told must not reach an earlier state: neither a folder nor a database of theirs.
    mine = ("ASSEMBLY_VAR", "ASSEMBLY_VAR_OF", "DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "PAGES_IN_TESTS")
    environment = {name: value for name, value in os.environ.items() if name not in mine}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "earlier_settings",
        "PYTHONPATH": f"{tree}{os.pathsep}{settings}",
        "DEMO_DIR": str(demo),
        "EARLIER_DATABASE": database,
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"{arguments}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        raise RuntimeError(message)
    return done.stdout


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return done.stdout
