"""Where browsers look for a site's icon when what they show is no page: a picture, a document, a feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (the signature is Django's)
    """Send the browser to the icon that pages name."""
    return redirect(static("assembly/icon.svg"))
