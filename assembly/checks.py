"""Deployment checks: what must not reach a real installation."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_no_installation(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse the demonstration's settings: anybody could sign in as anybody."""
    if settings.DEMO:
        return [Error("The demonstration's settings must not be deployed.", id="assembly.E001")]
    return []
