"""Find people in free text by what they are recognised by, and take them out of it. Standard library only."""

import re
from collections.abc import Collection, Iterable, Iterator

SHORTEST = 4
"""Texts with fewer characters than this would be found in everything."""

AT_ONCE = 500
"""Texts searched for in one pass."""

Patterns = list[re.Pattern[str]]


def patterns_of(texts: Iterable[str]) -> Patterns:
    """Return patterns that find any of `texts`, in whatever capitals; the longest first."""
    wanted = sorted({text for text in texts if len(text) >= SHORTEST}, key=lambda text: (-len(text), text))
    return [
        re.compile("|".join(map(re.escape, wanted[start : start + AT_ONCE])), re.IGNORECASE)
        for start in range(0, len(wanted), AT_ONCE)
    ]


def found_in(patterns: Patterns, texts: Iterable[str]) -> Iterator[str]:
    """Yield what the patterns find in `texts`, as it is written there."""
    for text in texts:
        for pattern in patterns:
            yield from pattern.findall(text)


def without(text: str, found: Collection[str], instead: str) -> str:
    """Return `text` with everything in `found` replaced."""
    for pattern in patterns_of(found):
        text = pattern.sub(lambda _match: instead, text)
    return text
