"""What is kept of the codes of printed letters: a slow digest with salt, over one with the installation's key.

Whoever has a copy of the database lacks the key. Whoever has the key too needs `LETTER_CODE_ROUNDS` of PBKDF2 for every
try: a code has 59 bits, so 20,000 rounds ask as much of them as Django's million do at a password of 53 bits, and three
hundred letters of six codes are still printed within ten seconds. One salt for the codes of a letter: a try costs one
slow digest, however many codes the letter has.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils.crypto import salted_hmac

_hasher = PBKDF2PasswordHasher()
_SALTED = "$"
"""Stands in every slow digest and in none of those that were kept without one."""


def fresh_digests(reference: str, codes: Sequence[str]) -> list[str]:
    """Return what is kept of the codes of a letter, in their order. It takes some milliseconds a code."""
    salt = _hasher.salt()
    return [_hasher.encode(_keyed(reference, code), salt, settings.LETTER_CODE_ROUNDS) for code in codes]


def digest_beside(kept: str | None, reference: str, code: str) -> str:
    """Return what would be kept of a typed code in a letter of which `kept` is one digest.

    None stands for a letter that is not there. It takes the same time in every case. Letters that were printed when
    digests were not slow have keyed ones alone, until they run out.
    """
    keyed = _keyed(reference, code)
    if kept is None or _SALTED not in kept:
        _hasher.encode(keyed, _hasher.salt(), settings.LETTER_CODE_ROUNDS)
        return keyed
    made = _hasher.decode(kept)
    salt, rounds = str(made["salt"]), int(made["iterations"])
    if (lacking := settings.LETTER_CODE_ROUNDS - rounds) > 0:
        _hasher.encode(keyed, salt, lacking)
    return _hasher.encode(keyed, salt, rounds)


def _keyed(reference: str, code: str) -> str:
    # Keyed with the installation's secret: whoever reads the database alone cannot try codes against it.
    return salted_hmac("assembly.sign_in_letters", f"{reference}:{code}", algorithm="sha256").hexdigest()
