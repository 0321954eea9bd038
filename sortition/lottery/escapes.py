"""Text that no spreadsheet takes for a formula, and back again: what is written so is read as it was."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def escaped(text: str) -> str:
    """Put an apostrophe before text that begins like a formula, or like a formula escaped before."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """Take off the one apostrophe that `escaped` put there; `unescaped(escaped(text)) == text` for every text."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
