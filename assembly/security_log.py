"""What happened at the doors: who came in by what, who did not, and what was refused.

Lines name accounts by their numbers and connections by a digest that is another each day, never an address that was
typed, never a password or code. Of voting and of surveys there is no line.
"""

from collections.abc import Callable
from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assembly.limits import connection_of
from assembly.nobody import NOBODY_AT

_log = structlog.get_logger("assembly.security")

REFUSALS = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "changed_meanwhile",
    410: "no_longer_valid",
    413: "too_large",
    422: "input_refused",
    429: "too_often",
}
"""Answers worth a line, and what it calls them."""


class SecurityLogMiddleware:
    """Note what was refused; it comes after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note a refusal under the name of its page: an address may hold a secret."""
        response = self.get_response(request)
        event = REFUSALS.get(response.status_code)
        # What visitors do not find is no sign of anything: robots ask for whatever might be there.
        if event and (response.status_code != 404 or request.user.is_authenticated):
            _note(event, request, page=_page(request), method=request.method)
        return response


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Note that somebody is in."""
    _note("signed_in", request, account=user.pk)


@receiver(account.authentication_step_completed)
def note_step(request: HttpRequest, user: Any, method: str, **kwargs: Any) -> None:
    """Note by what somebody has shown who they are: one of two steps, or once more."""
    again = bool(kwargs.get("reauthenticated"))
    _note("showed_who_they_are", request, account=user.pk, by=kwargs.get("type") or method, again=again)


@receiver(user_login_failed)
def note_failure(request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Note that address and password did not fit; neither is named."""
    _note("sign_in_failed", request, by="password")


@receiver(mfa.authentication_failed)
def note_wrong_factor(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Note a second step that failed: somebody knows the password."""
    _note("second_factor_failed", request, account=user.pk)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Note that somebody is out, by themselves or because it took too long."""
    if user is not None:
        _note("signed_out", request, account=user.pk)


@receiver(account.password_changed)
@receiver(account.password_reset)
def note_new_password(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Note a new password."""
    _note("password_changed", request, account=user.pk)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def note_changed_factor(request: HttpRequest, user: Any, authenticator: Any, **_kwargs: Any) -> None:
    """Note that a second factor is another."""
    _note("second_factor_changed", request, account=user.pk, kind=str(authenticator.type))


def _note(event: str, request: HttpRequest | None, **details: Any) -> None:
    if request is None or request.path_info.startswith(NOBODY_AT):
        return
    if "account" not in details:
        user = getattr(request, "user", None)
        details["account"] = user.pk if user is not None and user.is_authenticated else None
    _log.info(event, connection=_connection(request), **details)


def _connection(request: HttpRequest) -> str:
    """Name a connection so that lines of one day can be put together and nobody's address is kept."""
    today = timezone.now().date().isoformat()
    said = f"{today} {connection_of(request)}"
    return salted_hmac("assembly.security_log", said, algorithm="sha256").hexdigest()[:16]


def _page(request: HttpRequest) -> str:
    return (request.resolver_match.view_name if request.resolver_match else None) or ""
