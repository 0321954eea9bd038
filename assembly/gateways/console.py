"""A gateway that sends nothing: for development and the demonstration."""

import sys

import structlog
from django.conf import settings

from assembly.sms_text import sms_parts

_log = structlog.get_logger(__name__)


class ConsoleGateway:
    """Say in the log that there was a message; show number and text only on a developer's own screen."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Take every message."""
        _log.info("sms_sent", reference=reference, parts=sms_parts(text))
        if settings.DEBUG or settings.DEMO:
            sys.stdout.write(f"SMS to {number}:\n{text}\n\n")
