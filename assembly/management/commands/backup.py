"""`manage.py backup`: database, files and list of erasures in one archive, keys in a file beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from assembly.backup.archive import BackupBroken
from assembly.backup.database import DatabaseTool
from assembly.services.backup import BackupRefused, make_backup


class Command(BaseCommand):
    """Back up everything while the product goes on."""

    help = "Write database, uploaded files and list of erasures to one archive, and the keys to a file of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where it goes."""
        parser.add_argument(
            "archive", nargs="?", type=Path, help="file or folder (default: here, with the time)"
        )
        parser.add_argument("--without-keys", action="store_true", help="write no file of keys")

    def handle(self, *, archive: Path | None, without_keys: bool, **options: Any) -> None:  # noqa: ARG002
        """Say where it is and what is in it."""
        now = timezone.now()
        target = archive or Path()
        if target.is_dir():
            target /= f"assembly-{now:%Y%m%d-%H%M%S}.tar"
        if target.exists():
            message = f"{target} exists already."
            raise CommandError(message)
        keys = None if without_keys else target.with_name(target.name + ".keys.json")
        try:
            made = make_backup(target=target, keys=keys, now=now)
        except (BackupRefused, BackupBroken, DatabaseTool, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{target}: the database and {made.files} files, {filesizeformat(made.size)}.")
        if keys is not None:
            self.stdout.write(f"{keys}: the keys. Keep them apart from the archive, and as safe.")
