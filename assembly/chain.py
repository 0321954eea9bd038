"""Digests that chain the entries of the record: pure functions on plain values.

Each entry's digest covers the digest of the entry before it, so that no entry can be changed, taken out or put in
between without every later digest changing. Details are covered by a digest of their own, made under a random salt:
when details and salt are erased, the chain still holds, and nobody can find out by trying what the details were.
"""

import hashlib
import json
from datetime import UTC, datetime

START = "0" * 64
"""What the first entry of a chain follows."""


def details_digest(salt: bytes, text: str) -> str:
    """Return the digest of an entry's details: SHA-256 of the salt and the details' text in UTF-8."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def entry_digest(
    *,
    previous: str,
    chain: str,
    number: int,
    type_: str,
    object_type: str,
    object_id: str,
    actor: int | None,
    at: datetime,
    details: str,
) -> str:
    """Return the digest of one entry: SHA-256 of the JSON list of all that it covers, in this order.

    chain: whose record it is; number: the entry's place in it, from 1; details: the digest of the details.
    """
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    covered = [previous, chain, number, type_, object_type, object_id, actor, moment, details]
    return hashlib.sha256(json.dumps(covered, separators=(",", ":")).encode()).hexdigest()
