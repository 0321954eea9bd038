"""`make chaos`: people write while web server, workers, clock and database are killed at random moments.

Afterwards every write that was acknowledged must be there once, every other one once or not at all, nothing half, each
with its entry in the record; no message may have gone out twice; and every job must have ended.
"""

import argparse
import signal
import sys
import threading
import time
from datetime import timedelta

from tests.load.figures import Figures
from tests.load.filling import fill
from tests.load.findings import Finding, all_findings
from tests.load.installation import Installation
from tests.load.journal import Journal, read_journal
from tests.load.killing import Killer, Manager
from tests.load.writers import Writer, drawer, hall, importer, in_thread, member, office, official
from tests.postgres_cluster import missing

SETTLE = 90.0
"""Seconds in which the product may come to rest after the last kill."""
LATER = timedelta(hours=25)
"""How far the clock is put forward then: by so much, whatever is silent or belongs to nothing has been found."""


def main() -> int:
    """Run it, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser("python -m tests.load.chaos", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--gap", type=float, default=15.0, help="seconds between two kills, about")
    parser.add_argument("--seed", type=int, default=None, help="of the kills; drawn and printed if not given")
    parser.add_argument("--members", type=int, default=20)
    parser.add_argument("--rows", type=int, default=2_000, help="of each pool that is imported")
    parser.add_argument("--port", type=int, default=8150)
    options = parser.parse_args()
    if reason := missing():
        print(f"There is no chaos without PostgreSQL: {reason}.")
        return 1
    installation = Installation(options.port, f"chaos-{options.members}", tick_seconds=5)
    is_well = False
    # Whoever ends this asks for a clean end: nothing that was started may go on.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    try:
        is_well = run(installation, options)
    finally:
        installation.remove(keep_logs=not is_well)
    return 0 if is_well else 1


def run(installation: Installation, options: argparse.Namespace) -> bool:
    """Fill, serve, write and kill, come to rest, and look."""
    seed = options.seed if options.seed is not None else int(time.time())
    print(f"Preparing; the seed is {seed} …", flush=True)
    town = installation.prepare(lambda: fill(members=options.members, papers=3, volunteers=300, seats=30))
    installation.start_web()
    installation.start_workers()
    installation.wait_until_ready()
    path = installation.folder / "journal"
    journal, figures, over = Journal(path), Figures(), threading.Event()
    manager = Manager(installation)
    killer = Killer(installation, manager, seed=seed)
    manager.start()

    def writer(number: int) -> Writer:
        return Writer(
            options.port,
            town,
            installation.post,
            figures=figures,
            journal=journal,
            over=over,
            number=number,
        )

    began = time.monotonic()
    stories = [
        *(in_thread(writer(number), member) for number in range(min(options.members, 8))),
        *(in_thread(writer(100 + number), hall) for number in range(2)),
        *(in_thread(writer(200 + number), official) for number in range(2)),
        in_thread(writer(300), office),
        in_thread(writer(301), drawer),
        in_thread(writer(302), lambda each: importer(each, options.rows)),
    ]
    try:
        killer.run(options.seconds, options.gap, over)
        over.set()
        for story in stories:
            story.join(timeout=90)
        seconds = time.monotonic() - began
        come_to_rest(installation)
    finally:
        # Nothing that is stopped from here on may be started again.
        over.set()
        manager.stop()
    installation.stop()
    journal.close()
    entries = read_journal(path.read_text().splitlines())
    print("\n".join(figures.lines(seconds)))
    killed = ", ".join(f"{name} {times}×" for name, times in sorted(killer.killed.items()))
    print(f"Killed in {seconds:.0f} s (seed {seed}): {killed}")
    return told(all_findings(entries, installation.post.received, town, options.rows))


def come_to_rest(installation: Installation) -> None:
    """Wait until nothing waits any more, put the clock forward, and wait once more for what that has begun."""
    from django.core.cache import cache
    from django.db import connection
    from django.utils import timezone

    from assembly import clock
    from assembly.services.stray_files import LOOKED

    installation.wait_until_ready()
    for is_later in (False, True):
        if is_later:
            # The clock that runs has looked for files without a row today; of the days to come it knows nothing.
            cache.delete(LOOKED)
            results = clock.tick(timezone.now() + LATER)
            for result in results:
                if result.error:
                    print(f"  the clock: {result.name} failed, {result.error}")
        until = time.monotonic() + SETTLE
        while _waiting() and time.monotonic() < until:
            time.sleep(1.0)
    connection.close()


def _waiting() -> int:
    from django_tasks_db.models import DBTaskResult

    from sortition.models import SelectionRun

    ready = DBTaskResult.objects.filter(status="READY").count()
    return ready + SelectionRun.objects.filter(state__in=("pending", "running")).count()


def told(findings: list[Finding]) -> bool:
    """Print what was found, and whether all is well."""
    print(f"  {'':<44}{'surely':>8}{'maybe':>8}{'there':>8}")
    for finding in findings:
        print(finding.line())
    for finding in findings:
        for fault in finding.faults[:10]:
            print(f"    {finding.name}: {fault}")
    is_well = not any(finding.faults for finding in findings)
    print("  Nothing was lost, nothing is there twice, nothing half." if is_well else "  NOT WELL")
    return is_well


if __name__ == "__main__":
    sys.exit(main())
