"""For the administrator's shell: somebody has lost telephone, key and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assembly.errors import HouseError
from assembly.models import User
from assembly.services.second_factor import reset_second_factor


class Command(BaseCommand):
    """Make sure by another way that it is them, before you run this."""

    help = (
        "Take away the second factor of an account and sign it out everywhere; it must then set up a new one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose, and why."""
        parser.add_argument("email", help="address of the account")
        parser.add_argument("--reason", required=True, help="stands in the record")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """Reset and say what comes next."""
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            message = f"There is no account with the address {options['email']}."
            raise CommandError(message)
        try:
            taken = reset_second_factor(user=user, reason=options["reason"], now=timezone.now())
        except HouseError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{taken} taken away. {user.name} sets up a new one at the next sign-in.")
