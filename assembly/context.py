"""What every template may know of the installation."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info


def installation(request: HttpRequest) -> dict[str, object]:
    """Say whether this is the demonstration, and in which languages this page can be read."""
    return {"is_demo": settings.DEMO, "languages": _languages(request)}


def _languages(request: HttpRequest) -> list[tuple[str, str]]:
    """Return code and own name of each language to choose from; none where there is no choice."""
    if not getattr(request, "is_in_languages", False) or len(settings.LANGUAGES) < 2:
        return []
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
