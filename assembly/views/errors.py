"""Error pages in the house's look."""

import sys

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (the signature is Django's)
    """Answer 400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403, with the reason where it is another than a missing role."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 500 without the request: sessions, users and the database may be what failed.

    Where the database cannot be reached or is too busy, it is 503, so that programs know that they may ask again.
    """
    page = render_to_string("500.html")
    if isinstance(sys.exception(), OperationalError):
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return HttpResponse(page, status=500)


def no_such_account_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Refuse an account page that the sign-in package has and this product does not offer."""
    raise Http404
