"""The same household under another spelling of its address.

Two addresses may be one when their postcodes and their numbers are the same and their words are `SAME_WORDS` per cent
alike: “12 Mill Lane flat 2” and “Flat 2, 12 Mill Ln”. Numbers, single letters and words such as “upper” are never
taken for typing errors: next door lives somebody else.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from sortition.matching.blocks import Match, blocks_of, pairs_of
from sortition.matching.normal import plain

SAME_WORDS = 84

_LONG = {
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "cl": "close",
    "cres": "crescent",
    "ct": "court",
    "crt": "court",
    "dr": "drive",
    "drv": "drive",
    "gdns": "gardens",
    "gr": "grove",
    "gro": "grove",
    "hse": "house",
    "hwy": "highway",
    "la": "lane",
    "ln": "lane",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "st": "street",
    "str": "strasse",
    "ter": "terrace",
    "terr": "terrace",
    "wy": "way",
}
# What only announces a number.
_ANNOUNCE = frozenset(
    ["flat", "apartment", "apt", "appt", "app", "unit", "room", "rm", "no", "nr", "number", "suite"]
)
_PARTS_OF_A_HOUSE = [
    "upper",
    "lower",
    "top",
    "ground",
    "basement",
    "front",
    "rear",
    "left",
    "right",
    "attic",
    "annex",
]
_DIRECTIONS = [
    "north",
    "south",
    "east",
    "west",
    "first",
    "second",
    "third",
    "fourth",
    "old",
    "new",
    "links",
    "rechts",
]
_EXACT = frozenset([*_PARTS_OF_A_HOUSE, *_DIRECTIONS])
_GLUED = re.compile(r"\b([a-z]{2,})(\d)")
_NUMBER_LETTER = re.compile(r"\b(\d+) ([a-z])\b")


@dataclass(frozen=True, slots=True)
class Place:
    """An address as it is compared."""

    postcode: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def key(self) -> Hashable:
        """Return what two spellings share that differ in order and abbreviations alone."""
        return (self.postcode, self.numbers, tuple(sorted(self.words)))


def place_of(address: str, postcode: str) -> Place | None:
    """Take an address apart; None where there is none."""
    text = plain(address)
    if not text:
        return None
    code = plain(postcode)
    if code and text.endswith(f" {code}"):
        text = text[: -len(code)]
    text = _NUMBER_LETTER.sub(r"\1\2", _GLUED.sub(r"\1 \2", text))
    tokens = [_long(token) for token in text.split() if token not in _ANNOUNCE]
    exact = [token for token in tokens if _is_exact(token)]
    words = [token for token in tokens if not _is_exact(token)]
    if not tokens:
        return None
    return Place(code.replace(" ", ""), tuple(sorted(exact)), tuple(words))


def address_score(one: Place, other: Place) -> int:
    """Return how alike two addresses are in per cent; 0 where postcode or numbers differ, or no postcode is known."""
    if not one.postcode or (one.postcode, one.numbers) != (other.postcode, other.numbers):
        return 0
    mine, theirs = " ".join(one.words), " ".join(other.words)
    if not mine or not theirs:
        return 100 if mine == theirs and one.numbers else 0
    # A town's name behind the street is no difference, so what one of them lacks altogether does not count.
    return int(
        max(fuzz.ratio(mine, theirs), fuzz.token_sort_ratio(mine, theirs), fuzz.token_set_ratio(mine, theirs))
    )


def possible_households(
    people: Iterable[tuple[int, str, str, str]],
) -> tuple[list[tuple[Match, str, str]], int]:
    """Return each pair of addresses that may be one, with their keys, and how many were too many to compare.

    people: one for each address: (key of the person, key of the address, address, postcode).
    """
    rows = [(pk, key, place) for pk, key, *where in people if (place := place_of(*where)) and place.postcode]
    blocks, left_out = blocks_of([[(place.postcode, place.numbers)] for _pk, _key, place in rows])
    found = []
    for one, other in pairs_of(blocks, len(rows)):
        (pk, key, place), (other_pk, other_key, other_place) = rows[one], rows[other]
        score = address_score(place, other_place)
        if score >= SAME_WORDS and key != other_key:
            (first, first_key), (second, second_key) = sorted([(pk, key), (other_pk, other_key)])
            found.append((Match(first, second, score, (("address_alike", score),)), first_key, second_key))
    return found, left_out


def _is_exact(token: str) -> bool:
    return len(token) == 1 or token in _EXACT or not token.isalpha()


def _long(token: str) -> str:
    if token.endswith("str") and len(token) > 4:
        return f"{token}asse"
    return _LONG.get(token, token)
