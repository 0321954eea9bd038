"""Turn what a source gave into the number of a panel, each number equally likely."""

from __future__ import annotations

import hashlib

from sortition.draw.canonical import FORMAT, digest
from sortition.draw.errors import DrawError
from sortition.draw.sources import (
    Balls,
    BallsRead,
    Beacon,
    BeaconRound,
    Reveal,
    Revealed,
    Source,
    Value,
    seed_commitment,
)


def panel_number(source: Source, value: Value, *, panels: int, frozen_hash: str) -> int:
    """Give the number of the panel, from 0.

    Raises:
        DrawError: source_differs, round_differs, randomness_is_not_the_hash, one_entry_only, entries_differ,
            wrong_faces, go_after_the_last, no_go_counts, seed_differs, parties_differ.
    """
    if isinstance(source, Balls) and isinstance(value, BallsRead):
        return _from_balls(source, value, panels)
    if isinstance(source, Beacon) and isinstance(value, BeaconRound):
        seed = _beacon_seed(source, value)
    elif isinstance(source, Reveal) and isinstance(value, Revealed):
        seed = _revealed_seed(source, value)
    else:
        raise DrawError("source_differs")
    return _from_seed(seed, panels, frozen_hash)


def fold(number: int, *, space: int, panels: int) -> int | None:
    """Map one of `space` equally likely numbers to a panel, or to none: then it is drawn again.

    Numbers from the largest multiple of `panels` up are refused, so that each panel has ⌊space / panels⌋ numbers.
    """
    return number % panels if number < space // panels * panels else None


def _from_balls(source: Balls, value: BallsRead, panels: int) -> int:
    if len({entry.by for entry in value.entries}) < max(2, len(value.entries)):
        raise DrawError("one_entry_only")
    if len({entry.goes for entry in value.entries}) > 1:
        raise DrawError("entries_differ")
    goes = value.entries[0].goes
    for at, go in enumerate(goes):
        if len(go) != source.count or not all(0 <= face - source.lowest < source.sides for face in go):
            raise DrawError("wrong_faces", {"go": at + 1})
        number = 0
        for face in go:
            number = number * source.sides + face - source.lowest
        found = fold(number, space=source.sides**source.count, panels=panels)
        if found is not None:
            if at + 1 < len(goes):
                raise DrawError("go_after_the_last", {"go": at + 2})
            return found
    raise DrawError("no_go_counts")


def _beacon_seed(source: Beacon, value: BeaconRound) -> str:
    if value.round != source.round:
        raise DrawError("round_differs", {"named": source.round, "given": value.round})
    if hashlib.sha256(bytes.fromhex(value.signature)).hexdigest() != value.randomness:
        raise DrawError("randomness_is_not_the_hash")
    return value.randomness


def _revealed_seed(source: Reveal, value: Revealed) -> str:
    if tuple(seed.party for seed in value.seeds) != tuple(party.name for party in source.parties):
        raise DrawError("parties_differ")
    if tuple(addition.by for addition in value.added) != source.adders:
        raise DrawError("parties_differ")
    for party, seed in zip(source.parties, value.seeds, strict=True):
        if seed_commitment(party.name, seed.seed) != party.commitment:
            raise DrawError("seed_differs", {"party": party.name})
    given = value.to_json()
    return digest({"added": given["added"], "format": FORMAT, "kind": "seeds", "seeds": given["seeds"]})


def _from_seed(seed: str, panels: int, frozen_hash: str) -> int:
    attempt = 0
    while True:
        told = {
            "attempt": attempt,
            "format": FORMAT,
            "frozen": frozen_hash,
            "kind": "panel number",
            "seed": seed,
        }
        found = fold(int(digest(told), 16), space=2**256, panels=panels)
        if found is not None:
            return found
        attempt += 1
