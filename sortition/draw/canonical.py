"""Write and read canonical JSON: the same content is always the same bytes, and no other bytes are taken."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from sortition.draw.errors import DrawError

FORMAT = "assembly-draw/1"

LARGEST_WHOLE = 2**53 - 1
"""Beyond it programmes that hold JSON numbers in double precision would read another number."""

LARGEST_FILE = 64 * 1024 * 1024


def encode(value: Any) -> bytes:
    """Give the canonical bytes: keys sorted by code point, no spaces, UTF-8, nothing escaped but `"` and a backslash.

    What may stand in a file (text in NFC without control characters, whole numbers) is checked where it is read.
    """
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(value: Any) -> str:
    """Give the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(encode(value)).hexdigest()


def decode(data: bytes) -> Any:
    """Read canonical bytes.

    Raises:
        DrawError: file_too_large, not_utf8, not_json, not_canonical, repeated_field, not_a_whole_number,
            nested_too_deeply.
    """
    if len(data) > LARGEST_FILE:
        raise DrawError("file_too_large", {"bytes": len(data), "largest": LARGEST_FILE})
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise DrawError("not_utf8", {"byte": error.start}) from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_not_whole,
            parse_constant=_not_whole,
        )
        again = encode(value)
    except json.JSONDecodeError as error:
        raise DrawError("not_json", {"character": error.pos}) from None
    except RecursionError:
        raise DrawError("nested_too_deeply") from None
    except UnicodeEncodeError:
        raise DrawError("not_utf8", {"byte": None}) from None
    if again != data:
        raise DrawError("not_canonical")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DrawError("repeated_field", {"field": key[:80]})
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > 16 or int(digits) > LARGEST_WHOLE:
        raise DrawError("not_a_whole_number", {"value": digits[:20]})
    return int(digits)


def _not_whole(text: str) -> NoReturn:
    raise DrawError("not_a_whole_number", {"value": text[:20]})
