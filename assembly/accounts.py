"""How allauth behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest

from assembly.limits import connection_of
from assembly.recent_sign_in import has_signed_in_recently
from assembly.second_factor import has_second_factor


class HouseAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: accounts come from invitations and from the first-administrator command."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the signature is allauth's)
        """Answer no."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a second factor is changed, unless it is the first or they have just signed in."""
        request = context.request
        if app == "allauth.mfa" and request.user.is_authenticated:
            return has_second_factor(request.user) and not has_signed_in_recently(request)
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which limits on signing in count: behind a trusted proxy the visitor's."""
        return connection_of(request)

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: a host's name in brackets tells readers nothing."""
        return subject
