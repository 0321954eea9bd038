"""For the administrator's shell: sign an account out everywhere, or everybody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assembly.errors import HouseError
from assembly.models import User
from assembly.services.sessions import end_sessions


class Command(BaseCommand):
    """Whoever may still sign in does so again; close the account first if they may not."""

    help = "End the sessions of an account, or of everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose, and why."""
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("email", nargs="?", help="address of the account")
        who.add_argument("--everybody", action="store_true", help="all accounts")
        parser.add_argument("--reason", required=True, help="stands in the record")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """End them and say how many."""
        user = None
        if not options["everybody"]:
            user = User.objects.filter(email__iexact=options["email"].strip()).first()
            if user is None:
                message = f"There is no account with the address {options['email']}."
                raise CommandError(message)
        try:
            ended = end_sessions(user=user, reason=options["reason"], now=timezone.now())
        except HouseError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{ended} {'session' if ended == 1 else 'sessions'} ended.")
