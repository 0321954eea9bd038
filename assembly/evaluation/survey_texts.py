"""Take names, addresses and numbers of people out of what somebody wrote, before anybody reads it."""

import re
from collections.abc import Iterable

HIDDEN = "[…]"
SHORTEST_NAME = 3
"""Parts of names with fewer letters would be found in everything."""
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
_PHONE = re.compile(r"(?<![\w])\+?\d(?:[\s./()-]{0,2}\d){6,14}(?!\w)")
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds people by any part of their names that begins with a capital; None where nobody has one.

    Capitals count: “Rose” is hidden in “Rose spoke”, and “rose” is not in “the price rose”.
    """
    parts = {part for name in names for part in _WORDS.findall(name) if len(part) >= SHORTEST_NAME}
    wanted = sorted({part for part in parts if part[0].isupper()}, key=lambda part: (-len(part), part))
    if not wanted:
        return None
    # Somebody's shouting is their name as well.
    forms = "|".join(re.escape(form) for part in wanted for form in dict.fromkeys((part, part.upper())))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")


def masked(text: str, names: re.Pattern[str] | None) -> str:
    """Return a text without e-mail addresses, phone numbers and names."""
    for pattern in (_EMAIL, _PHONE, names):
        if pattern is not None:
            text = pattern.sub(HIDDEN, text)
    return text
