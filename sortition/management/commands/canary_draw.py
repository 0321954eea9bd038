"""`manage.py canary_draw`: a draw with invented people from beginning to end, on this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sortition.services.canary import do_canary


class Command(BaseCommand):
    """Try it now; exit with an error if anything is not as it must be."""

    help = "Try a draw with invented people: lottery, proof, numbered panels, verifier."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """Say what came of it."""
        done = do_canary(clock=timezone.now)
        if done.faults:
            raise CommandError("\n".join(done.faults))
        self.stdout.write(f"All as it must be: panel {done.panel} was drawn, and the file verified.")
