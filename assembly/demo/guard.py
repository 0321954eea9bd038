"""The demonstration's doors open only on one's own machine."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def demo_only(view: View) -> View:
    """Answer 404 unless this is the demonstration and the request comes from the loopback."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO or not is_from_this_machine(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the connection itself comes from the loopback; headers that a client can write do not count."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
