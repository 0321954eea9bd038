"""What webhooks refuse."""

from assembly.errors import HouseError


class WebhookRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A webhook cannot be made, changed or used so."""

    code = "webhook_refused"


class SecretUnreadable(HouseError):  # noqa: N818
    """A secret was encrypted with a key that this installation no longer has."""

    code = "secret_unreadable"
