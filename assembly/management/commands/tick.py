"""`manage.py tick`: do what is due now. From cron once a minute, or by itself with --every."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from assembly import clock
from assembly.selectors_metrics import note_tick


class Command(BaseCommand):
    """Call every registered due-check and say what each did."""

    help = "Do what is due (expiries, reminders, dead runs). Idempotent; call it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the interval."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever, with this pause")

    def handle(self, *, every: int | None = None, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        """Tick once and fail if a check failed; or tick for ever and leave failures to the log."""
        if every is None:
            failed = self.tick_once()
            if failed:
                message = f"Failed: {', '.join(failed)}. The log says why."
                raise CommandError(message)
            return
        while True:
            close_old_connections()
            self.tick_once(quiet=True)
            close_old_connections()
            time.sleep(every)

    def tick_once(self, *, quiet: bool = False) -> list[str]:
        """Tick, print one line a check (quietly: only where something was done), return the names of what failed."""
        now = timezone.now()
        results = clock.tick(now)
        note_tick(now)
        for result in results:
            if result.error or result.handled or not quiet:
                self.stdout.write(f"{result.name}: {result.error or result.handled}")
        sys.stdout.flush()
        return [result.name for result in results if result.error]
