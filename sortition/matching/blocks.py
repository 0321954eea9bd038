"""Pairs from blocks: only entries that share something are compared, each pair once."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

LARGEST_BLOCK = 1_000
"""What more entries than this have in common is a stopgap (1 January 1900, the office's phone): it tells nothing."""

Reason = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Match:
    """Two keys, the smaller first, how alike they are (per cent, to order by), and why: (code, number)."""

    first: int
    second: int
    score: int
    reasons: tuple[Reason, ...]


def blocks_of(keys: Iterable[Sequence[Hashable]]) -> tuple[list[list[int]], int]:
    """Return the blocks of positions that share a key, and how many positions stand in blocks that are too large.

    keys: for each position its keys; two positions share a block when one of their keys is equal.
    """
    blocks: dict[Hashable, list[int]] = {}
    for position, own in enumerate(keys):
        for key in own:
            blocks.setdefault(key, []).append(position)
    small = [block for block in blocks.values() if 1 < len(block) <= LARGEST_BLOCK]
    left_out = {position for block in blocks.values() if len(block) > LARGEST_BLOCK for position in block}
    return small, len(left_out)


def pairs_of(blocks: Iterable[Sequence[int]], count: int) -> Iterator[tuple[int, int]]:
    """Return each pair of positions that share a block, once; `count` is the number of positions."""
    seen: set[int] = set()
    for block in blocks:
        for one, other in combinations(block, 2):
            pair = one * count + other
            if pair not in seen:
                seen.add(pair)
                yield one, other
