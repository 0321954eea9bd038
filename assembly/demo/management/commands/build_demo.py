"""`manage.py build_demo`: tell the demonstration's story into an empty database, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assembly.demo.calendar import Calendar
from assembly.demo.story import build
from assembly.models import User


class Command(BaseCommand):
    """Build the demonstration, unless it stands already."""

    help = "Build the demonstration through the real services. Does nothing where it stands already."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        """Build; a build that was broken off is swept away first."""
        if not settings.DEMO:
            message = "Only the demonstration's settings may build it: assembly.project.settings_demo."
            raise CommandError(message)
        finished = settings.VAR / "built"
        if finished.exists():
            self.stdout.write("The demonstration is built already (make demo-reset begins anew).")
            return
        if User.objects.exists():
            call_command("flush", interactive=False, verbosity=0)
        self.stdout.write("Building the demonstration …")
        started = time.monotonic()
        build(calendar=Calendar.until(timezone.localdate()), say=lambda line: self.stdout.write(f"  {line}"))
        finished.touch()
        self.stdout.write(f"Built in {time.monotonic() - started:.0f} seconds.")
