"""Invent draws with everything that a draw can have, and the files that they give."""

from __future__ import annotations

import functools
import hashlib
import itertools
import random
from collections.abc import Mapping

from sortition.draw import (
    Addition,
    BallEntry,
    Balls,
    BallsRead,
    Beacon,
    BeaconRound,
    Cap,
    Entrant,
    Frozen,
    Opening,
    Party,
    PublicBundle,
    Quota,
    Reveal,
    Revealed,
    Seed,
    Terms,
    auditor_bundle,
    declare_void,
    freeze,
    own_opening,
    resolve,
    seed_commitment,
)
from sortition.draw.sources import Source, Value

DRAWN_AT = "2026-04-21T20:00:00Z"
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
SIGNATURE = "cd" * 48
SEED = "11" * 32

SOURCES: Mapping[str, Source] = {
    "balls": Balls(sides=10, count=1, lowest=0),
    "dice": Balls(sides=6, count=2, lowest=1),
    "beacon": Beacon("drand quicknet", QUICKNET, 27_998_500),
    "other beacon": Beacon("city beacon", "ab" * 32, 100),
    "reveal": Reveal((Party("Town", seed_commitment("Town", SEED)),), ("Mayor", "Pupil")),
}


def typed(*goes: tuple[int, ...]) -> BallsRead:
    return BallsRead((BallEntry("Helen", goes), BallEntry("Yusuf", goes)))


def beacon_round(number: int) -> BeaconRound:
    return BeaconRound(number, SIGNATURE, hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest())


VALUES: Mapping[str, Value] = {
    "balls": typed((4,)),
    "dice": typed((6, 6), (2, 3)),
    "beacon": beacon_round(27_998_500),
    "other beacon": beacon_round(100),
    "reveal": Revealed((Seed("Town", SEED),), (Addition("Mayor", "blue"), Addition("Pupil", "“Ω\\”"))),
}


def full_draw(source: str = "balls", *, suppress_below: int = 2) -> tuple[Frozen, dict[str, Opening]]:
    """Freeze ten panels of four of nine people: households, a fixed one, two together, two apart, crossed quotas."""
    people = {
        f"p{at}": {
            "Gender": "Woman" if at % 2 else "Man",
            "Age": "16–29" if at < 4 else "30+",
            "Gender×Age": f"{'Woman' if at % 2 else 'Man'}×{'16–29' if at < 4 else '30+'}",
        }
        for at in range(9)
    }
    entrants = [
        Entrant(
            name,
            f"R-{name}",
            values,
            1 if name == "p0" else 3 / 8,
            {"home": "h"} if name in {"p1", "p2"} else {},
        )
        for name, values in people.items()
    ]

    def is_allowed(panel: tuple[str, ...]) -> bool:
        women = sum(people[name]["Gender"] == "Woman" for name in panel)
        young = sum(people[name]["Age"] == "16–29" for name in panel)
        return (
            "p0" in panel
            and 1 <= women <= 3
            and 1 <= young <= 3
            and not {"p1", "p2"} <= set(panel)
            and ("p3" in panel) == ("p4" in panel)
            and not {"p5", "p6"} <= set(panel)
        )

    panels = [panel for panel in itertools.combinations(people, 4) if is_allowed(panel)]
    terms = Terms(
        assembly="Riverbend “Élan”",
        frozen_at="2026-04-17T09:00:00Z",
        deadline="2026-04-21T22:00:00Z",
        void_rule="Void if no number was drawn by the deadline.",
        source=SOURCES[source],
        seats=4,
        quotas=(
            Quota("Gender", "Woman", 1, 3),
            Quota("Gender", "Man", 1, 3),
            Quota("Age", "16–29", 1, 3),
            Quota("Age", "30+", 1, 3),
            Quota("Gender×Age", "Woman×16–29", 0, 2),
        ),
        caps=(Cap("home", 1),),
        fixed=("p0",),
        together=(("p3", "p4"),),
        apart=(("p5", "p6"),),
        settings={"objective": "leximin", "software": "1.0"},
        earlier=("ef" * 32,),
        suppress_below=suppress_below,
    )
    chosen = random.Random(3).sample(panels, 10)
    return freeze(terms, entrants, chosen, token_bytes=random.Random(7).randbytes)


def drawn_bundle(source: str = "balls", *, suppress_below: int = 2) -> PublicBundle:
    frozen = full_draw(source, suppress_below=suppress_below)[0]
    return resolve(PublicBundle(frozen), VALUES[source], drawn_at=DRAWN_AT)


@functools.cache
def every_file() -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """Give files by name, each with the hashes that were published of its draw."""
    found: dict[str, tuple[bytes, tuple[str, ...]]] = {}
    openings = full_draw()[1]
    for source in SOURCES:
        public = drawn_bundle(source)
        found[f"public, {source}"] = (public.to_bytes(), (public.hash,))
    public = drawn_bundle()
    frozen = public.frozen
    unresolved = PublicBundle(frozen)
    void = declare_void(unresolved, reason="A ball was lost.", witnesses=["Helen"], voided_at=DRAWN_AT)
    late = "2026-04-23T08:00:00Z"
    after = declare_void(public, reason="A drum was open.", witnesses=["Helen", "Yusuf"], voided_at=late)
    withheld = drawn_bundle(suppress_below=6)
    both = (frozen.hash, public.hash)
    found["frozen"] = (frozen.to_bytes(), (frozen.hash,))
    found["public, before the draw"] = (unresolved.to_bytes(), (frozen.hash,))
    found["public, void"] = (void.to_bytes(), (void.hash,))
    found["public, void after the draw"] = (after.to_bytes(), (after.hash, frozen.hash))
    found["public, counts withheld"] = (withheld.to_bytes(), (withheld.hash,))
    found["auditor"] = (auditor_bundle(public, openings.values()).to_bytes(), both)
    some = [openings[name] for name in openings if name not in {"p1", "p7"}]
    found["auditor, two erased"] = (auditor_bundle(public, some).to_bytes(), both)
    found["auditor, all erased"] = (auditor_bundle(public, []).to_bytes(), both)
    found["own, drawn"] = (own_opening(public, openings["p0"]).to_bytes(), both)
    found["own, before the draw"] = (own_opening(unresolved, openings["p3"]).to_bytes(), (frozen.hash,))
    found["own, void"] = (own_opening(void, openings["p8"]).to_bytes(), (void.hash,))
    return found
