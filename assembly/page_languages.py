"""Which pages are shown in the reader's language: those of people who take part, and of the public.

The workspace of the team is in one language. Each app registers its pages when it starts; a test reads every one of
them in every language and fails on a sentence that nobody translated.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

_pages: set[str] = set()


def register_pages_in_languages(*url_names: str) -> None:
    """Add pages by their URLs' names; call it from `AppConfig.ready`."""
    _pages.update(url_names)


def pages_in_languages() -> frozenset[str]:
    """Return the URLs' names of all pages that are translated."""
    return frozenset(_pages)


def is_in_languages(url_name: str | None) -> bool:
    """Whether a page is translated."""
    return url_name in _pages


def speak_language_known(request: HttpRequest, language: str) -> None:
    """Go on in the language that somebody gave us, unless they chose another one in this browser."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


register_pages_in_languages(
    "home",
    "own_home",
    "privacy_notice",
    "public_about",
    "public_assemblies",
    "public_feed",
    "invitation",
    "sign_in_by_letter",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_sessions",
    "set_language",
)
