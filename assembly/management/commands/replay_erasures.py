"""`manage.py replay_erasures`: after a backup was put back, erase again whom the ledger names."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assembly.services.erasure import replay_erasures


class Command(BaseCommand):
    """Erase everybody who was erased since the backup was made."""

    help = "After restoring a backup: erase again everybody whom the ledger of erasures names."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """Say how many were erased."""
        erased = replay_erasures(now=timezone.now(), reason="Erased before the backup was put back")
        self.stdout.write(f"Erased again: {erased}")
