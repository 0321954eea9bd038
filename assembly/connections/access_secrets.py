"""The secret of an access token: `asm_`, 32 letters and digits by chance, and six that prove it was not mistyped.

The prefix lets programs that look for leaked secrets find one, and the six at the end tell them that it is one. What is
kept is a SHA-256 of it: with 190 bits of chance nobody can try them through, so that no slow digest is needed.
"""

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "asm_"
RANDOM_LENGTH, CHECK_LENGTH = 32, 6
_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
PATTERN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_LENGTH + CHECK_LENGTH}}}")


def drawn_secret() -> str:
    """Draw the secret of a new token; it is shown once and kept nowhere."""
    body = PREFIX + "".join(secrets.choice(_LETTERS) for _each in range(RANDOM_LENGTH))
    return body + check_of(body)


def check_of(body: str) -> str:
    """Return the six letters and digits that belong to what stands before them (CRC-32 in base 62)."""
    number, found = zlib.crc32(body.encode()), ""
    for _each in range(CHECK_LENGTH):
        number, digit = divmod(number, len(_LETTERS))
        found = _LETTERS[digit] + found
    return found


def is_well_formed(secret: str) -> bool:
    """Whether something can be a token at all, before any database is asked."""
    return bool(PATTERN.fullmatch(secret)) and check_of(secret[:-CHECK_LENGTH]) == secret[-CHECK_LENGTH:]


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
