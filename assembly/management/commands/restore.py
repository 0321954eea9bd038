"""`manage.py restore`: put a backup back, and bring it up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assembly.backup.archive import BackupBroken
from assembly.backup.database import DatabaseTool
from assembly.database_rights import RightsRefused
from assembly.services.backup import BackupRefused, restore_backup


class Command(BaseCommand):
    """Put database and files back; erase again whoever was erased since; prove the record."""

    help = "Put a backup back. Stop web server and workers first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive."""
        parser.add_argument("archive", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="throw away the database and files that are here"
        )

    def handle(self, *, archive: Path, replace: bool, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        """Say what was done, and what a person has to see to."""
        try:
            done = restore_backup(source=archive, replace=replace, now=timezone.now())
        except (BackupRefused, BackupBroken, DatabaseTool, OSError) as refused:
            raise CommandError(str(refused)) from refused
        except RightsRefused as refused:
            message = f"All is put back and up to date. Web server and workers have no rights yet: {refused}"
            raise CommandError(message) from refused
        say = self.stdout.write
        say(f"Put back as it was at {done.made_at}: the database and {done.files} files.")
        say(f"Erased again: {done.erased}. Everybody is signed out.")
        if done.held:
            say(
                f"{done.held} messages may have gone out since: say in the outbox of each assembly whether they did."
            )
        if done.asked_again:
            say(
                f"{done.asked_again} people had answered surveys that were open. No backup holds their answers; they "
                "are asked again."
            )
        if done.other_key:
            say(
                "It was made under another SECRET_KEY: put that one, from the keys' file, into SECRET_KEY_FALLBACKS."
            )
        if done.broken:
            message = f"The record is not as it was written: {', '.join(done.broken)}. See `manage.py audit_verify`."
            raise CommandError(message)
        say("The record is unbroken.")
