"""What browsers are told with every answer, beside what Django and django-csp say."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
"""Nothing here needs them; passkeys keep what they need."""

NOT_IN_THE_CLEAR = "/api/"
"""Programmes are not led on to HTTPS: whoever sends a token in the clear shall notice."""


class BrowserHeadersMiddleware:
    """Add headers to whatever is answered, files and refusals too; it comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        if settings.SECURE_SSL_REDIRECT and _is_programme_in_the_clear(request):
            response = HttpResponse("Use https://\n", status=403, content_type="text/plain; charset=utf-8")
        else:
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" and request.path == _sign_out_address():
            # Whoever takes the device next shall find nothing, by no way back.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _is_programme_in_the_clear(request: HttpRequest) -> bool:
    return request.path_info.startswith(NOT_IN_THE_CLEAR) and not request.is_secure()


def _sign_out_address() -> str:
    try:
        return reverse("account_logout")
    except NoReverseMatch:
        return ""
