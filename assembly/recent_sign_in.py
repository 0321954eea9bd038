"""Some acts ask again who one is: exports of personal data, and what cannot be taken back."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest


def ask_again_unless_recent(request: HttpRequest) -> None:
    """Let pass whoever has shown a few minutes ago who they are.

    Raises:
        ReauthenticationRequired: allauth's middleware then asks, and afterwards goes on with what was asked for, also
            where that was a form.
    """
    if not get_reauthentication_flows(request.user):
        return
    if not has_signed_in_recently(request):
        raise ReauthenticationRequired


def has_signed_in_recently(request: HttpRequest) -> bool:
    """Whether password or second factor were last shown a few minutes ago at most."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] <= settings.RECENT_SIGN_IN_MINUTES * 60
