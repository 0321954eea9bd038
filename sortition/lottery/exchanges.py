"""Name the exchanges of seats that keep a panel of counts on its face: what local search over panels needs.

A seat that goes from one type to another moves the row sums by the difference of their columns. Two seats of one
panel whose moves cancel each other keep every quota: a young woman for an old one, an old man for a young one.
"""

from __future__ import annotations

import numpy as np

from sortition.lottery.face import Face
from sortition.lottery.pool_types import Booleans, Floats, Integers, TypePool

FEW = 12
"""A row of so few types that only limits them is looked up per panel; a step need not make up for it."""

ENOUGH_NEIGHBOURS = 6
"""Steps may be as long as it takes for types to reach so many others on average."""

MOST_ENTRIES = 3_000_000
"""Size limit of the table of steps."""

BLOCK = 512
"""Types whose distances are computed at a time."""

KEY_SEED = 1961
"""Seeds the keys by which columns are compared; any seed gives the same answer."""


class Exchanges:
    """Hold the steps between the free types of a face.

    Types with the same column (they differ in their households only) are of one kind. Kinds are numbered
    0 … K − 1; K stands for types that are not free, or for no kind at all.

    kind: length T, the kind of each type.
    members: types ordered by kind; those of kind s are members[first[s] : first[s + 1]].
    steps: shape (D, rows), the steps; step 0 is none at all.
    inverse: length D, the step back.
    after: shape (D, K + 1), the kind reached from a kind by a step, K where there is none.
    ways: per kind s the steps that lead somewhere, way_step[way_first[s] : way_first[s + 1]], and way_kind.
    rows: the rows that steps move; limits: the others, see `limit_of` and `most`.
    limit_of: shape (T, q), the numbers of the limits that hold a type, filled up with the number of a row
        without limit; most: per limit the most seats.
    """

    def __init__(self, face: Face) -> None:
        pool = face.pool
        is_limit = _are_limits(face)
        self.rows = np.flatnonzero(~is_limit)
        self.limits = np.flatnonzero(is_limit)
        self.limit_of, self.most = _limits(pool, self.limits)
        dense = np.ascontiguousarray(pool.matrix[self.rows].toarray().T)
        free = face.free
        keys = _keys(dense)
        found, index, kind_of_free = np.unique(keys[free], return_index=True, return_inverse=True)
        self.kinds = len(found)
        self.kind = np.full(pool.count, self.kinds)
        self.kind[free] = kind_of_free
        order = np.argsort(kind_of_free, kind="stable")
        self.members = free[order]
        self.first = np.searchsorted(kind_of_free[order], np.arange(self.kinds + 1))
        self._tabulate(dense[free[index]], found)

    def _tabulate(self, columns: Floats, keys: Integers) -> None:
        kinds = self.kinds
        one, two = _near_pairs(columns)
        step_keys, example, step_of_pair, uses = np.unique(
            keys[two] - keys[one], return_index=True, return_inverse=True, return_counts=True
        )
        # A step that only one pair of kinds can make is never made up for by another pair.
        room = max(64, MOST_ENTRIES // max(kinds, 1))
        order = np.argsort(-uses, kind="stable")[:room]
        kept = np.sort(order[uses[order] > 1])
        # Both directions of a step have as many uses; a cut through a tie could part them.
        back = np.searchsorted(step_keys[kept], -step_keys[kept])
        back = np.minimum(back, max(len(kept) - 1, 0))
        kept = kept[step_keys[kept][back] == -step_keys[kept]] if len(kept) else kept
        number = np.full(len(step_keys), -1)
        number[kept] = np.arange(1, len(kept) + 1)
        self.steps = np.zeros((len(kept) + 1, columns.shape[1]))
        self.steps[1:] = columns[two[example[kept]]] - columns[one[example[kept]]]
        self.inverse = np.append(0, 1 + np.searchsorted(step_keys[kept], -step_keys[kept]))
        self.after = np.full((len(kept) + 1, kinds + 1), kinds, dtype=np.int32)
        self.after[0] = np.arange(kinds + 1)
        chosen = number[step_of_pair]
        is_kept = chosen > 0
        one, two, chosen = one[is_kept], two[is_kept], chosen[is_kept]
        self.after[chosen, one] = two
        several = np.flatnonzero(np.diff(self.first) > 1)
        start = np.concatenate([several, one])
        way = np.lexsort((np.concatenate([np.zeros(len(several), dtype=np.int64), chosen]), start))
        self.way_step = np.concatenate([np.zeros(len(several), dtype=np.int64), chosen])[way]
        self.way_kind = np.concatenate([several, two])[way]
        self.way_first = np.searchsorted(start[way], np.arange(kinds + 2))


def _are_limits(face: Face) -> Booleans:
    return np.array(
        [
            lower <= 0 and len(row.columns) <= FEW and all(one == 1 for one in row.coefficients)
            for row, lower in zip(face.pool.rows, face.row_lower.tolist(), strict=True)
        ]
    )


def _limits(pool: TypePool, limits: Integers) -> tuple[Integers, Floats]:
    of_type: list[list[int]] = [[] for _ in range(pool.count)]
    for number, row in enumerate(limits.tolist()):
        for t in pool.rows[row].columns:
            of_type[t].append(number)
    width = max(1, *map(len, of_type))
    table = np.full((pool.count, width), len(limits))
    for t, numbers in enumerate(of_type):
        table[t, : len(numbers)] = numbers
    return table, np.append(pool.upper_sides[limits], np.inf)


def _keys(columns: Floats) -> Integers:
    """Give every column a whole number, additive (modulo 2⁶⁴) so that equal steps have equal differences."""
    random_numbers = np.random.Generator(np.random.PCG64(KEY_SEED)).integers(
        -(2**62), 2**62, size=columns.shape[1]
    )
    return np.asarray(np.rint(columns).astype(np.int64) @ random_numbers)


def _near_pairs(columns: Floats) -> tuple[Integers, Integers]:
    """Give ordered pairs of kinds whose columns differ little: in the value of one category, as a rule."""
    kinds = len(columns)
    if kinds < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    norms = (columns**2).sum(axis=1)
    radius = _radius(columns, norms)
    ones, twos = [], []
    for start in range(0, kinds, BLOCK):
        distances = _distances(columns, norms, slice(start, start + BLOCK))
        one, two = np.nonzero((distances <= radius) & (distances > 0))
        ones.append(one + start)
        twos.append(two)
    return np.concatenate(ones), np.concatenate(twos)


def _radius(columns: Floats, norms: Floats) -> float:
    """Give the smallest squared distance within which kinds have enough neighbours on average, from a sample."""
    every = max(1, len(columns) // BLOCK)
    sample = np.arange(0, len(columns), every)
    distances = np.sort(_distances(columns, norms, sample).ravel())
    place = min(len(distances) - 1, len(sample) * (1 + ENOUGH_NEIGHBOURS))
    return float(distances[place])


def _distances(columns: Floats, norms: Floats, which: slice | Integers) -> Floats:
    return np.asarray(np.rint(norms[which][:, np.newaxis] + norms - 2.0 * (columns[which] @ columns.T)))
