"""Exchanges of seats keep every panel a panel of its face, and bring totals nearer to their goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sortition.lottery.exchanges import Exchanges
from sortition.lottery.face import face_of
from sortition.lottery.pool_types import Floats, build_type_pool
from sortition.lottery.relaxation import leximin_of_relaxation
from sortition.lottery.stock import Stock
from sortition.lottery.watch import Watch
from tests.property.lottery.brute_force import all_panels
from tests.property.lottery.random_instances import small_instance


@dataclass(frozen=True)
class Nearest:
    """Ask for totals as near as can be."""

    target: Floats

    def step(self, totals: Floats) -> Floats:
        return np.asarray((totals - self.target) ** 2)


@pytest.mark.parametrize("seed", range(40))
def test_swept_panels_stay_on_their_face_and_no_total_gets_worse(seed: int) -> None:
    instance = small_instance(seed)
    pool = build_type_pool(instance)
    kind = {person: number for number, members in enumerate(pool.members) for person in members}
    everything = [
        np.bincount([kind[p] for p in panel], minlength=pool.count) for panel in all_panels(instance)
    ]
    if not everything:
        return
    face = face_of(pool, leximin_of_relaxation(pool, Watch()).x)
    panels = [panel for panel in everything if face.admits(panel)][:1]
    if not panels:
        return
    many = np.repeat(np.array(panels), 20, axis=0)
    goal = Nearest(20.0 * face.target)
    stock = Stock(face, Exchanges(face), many, goal, seed)
    for _ in range(10):
        stock.sweep(0.0)
    swept = stock.panels()
    assert all(face.admits(panel) for panel in swept)
    assert (swept.sum(axis=0) == stock.totals).all()
    assert goal.step(stock.totals).sum() <= goal.step(many.sum(axis=0)).sum() + 1e-6
