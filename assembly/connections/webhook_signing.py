"""Signatures of webhooks, as the specification “Standard Webhooks” wants them: pure functions on plain values.

Source: https://www.standardwebhooks.com/ (version 1 of the signatures: HMAC-SHA256, marked `v1`).
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
"""What a secret begins with, so that it is known for one wherever it is found."""
SECRET_BYTES = 32


def secret_text(key: bytes) -> str:
    """Return a key in the form in which it is given to the other side."""
    return PREFIX + base64.b64encode(key).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of one message: over its id, the moment of sending and the body, parted by points.

    timestamp: seconds since 1970 of this attempt.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(secrets: Sequence[str], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers; while a secret is being changed, each of `secrets` signs."""
    signatures = (
        signature(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets
    )
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
