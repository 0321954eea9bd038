"""How allauth behaves in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class HouseAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: accounts come from invitations and from the first-administrator command."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the signature is allauth's)
        """Answer no."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: a host's name in brackets tells readers nothing."""
        return subject
