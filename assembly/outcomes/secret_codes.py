"""Voting codes: drawn, read however somebody typed them, and sealed, so that no row of a vote shows them."""

import hashlib
import hmac
import secrets

from assembly.typed_codes import LETTERS, drawn_code
from assembly.typed_codes import shown_code as shown_code  # noqa: PLC0414 (printed like every other code)
from assembly.typed_codes import typed_code as _marks

CODE_LENGTH = 12
"""Eleven marks that nobody can foresee (54 bits) and one that tells a slip of the finger from a code of nobody's."""
RECEIPT_LENGTH = 12
SECRET_BYTES = 32


def fresh_code() -> str:
    """Return a code that nobody can foresee."""
    marks = drawn_code(CODE_LENGTH - 1)
    return marks + _check_mark(marks)


def fresh_receipt() -> str:
    """Return a receipt: a word of chance that has nothing to do with a code or a vote."""
    return drawn_code(RECEIPT_LENGTH)


def fresh_secret() -> bytes:
    """Return the secret of one ballot."""
    return secrets.token_bytes(SECRET_BYTES)


def fresh_key() -> str:
    """Return what stands in place of a sealed code once nothing shall lead back to it."""
    return secrets.token_hex(hashlib.sha256().digest_size)


def typed_code(text: str) -> str | None:
    """Return a code as it was made; None where a mark was mistyped, left out or put in another place."""
    code = _marks(text)
    if len(code) != CODE_LENGTH or not set(code) <= set(LETTERS):
        return None
    return code if code[-1] == _check_mark(code[:-1]) else None


def vote_key(secret: bytes, code: str, question: int) -> str:
    """Seal a code for one question: two questions' keys of the same code have nothing in common to see."""
    return _sealed(secret, f"question {question}", code)


def receipt_key(secret: bytes, code: str) -> str:
    """Seal a code for its receipt, which so leads to no vote."""
    return _sealed(secret, "receipt", code)


def _sealed(secret: bytes, what_for: str, code: str) -> str:
    key = hmac.digest(secret, what_for.encode(), "sha256")
    return hmac.new(key, code.encode(), "sha256").hexdigest()


def _check_mark(marks: str) -> str:
    """Return the mark that makes the sum of place × value a multiple of 31, the number of marks.

    31 is a prime number, so one wrong mark, or any two that changed places, give another sum.
    """
    size = len(LETTERS)
    total = sum(place * LETTERS.index(mark) for place, mark in enumerate(marks, start=1))
    return LETTERS[-total * pow(len(marks) + 1, -1, size) % size]
