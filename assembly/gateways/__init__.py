"""The door to a provider of text messages: an installation names a class in `SMS_GATEWAY`."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsRefused(Exception):  # noqa: N818 (errors are named for what happened)
    """The provider has surely not taken the message; `is_temporary` where it may later."""

    def __init__(self, reason: str, *, is_temporary: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_temporary = is_temporary


class SmsGateway(Protocol):
    """What a provider's class does. It is made without arguments and takes its keys from the settings."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Hand one message over. `reference` is the same when a message is sent again after a doubt.

        Raises:
            SmsRefused: it was surely not taken.
            ConnectionRefusedError: the provider cannot be reached; nothing was handed over.
            OSError: the line broke, and nobody knows whether it was taken.
        """


def has_sms_gateway() -> bool:
    """Whether text messages can be sent here."""
    return bool(settings.SMS_GATEWAY)


def sms_gateway() -> SmsGateway:
    """Return the gateway of this installation.

    Raises:
        ConnectionRefusedError: there is none (any more).
    """
    if not settings.SMS_GATEWAY:
        raise ConnectionRefusedError
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY)()
    return gateway
