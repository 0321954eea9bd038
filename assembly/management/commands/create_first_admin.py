"""Make the first platform administrator of a fresh installation."""

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assembly.models import User
from assembly.services.record import record_event


class Command(BaseCommand):
    """Create an account that may create assemblies; refuse when there is one already."""

    help = "Create the first platform administrator and say where to go next."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name; the password is never an argument, where others could read it."""
        parser.add_argument("--email", required=True, help="address to sign in with")
        parser.add_argument("--name", required=True, help="name as colleagues know it")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input (or set FIRST_ADMIN_PASSWORD) instead of asking",
        )
        parser.add_argument("--another", action="store_true", help="create one more although there is one")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is Django's)
        """Check, ask, create, print the next step."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as wrong:
            message = f"{options['email']} is not an e-mail address."
            raise CommandError(message) from wrong
        if User.objects.filter(is_superuser=True).exists() and not options["another"]:
            message = "There is a platform administrator already. Add --another to create one more."
            raise CommandError(message)
        if User.objects.filter(email__iexact=email).exists():
            message = f"There is an account with the address {email} already."
            raise CommandError(message)
        password = self._password(from_stdin=options["password_stdin"])
        try:
            validate_password(password, User(email=email, name=options["name"]))
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        with transaction.atomic():
            user = User.objects.create_superuser(email, password, name=options["name"].strip())
            record_event(
                "user.administrator_created", obj=user, assembly=None, actor=None, now=timezone.now()
            )
        self.stdout.write(f"{user.name} can now sign in with {user.email}.")
        self.stdout.write(f"Open {reverse('account_login')} on this site, then press “New assembly”.")

    def _password(self, *, from_stdin: bool) -> str:
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if given := os.environ.get("FIRST_ADMIN_PASSWORD"):
            return given
        if not sys.stdin.isatty():
            message = (
                "There is no terminal to ask for the password. Use --password-stdin or FIRST_ADMIN_PASSWORD."
            )
            raise CommandError(message)
        first = getpass.getpass("Password (12 characters or more): ")
        if first != getpass.getpass("Once more: "):
            message = "The two passwords differ. Nothing was created."
            raise CommandError(message)
        return first
