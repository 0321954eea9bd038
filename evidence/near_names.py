"""Find names that could be the same person's. Needs no database."""

import unicodedata
from collections.abc import Hashable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz

Key = TypeVar("Key", bound=Hashable)

NEAR = 88
"""From which likeness of two names, of 100, somebody is asked to look. Two letters of twenty may differ."""
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "rev"})


def plain_name(name: str) -> str:
    """Return a name without titles, accents, signs and capitals."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in parts if not unicodedata.combining(sign))
    words = letters.split()
    return " ".join(word for word in words if word not in _TITLES) or " ".join(words)


def near_names(name: str, known: Mapping[Key, str]) -> list[Key]:
    """Return the keys of known names that could be the same person's, the likest first; order of words is no matter."""
    own = plain_name(name)
    if not own:
        return []
    found = [(fuzz.token_sort_ratio(own, plain_name(other)), key) for key, other in known.items()]
    near = [(likeness, key) for likeness, key in found if likeness >= NEAR]
    return [key for _likeness, key in sorted(near, key=lambda pair: -pair[0])]
