"""Nobody is signed in where votes are cast, surveys are answered by a code or a link, and programs read the API."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NOBODY_AT = ("/vote/", "/survey/")
"""Below these addresses a page knows a code and nobody who has it; the server's log has no line about them."""
WITHOUT_SESSION_AT = (*NOBODY_AT, "/api/")
"""Below these no cookie says who somebody is; programs read the API with a token in a header, which is no cookie."""


class NobodyMiddleware:
    """Take off the cookie that says who somebody is, before anything can read it; it comes before sessions.

    A member who is signed in and votes on the same device is a stranger to the voting pages, as everybody is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if request.path_info.startswith(WITHOUT_SESSION_AT):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
