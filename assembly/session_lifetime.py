"""How long somebody stays signed in: a session ends after hours without a sign of life, and after a day at work."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.signals import authentication_step_completed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BEGAN, SEEN = "session_began", "session_seen"
NOTE_EVERY = 60
"""Seconds: a sign of life is written down at most once a minute."""


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **_kwargs: Any) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


class SessionLifetimeMiddleware:
    """Sign out whoever was silent for too long or signed in too long ago; it comes after authentication.

    The database's row would live on with every change of a session, and the cookie says nothing about time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session or note the sign of life, and pass the request on."""
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault(BEGAN, now)  # from before there was a limit
            seen = request.session.setdefault(SEEN, now)
            if (
                now - began >= settings.SESSION_HOURS * 3600
                or now - seen >= settings.SESSION_IDLE_MINUTES * 60
            ):
                logout(request)
                messages.info(
                    request, _("You were signed out, because it was some time ago that you signed in.")
                )
            elif now - seen >= NOTE_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


@receiver(authentication_step_completed)
def renew_session(request: HttpRequest, **kwargs: Any) -> None:
    """Draw a new key for the session in which somebody showed once more who they are."""
    if kwargs.get("reauthenticated"):
        request.session.cycle_key()
