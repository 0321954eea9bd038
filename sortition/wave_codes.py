"""The codes of letters: short enough to type, too many to guess, and telling nothing by themselves (docs/adr/0018)."""

import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for another when typing from a letter."""
LENGTH = 12
_GROUP = 4


def code_of(token: UUID, number: int) -> str:
    """Return the code of letter `number` of the wave with this token, made with the installation's secret."""
    drawn = salted_hmac("sortition.wave_codes", f"{token.hex}:{number}", algorithm="sha256").digest()
    value, code = int.from_bytes(drawn), ""
    for _each in range(LENGTH):
        value, rest = divmod(value, len(LETTERS))
        code += LETTERS[rest]
    return code


def code_digest(code: str) -> str:
    """Return what is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def typed_code(text: str) -> str:
    """Return a code as it was made, from however somebody typed it; "" where nothing is left."""
    return "".join(mark for mark in text.lower() if mark.isalnum())


def shown_code(code: str) -> str:
    """Return a code in capitals and groups, as it is printed."""
    capitals = code.upper()
    return "-".join(capitals[start : start + _GROUP] for start in range(0, len(capitals), _GROUP))
