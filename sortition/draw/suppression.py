"""Count people by value for the public file, leaving out what would tell about few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sortition.draw.frozen import Count, Quota

CROSS = "×"


def count_values(
    values: Mapping[str, Mapping[str, str]],
    panels: Sequence[Sequence[str]],
    quotas: Sequence[Quota],
    suppress_below: int,
) -> tuple[Count, ...]:
    """Count per value the people of the pool, and in how many panels it has how many seats.

    values: pseudonym → category → value.

    Counts of single panels are never given: as the members of each panel are known by pseudonym, they would be
    equations that can be solved for the value of each. Crossed categories are left out for the same reason.
    """
    found = []
    for category in sorted({quota.category for quota in quotas if CROSS not in quota.category}):
        pool = Counter({quota.value: 0 for quota in quotas if quota.category == category})
        pool.update(own[category] for own in values.values())
        hidden = hidden_values(pool, suppress_below)
        seats = [Counter(values[pseudonym][category] for pseudonym in panel) for panel in panels]
        for value in sorted(pool):
            if value in hidden:
                found.append(Count(category, value, None, None))
            else:
                spread = Counter(counted[value] for counted in seats)
                found.append(Count(category, value, pool[value], tuple(sorted(spread.items()))))
    return tuple(found)


def hidden_values(pool: Mapping[str, int], suppress_below: int) -> frozenset[str]:
    """Choose the values of one category that are not told.

    All below the limit; and, as everybody has one value and the number of all is known, further ones from the
    smallest up until two or more are hidden that together reach the limit.
    """
    by_size = sorted(pool, key=lambda value: (pool[value], value))
    hidden = [value for value in by_size if pool[value] < suppress_below]
    if not hidden:
        return frozenset()
    for value in by_size[len(hidden) :]:
        if len(hidden) >= 2 and sum(pool[held] for held in hidden) >= suppress_below:
            break
        hidden.append(value)
    return frozenset(hidden)
