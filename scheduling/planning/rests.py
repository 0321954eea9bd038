"""Find where members work too long without a rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduling.planning.clash_rules import Clash, ClashCode, span_of
from scheduling.planning.programme import Item, Programme


def stretches(programme: Programme, items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give the chains of work of one session: within one, no pause is as long as the shortest rest."""
    chain: list[Item] = []
    reached = None
    for item in sorted((i for i in items if i.is_work), key=lambda i: (span_of(i), i.key)):
        span = span_of(item)
        if reached is not None and span.start - reached >= programme.shortest_rest:
            yield chain
            chain = []
        reached = span.end if not chain or reached is None else max(reached, span.end)
        chain.append(item)
    if chain:
        yield chain


def clashes_of_rest(programme: Programme, items: Iterable[Item]) -> Iterator[Clash]:
    """Test the placed items of all sessions: nobody works longer than the longest stretch.

    A rest is a time in which no work is planned in any room; whether it is called a break makes no difference.
    """
    by_session: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.session_key is not None and item.is_work:
            by_session[item.session_key].append(item)
    for session, found in sorted(by_session.items()):
        for chain in stretches(programme, found):
            start, end = span_of(chain[0]).start, max(span_of(item).end for item in chain)
            if end - start > programme.longest_stretch:
                keys = tuple(sorted(item.key for item in chain))
                yield Clash(ClashCode.NO_REST, keys, {"session": session, "start": start, "end": end})
