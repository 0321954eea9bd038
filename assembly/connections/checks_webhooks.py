"""A check: an exception for trying must not reach a real installation unnoticed."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register  # noqa: A004 (Django's own name)


@register(Tags.security, deploy=True)
def webhooks_go_out_of_the_house(**kwargs: Any) -> list[Warning]:  # noqa: ARG001 (the signature is Django's)
    """Warn of hosts to which webhooks may go without encryption, and inside the network."""
    if not settings.WEBHOOK_PLAIN_HOSTS:
        return []
    hosts = ", ".join(settings.WEBHOOK_PLAIN_HOSTS)
    return [
        Warning(
            f"Webhooks may go unencrypted, and into this network, to: {hosts}.",
            hint="Leave WEBHOOK_PLAIN_HOSTS empty in an installation.",
            id="assembly.W001",
        )
    ]
