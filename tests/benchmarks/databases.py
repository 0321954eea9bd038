"""Run a benchmark in a process of its own on SQLite, then on PostgreSQL where its programs are installed."""

import os
import subprocess
import sys

from tests.postgres_cluster import missing, running_cluster


def on_both(module: str, what: str) -> None:
    """Call `measure()` of `module` in each database, under a line that says `what` is measured."""
    _run("SQLite", module, what, {})
    if reason := missing():
        print(f"PostgreSQL: left out, because {reason}")
        return
    with running_cluster() as address:
        _run("PostgreSQL", module, what, {"DATABASE_URL": address})


def _run(name: str, module: str, what: str, environment: dict[str, str]) -> None:
    print(f"{name}: {what}", flush=True)
    settings = {"DJANGO_SETTINGS_MODULE": "assembly.project.settings_test"}
    command = [sys.executable, "-c", f"from {module} import measure; measure()"]
    subprocess.run(command, env={**os.environ, **settings, **environment}, check=True)
