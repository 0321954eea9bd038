"""What pages of evidence on which the public sends something in share."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from evidence.services.receipts import Page


def page_of(request: HttpRequest) -> Page:
    """Return what a receipt has to know of the page on which something was sent in."""
    base = request.build_absolute_uri("/").rstrip("/")
    return Page(language=get_language() or settings.LANGUAGE_CODE, link_base=base)
