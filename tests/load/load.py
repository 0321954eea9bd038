"""`make load`: two hundred members open their packs while staff work, a large pool is imported and a lottery runs.

Everything runs on this machine, the clients too. Each answer is checked for a word that must stand on it. The command
fails where one request failed, or where one in twenty took longer than TARGET.
"""

import argparse
import signal
import sys
import threading
import time

from tests.load.figures import Figures, percentile
from tests.load.filling import fill
from tests.load.installation import Installation
from tests.load.people import (
    Crowd,
    drawer,
    editor,
    importer,
    in_thread,
    member,
    official,
    staff,
    visitor,
)
from tests.load.processors import lines, used
from tests.postgres_cluster import missing

TARGET = 500
"""Milliseconds that 95 of 100 requests may not exceed."""
STAFF, VISITORS = 4, 6
JOBS = 2
"""The import and the lottery."""


def main() -> int:
    """Run it, print the table, and return the exit code."""
    parser = argparse.ArgumentParser("python -m tests.load.load", description=__doc__)
    parser.add_argument(
        "--seconds", type=int, default=240, help="how long, after everybody has begun to sign in"
    )
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--ramp", type=int, default=120, help="seconds over which members sign in")
    parser.add_argument("--rows", type=int, default=100_000, help="of the pool that is imported")
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--web-workers", type=int, default=0, help="0 leaves it to gunicorn.conf.py")
    options = parser.parse_args()
    if reason := missing():
        print(f"There is no load without PostgreSQL: {reason}.")
        return 1
    installation = Installation(
        options.port,
        f"load-{options.members}",
        web_workers=options.web_workers,
    )
    is_well = False
    # Whoever ends this asks for a clean end: nothing that was started may go on.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    try:
        is_well = run(installation, options)
    finally:
        installation.remove(keep_logs=not is_well)
    return 0 if is_well else 1


def run(installation: Installation, options: argparse.Namespace) -> bool:
    """Fill, serve, let everybody live, and say whether all went well."""
    print("Preparing: database, tables, people, papers …", flush=True)
    town = installation.prepare(lambda: fill(members=options.members))
    installation.start_web()
    installation.start_workers()
    installation.wait_until_ready()
    figures, began = Figures(), time.monotonic()
    crowd = Crowd(options.port, town, installation.post, figures, until=began + options.seconds)
    print(
        f"{options.members} members, {STAFF + 1} of the team, {len(town.officials)} officials, {VISITORS} visitors for "
        f"{options.seconds} s; a pack of {town.pack_bytes / 1e6:.1f} MB",
        flush=True,
    )
    before = used(installation)
    living = everybody(crowd, options)
    for thread in living:
        thread.join()
    crowd.stories += lines(before, used(installation), len(figures.all_took()))
    return told(crowd, time.monotonic() - began)


def everybody(crowd: Crowd, options: argparse.Namespace) -> list[threading.Thread]:
    """Begin all stories."""
    pause = options.ramp / max(options.members, 1)
    stories = [
        *((f"member {n}", lambda n=n: member(crowd, n, n * pause)) for n in range(options.members)),
        *((f"staff {n}", lambda n=n: staff(crowd, n)) for n in range(STAFF)),
        *((f"official {n}", lambda n=n: official(crowd, n)) for n in range(len(crowd.town.officials))),
        *((f"visitor {n}", lambda n=n: visitor(crowd, n)) for n in range(VISITORS)),
        ("editor", lambda: editor(crowd)),
        ("importer", lambda: importer(crowd, options.rows, options.ramp)),
        ("drawer", lambda: drawer(crowd, options.ramp / 2)),
    ]
    return [in_thread(crowd, name, story) for name, story in stories]


def told(crowd: Crowd, seconds: float) -> bool:
    """Print the table with a verdict."""
    figures = crowd.figures
    print("\n".join(figures.lines(seconds)))
    print("\n".join(crowd.stories))
    p95 = percentile(figures.all_took(), 0.95)
    is_whole = crowd.jobs_ended == JOBS
    is_well = not figures.errors and p95 < TARGET and is_whole
    print(
        f"  {'Well' if is_well else 'NOT WELL'}: {figures.errors} errors, p95 {p95:.0f} ms of {TARGET}"
        + ("" if is_whole else "; import or lottery did not end")
    )
    return is_well


if __name__ == "__main__":
    sys.exit(main())
