"""`manage.py grant_rights`: give the role of web server and workers the rights that it needs, and no others."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assembly.database_rights import RightsRefused, grant_rights


class Command(BaseCommand):
    """Run by the role that owns the tables, after each migration; it may be run again at any time."""

    help = "Give DATABASE_APP_ROLE the rights with which web server and workers run. For the tables' owner."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """Say what the role may do, and where it may not."""
        role = settings.DATABASE_APP_ROLE
        try:
            given = grant_rights(role=role, password=settings.DATABASE_APP_PASSWORD)
        except RightsRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{role} may read and write rows in {given.tables} tables.")
        for table, rights in sorted(given.withheld.items()):
            self.stdout.write(f"  not in {table}: {', '.join(rights)}")
