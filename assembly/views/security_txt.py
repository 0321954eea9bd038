"""Where to tell of a weakness: the file of RFC 9116."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

WORTH = timedelta(days=180)
"""For how long a reader may rely on it; an installation that is no longer kept up stops renewing it."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the contact of the settings; without one there is no such file."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    lines = [
        f"Contact: {contact}",
        f"Expires: {_midnight(timezone.now() + WORTH)}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _midnight(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT00:00:00Z")
