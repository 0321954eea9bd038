"""`manage.py build_demo`: make the demonstration's tables and files, and tell its story, once."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from assembly.demo.calendar import Calendar
from assembly.demo.story import build
from assembly.management.commands.supervise import check_address, web_address
from assembly.models import User


class Command(BaseCommand):
    """Bring the demonstration's tables and files up to date, and build its story unless it stands already."""

    help = (
        "Build the demonstration through the real services. What stands already is only brought up to date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address at which the demonstration will be served."""
        parser.add_argument(
            "--web", metavar="HOST:PORT", type=web_address, help="refuse at once if this address is taken"
        )

    def handle(self, *, web: tuple[str, int] | None = None, **options: Any) -> None:  # noqa: ARG002 (Django's)
        """Build, and leave nothing half told when somebody loses patience."""
        if not settings.DEMO:
            message = "Only the demonstration's settings may build it: assembly.project.settings_demo."
            raise CommandError(message)
        if web:
            check_address(*web)
        try:
            self.build_once()
        except KeyboardInterrupt:
            message = "Stopped before the demonstration was built. The next make demo begins anew."
            raise CommandError(message) from None

    def build_once(self) -> None:
        """Prepare what any installation has, then tell the story; one that was broken off is swept away first."""
        finished = settings.VAR / "built"
        call_command("migrate", interactive=False, verbosity=0)
        # People with accounts are the first that the story tells.
        if not finished.exists() and User.objects.exists():
            sweep()
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if finished.exists():
            self.stdout.write("The demonstration is built already (make demo-reset begins anew).")
            return
        self.stdout.write("Building the demonstration …")
        started = time.monotonic()
        build(calendar=Calendar.until(timezone.localdate()), say=lambda line: self.stdout.write(f"  {line}"))
        finished.touch()
        self.stdout.write(f"Built in {time.monotonic() - started:.0f} seconds.")


def sweep() -> None:
    """Delete the database of a story that was broken off: its triggers let nobody empty the tables."""
    connection.close()
    for left in settings.VAR.glob(f"{Path(connection.settings_dict['NAME']).name}*"):
        left.unlink()
