"""Read the messages that the demonstration's mail backend wrote into files."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

# Django's file backend ends every message with a line of 79 hyphens.
_END = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message as its reader would see it."""

    sent_at: datetime
    sender: str
    recipients: str
    subject: str
    body: str


def sent_messages(folder: Path) -> list[SentMessage]:
    """Return every message in `folder`, newest first."""
    found = [
        _read(part)
        for file in sorted(folder.glob("*.log"))
        for part in file.read_bytes().split(_END)
        if part.strip()
    ]
    return sorted(found, key=lambda message: message.sent_at, reverse=True)


def _read(raw: bytes) -> SentMessage:
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    body = message.get_body(preferencelist=("plain", "html"))
    return SentMessage(
        sent_at=parsedate_to_datetime(message["Date"]),
        sender=message["From"],
        recipients=message["To"],
        subject=message["Subject"],
        body=body.get_content() if body else "",
    )
