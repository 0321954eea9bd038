"""What every template may know of the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 (the signature is Django's)
    """Say whether this is the demonstration."""
    return {"is_demo": settings.DEMO}
