"""Take the fields of a decoded file apart, strictly, naming the field that is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sortition.draw.canonical import LARGEST_WHOLE
from sortition.draw.errors import DrawError

LONGEST_TEXT = 2000

_HEX = re.compile(r"[0-9a-f]*")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")

T = TypeVar("T")


def members(value: Any, where: str, *names: str) -> dict[str, Any]:
    """Take an object that has exactly these members."""
    found = mapping(value, where)
    for name in names:
        if name not in found:
            raise DrawError("missing_field", {"field": f"{where}.{name}"})
    for name in found:
        if name not in names:
            raise DrawError("unknown_field", {"field": f"{where}.{name[:80]}"})
    return found


def mapping(value: Any, where: str) -> dict[str, Any]:
    """Take an object with any members."""
    if not isinstance(value, dict):
        raise DrawError("not_an_object", {"field": where})
    return value


def words(value: Any, where: str) -> dict[str, str]:
    """Take an object from text to text."""
    return {text(key, where): text(held, f"{where}.{key}") for key, held in mapping(value, where).items()}


def items(value: Any, where: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """Take a list, reading each item."""
    if not isinstance(value, list):
        raise DrawError("not_a_list", {"field": where})
    return tuple(read(item, f"{where}[{at}]") for at, item in enumerate(value))


def text(value: Any, where: str) -> str:
    """Take text that is not blank, in NFC, without control characters."""
    if not isinstance(value, str):
        raise DrawError("not_text", {"field": where})
    is_plain = unicodedata.is_normalized("NFC", value) and not any(
        unicodedata.category(letter) in {"Cc", "Cs"} for letter in value
    )
    if not value or len(value) > LONGEST_TEXT or not is_plain:
        raise DrawError("text_not_canonical", {"field": where})
    return value


def whole(value: Any, where: str, lowest: int = 0, highest: int = LARGEST_WHOLE) -> int:
    """Take a whole number within bounds."""
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise DrawError("number_out_of_range", {"field": where, "lowest": lowest, "highest": highest})
    return value


def hexadecimal(value: Any, where: str, bytes_: int) -> str:
    """Take so many bytes as lower-case hexadecimal digits."""
    if not isinstance(value, str) or len(value) != 2 * bytes_ or not _HEX.fullmatch(value):
        raise DrawError("not_hexadecimal", {"field": where, "bytes": bytes_})
    return value


def moment(value: Any, where: str) -> str:
    """Take a moment in UTC, to the second: 2026-04-17T09:00:00Z."""
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        raise DrawError("not_a_moment", {"field": where}) from None
    return value


def exactly(value: Any, where: str, expected: str) -> None:
    """Insist on one value."""
    if value != expected:
        raise DrawError("unexpected_value", {"field": where, "expected": expected})


def rising(keys: Sequence[Any], where: str, *, may_repeat: bool = False) -> None:
    """Insist on the canonical order."""
    for at in range(1, len(keys)):
        if keys[at] < keys[at - 1] or (keys[at] == keys[at - 1] and not may_repeat):
            raise DrawError("not_in_canonical_order", {"field": f"{where}[{at}]"})
