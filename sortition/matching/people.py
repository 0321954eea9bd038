"""The same person under another id.

Two entries may be one person when they share something that few people share, and nothing speaks against it:

- the date of birth, and names at least `SAME_BIRTH` per cent alike;
- an e-mail address or a phone, and names at least `SAME_CONTACT` per cent alike or the same first name (people change
  their last name), or the same date of birth; where their dates of birth differ, names at least `SAME_ADDRESS` per cent
  alike;
- the address, and names at least `SAME_ADDRESS` per cent alike, unless their dates of birth differ (mother and
  daughter).

So every pair shares a key, and comparing within blocks finds exactly what comparing everybody with everybody would.
"""

import datetime
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sortition.matching.addresses import place_of
from sortition.matching.blocks import Match, Reason, blocks_of, pairs_of
from sortition.matching.normal import email_key, phone_key, plain

SAME_BIRTH, SAME_CONTACT, SAME_ADDRESS = 75, 70, 85
_SAME_FIRST_NAME = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One respondent as they are compared. Blank texts and None are shared with nobody."""

    key: int
    first: str
    names: tuple[str, ...]
    """First name before last; last before first; the same with the first of several first names."""
    born: datetime.date | None
    email: str
    phone: str
    place: Hashable

    def blocks(self) -> list[Hashable]:
        """Return what others may share."""
        shared = (("born", self.born), ("email", self.email), ("phone", self.phone), ("place", self.place))
        return [each for each in shared if each[1]]


def entry_of(
    key: int,
    *,
    first_name: str = "",
    last_name: str = "",
    born_on: datetime.date | None = None,
    email: str = "",
    phone: str = "",
    address: str = "",
    postcode: str = "",
) -> Entry:
    """Return an entry from what is stored."""
    first, last = plain(first_name), plain(last_name)
    names = [f"{first} {last}".strip(), f"{last} {first}".strip()]
    given = first.partition(" ")[0]
    if given != first:
        names += [f"{given} {last}".strip(), f"{last} {given}".strip()]
    place = place_of(address, postcode)
    return Entry(
        key, first, tuple(names), born_on, email_key(email), phone_key(phone), place.key if place else None
    )


def name_score(one: Entry, other: Entry) -> int:
    """Return how alike two names are in per cent, whichever way round they stand and without second first names."""
    if not one.names[0] or not other.names[0]:
        return 0
    if one.names[0] == other.names[0]:
        return 100
    # What is turned need not be compared with what is turned as well.
    best = 0.0
    for mine, straight in zip(one.names, _STRAIGHT, strict=False):
        for theirs, also_straight in zip(other.names, _STRAIGHT, strict=False):
            if straight or also_straight:
                best = max(best, fuzz.ratio(mine, theirs))
    return int(best)


_STRAIGHT = (True, False, True, False)


def compare(one: Entry, other: Entry) -> Match | None:
    """Return why two entries may be one person; None if nothing suggests it. The order does not matter."""
    same_birth = one.born is not None and one.born == other.born
    differs = one.born is not None and other.born is not None and one.born != other.born
    same_email = bool(one.email) and one.email == other.email
    same_phone = bool(one.phone) and one.phone == other.phone
    same_place = one.place is not None and one.place == other.place
    if not (same_birth or same_email or same_phone or same_place):
        return None
    score = name_score(one, other)
    reached = (
        (same_birth and score >= SAME_BIRTH)
        or ((same_email or same_phone) and (same_birth or score >= SAME_ADDRESS))
        or (
            (same_email or same_phone)
            and not differs
            and (score >= SAME_CONTACT or _same_first_name(one, other))
        )
        or (same_place and score >= SAME_ADDRESS and not differs)
    )
    if not reached:
        return None
    said = (
        ("email", same_email),
        ("phone", same_phone),
        ("born", same_birth),
        ("address", same_place),
        ("born_differs", differs),
    )
    reasons: list[Reason] = [(code, 0) for code, is_so in said if is_so]
    reasons.insert(len(reasons) - differs, ("names", score))
    first, second = sorted((one.key, other.key))
    weight = (
        score * 6 // 10 + 20 * same_birth + 10 * (same_email + same_phone) + 5 * same_place - 10 * differs
    )
    return Match(first, second, max(0, min(weight, 100)), tuple(reasons))


def shared_contact(one: Entry, other: Entry) -> tuple[Reason, ...]:
    """Return which of e-mail address and phone two entries share, whatever their names."""
    shared = (("email", one.email == other.email != ""), ("phone", one.phone == other.phone != ""))
    return tuple((code, 0) for code, is_so in shared if is_so)


def possible_persons(entries: Sequence[Entry]) -> tuple[list[Match], int]:
    """Return each pair that may be one person, once, and how many entries share something with too many others."""
    blocks, left_out = blocks_of([entry.blocks() for entry in entries])
    found = (compare(entries[one], entries[other]) for one, other in pairs_of(blocks, len(entries)))
    return [match for match in found if match], left_out


def _same_first_name(one: Entry, other: Entry) -> bool:
    return bool(one.first and other.first) and fuzz.ratio(one.first, other.first) >= _SAME_FIRST_NAME
