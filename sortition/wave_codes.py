"""The codes of letters: short enough to type, too many to guess, and telling nothing by themselves (docs/adr/0018)."""

import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

from assembly.typed_codes import LETTERS

LENGTH = 12


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
