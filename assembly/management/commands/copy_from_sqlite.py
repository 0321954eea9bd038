"""`manage.py copy_from_sqlite`: move an installation from SQLite to PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assembly.services.database_move import MoveRefused, copy_from_sqlite


class Command(BaseCommand):
    """Copy every row from a file of SQLite into the empty database of this installation, and compare."""

    help = "Copy everything from a file of SQLite into this installation's empty database of PostgreSQL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument(
            "file", type=Path, help="the database file, assembly.sqlite3 say; it is only read"
        )

    def handle(self, *, file: Path, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        """Say how much was copied."""
        try:
            done = copy_from_sqlite(source=file, now=timezone.now())
        except MoveRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Copied {done.rows} rows of {done.tables} tables and compared each of them.")
        self.stdout.write("The record is unbroken. Everybody signs in again.")
