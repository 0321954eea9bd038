"""Better one round by exchanging two people at a time, the other rounds standing still (tabu search).

With u_ij = what a meeting of i and j in this round costs (dearer where they meet elsewhere, dearest where they are
kept apart, a gain where they are kept together), a_it = what a seat of i at table t costs (rules only), x_it = 1 where
i sits at t, and c_tv = Σ_i h_iv x_it people of value v at t, the cost of a round is

    Σ_t Σ_{i<j} u_ij x_it x_jt  +  Σ_it a_it x_it  +  Σ_tv w_v · max(0, c_tv − ⌈e_tv⌉, ⌊e_tv⌋ − c_tv)

with even shares e_tv = size_t · N_v / n. All exchanges are priced at once in a matrix n × n; the cheapest is done even
if it costs, and nobody returns to a table left a few steps ago. The best seating on the way is kept, by rules first,
balance next, meetings last.

Source: I. Dotú, P. Van Hentenryck, "Scheduling social golfers locally", CPAIOR 2005, doi 10.1007/11493853_13, for the
neighbourhood and the tabu list; balance and rules are priced into it here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

RULE = 20_000
"""Cost of one broken rule: above all else that a round can cost."""
BALANCE = 1_000
"""Cost of one person too many or too few, where seatings are compared."""
BALANCE_ON_THE_WAY = 10
"""The same while exchanges are priced: low enough that the search gets from one balanced seating to another."""
REPEAT = 4
"""Cost of a meeting of two who meet elsewhere; 1 more for each further time."""
TENURE = (6, 14)
"""Steps for which somebody may not return to a table."""
BARRED = 1e6
SAME_TABLE = 1e9


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold what is the same in all steps of a round. n people, T tables in use, V values of all categories.

    bans: n × T, rules broken by a seat. pairs: n × n, rules broken (or kept, below 0) by sharing a table.
    has: n × V, 0 or 1. low, high: T × V, even shares rounded down and up. weights: V.
    movable: n, who has no fixed seat.
    """

    bans: Floats
    pairs: Floats
    has: Floats
    low: Floats
    high: Floats
    weights: Floats
    movable: NDArray[np.bool_]


class RoundSearch:
    """Keep one round while it is bettered."""

    def __init__(self, ground: Ground, seats: Integers, chance: np.random.Generator) -> None:
        self.ground, self._chance = ground, chance
        self.seats = seats.copy()
        self._noise = chance.random(4 * ground.bans.size + 1, dtype=np.float32) * 0.2
        self._has_over = np.ascontiguousarray(ground.has.T)

    def cost(self, meetings: Floats) -> int:
        """Price the round as seatings are compared."""
        ground, seats = self.ground, self.seats
        same = seats[:, None] == seats[None, :]
        pairs = float(((meetings + ground.pairs) * same).sum(dtype=np.float64)) / 2
        bans = float(ground.bans[np.arange(len(seats)), seats].sum(dtype=np.float64))
        every = np.arange(ground.bans.shape[1])
        return round(pairs + bans) + BALANCE * self._uneven(self._counts(), every)

    def better(self, meetings: Floats, steps: int) -> int:
        """Make so many exchanges and go back to the best seating met; give its cost.

        meetings: n × n, what a meeting costs because of the other rounds.
        """
        n, tables = self.ground.bans.shape
        pairs: Floats = meetings + self.ground.pairs
        beside: Floats = pairs @ np.eye(tables, dtype=np.float32)[self.seats]
        counts = self._counts()
        cost = self.cost(meetings)
        best, best_seats = cost, self.seats.copy()
        barred_until = np.zeros((n, tables), dtype=np.int64)
        tenures = self._chance.integers(*TENURE, size=(steps, 2))
        offsets = self._chance.integers(0, 3 * n * tables, size=steps)
        for step in range(steps):
            noise = self._noise[offsets[step] : offsets[step] + n * tables].reshape(n, tables)
            prices = self._prices(beside, pairs, counts, noise + BARRED * (barred_until > step))
            one, other = divmod(int(prices.argmin()), n)
            price = float(prices[one, other])
            if price > BARRED / 2:
                continue
            here, there = int(self.seats[one]), int(self.seats[other])
            both = np.array([here, there])
            before = self._uneven(counts, both)
            self._exchange(one, other, pairs, beside, counts)
            barred_until[one, here] = step + tenures[step, 0]
            barred_until[other, there] = step + tenures[step, 1]
            cost += int(np.floor(price + 0.01))
            cost += (BALANCE - BALANCE_ON_THE_WAY) * (self._uneven(counts, both) - before)
            if cost < best or (cost == best and step % 2):
                best, best_seats = cost, self.seats.copy()
        self.seats = best_seats
        return best

    def _prices(self, beside: Floats, pairs: Floats, counts: Floats, extra: Floats) -> Floats:
        """Price every exchange of two: n × n, symmetric.

        beside: n × T, what the meetings of i with everybody at t cost. extra: n × T, added to each move.
        To move i costs its meetings there less those here, and the change of balance at both tables; of the sum for i
        and j is taken back what both count: their own meeting, and balance where they share a value.
        """
        ground, seats = self.ground, self.seats
        people = np.arange(len(seats))
        weights = ground.weights * BALANCE_ON_THE_WAY
        join = weights * (1.0 * (counts >= ground.high) - (counts < ground.low))
        leave = weights * (1.0 * (counts <= ground.low) - (counts > ground.high))
        move = beside + ground.bans
        own = move[people, seats] - np.einsum("iv,iv->i", ground.has, leave[seats])
        move += ground.has @ join.T
        move -= own[:, None]
        move += extra
        move[people, seats] = SAME_TABLE
        move[~ground.movable] = SAME_TABLE
        half = move[:, seats]
        half -= (ground.has * (join + leave)[seats]) @ self._has_over
        half -= pairs
        return half + half.T

    def _exchange(self, one: int, other: int, pairs: Floats, beside: Floats, counts: Floats) -> None:
        here, there = int(self.seats[one]), int(self.seats[other])
        change = pairs[:, other] - pairs[:, one]
        beside[:, here] += change
        beside[:, there] -= change
        moved = self.ground.has[other] - self.ground.has[one]
        counts[here] += moved
        counts[there] -= moved
        self.seats[one], self.seats[other] = there, here

    def _counts(self) -> Floats:
        """Count the people of each value at each table: T × V."""
        tables = self.ground.bans.shape[1]
        return np.eye(tables, dtype=np.float32)[self.seats].T @ self.ground.has

    def _uneven(self, counts: Floats, tables: Integers) -> int:
        """Sum the weighted people too many or too few at some tables."""
        over = counts[tables] - self.ground.high[tables]
        under = self.ground.low[tables] - counts[tables]
        off = np.maximum(np.maximum(over, under), 0)
        return int((off @ self.ground.weights).sum())
