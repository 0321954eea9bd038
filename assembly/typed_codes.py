"""Codes that people type from paper: drawn, printed in groups, and read however somebody typed them."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for another when typing from a letter."""
_GROUP = 4


def drawn_code(length: int) -> str:
    """Return a code that nobody can foresee; each mark carries almost five bits."""
    return "".join(secrets.choice(LETTERS) for _each in range(length))


def typed_code(text: str) -> str:
    """Return a code as it was made, from however somebody typed it; "" where nothing is left."""
    return "".join(mark for mark in text.lower() if mark.isalnum())


def shown_code(code: str) -> str:
    """Return a code in capitals and groups, as it is printed."""
    capitals = code.upper()
    return "-".join(capitals[start : start + _GROUP] for start in range(0, len(capitals), _GROUP))
