"""One number for everything that is logged about one request, which also goes out with the answer."""

import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from assembly.nobody import NOBODY_AT


class RequestNumberMiddleware:
    """Draw a number, bind it to all lines of the log, and send it along; what a client sends as one is not believed.

    Where nobody is to be known, there is none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind, pass the request on, and unbind."""
        structlog.contextvars.clear_contextvars()
        if request.path_info.startswith(NOBODY_AT):
            return self.get_response(request)
        number = secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
        response["X-Request-ID"] = number
        return response
