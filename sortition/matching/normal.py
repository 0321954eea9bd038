"""Texts as they are compared: without case, accents, punctuation and the many ways to write one number."""

import re
import unicodedata

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_BREAKS = re.compile(r"[\W_]+")
_EXTENSION = re.compile(r"(?:\bext?(?:ension)?\.?|\bx|#)\s*\d+\s*$", re.IGNORECASE)
_SIGNIFICANT = 8
"""So many last digits tell a number apart, with or without its country's code or a leading zero."""
_SHORTEST = 6


def plain(text: str) -> str:
    """Return text in small letters without accents, its words parted by single spaces: “O’Brien-Łoś” → "obrien los"."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", folded)).strip()


def phone_key(text: str) -> str:
    """Return what the spellings of one number share: its last eight digits; "" for what is no number."""
    digits = "".join(character for character in _EXTENSION.sub("", text) if character in "0123456789")
    if len(digits) < _SHORTEST or len(set(digits)) == 1:
        return ""
    return digits[-_SIGNIFICANT:]


def email_key(text: str) -> str:
    """Return an address as it is compared; "" for what is none."""
    key = text.strip().casefold()
    return key if "@" in key else ""
