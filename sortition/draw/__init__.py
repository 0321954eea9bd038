"""Draw a panel that anybody can check: canonical files, commitments, public randomness. Standard library only."""

from sortition.draw.build import Entrant, Terms, auditor_bundle, declare_void, freeze, own_opening, resolve
from sortition.draw.bundle import (
    AuditorBundle,
    OwnOpening,
    PublicBundle,
    read_auditor_bundle,
    read_own_opening,
    read_public_bundle,
)
from sortition.draw.commitments import Opening, commitment
from sortition.draw.errors import DrawError
from sortition.draw.frozen import Cap, Count, Frozen, PersonInDraw, Quota, read_frozen
from sortition.draw.outcome import Outcome, Void
from sortition.draw.randomness import panel_number
from sortition.draw.sources import (
    Addition,
    BallEntry,
    Balls,
    BallsRead,
    Beacon,
    BeaconRound,
    Party,
    Reveal,
    Revealed,
    Seed,
    seed_commitment,
)

__all__ = [
    "Addition",
    "AuditorBundle",
    "BallEntry",
    "Balls",
    "BallsRead",
    "Beacon",
    "BeaconRound",
    "Cap",
    "Count",
    "DrawError",
    "Entrant",
    "Frozen",
    "Opening",
    "Outcome",
    "OwnOpening",
    "Party",
    "PersonInDraw",
    "PublicBundle",
    "Quota",
    "Reveal",
    "Revealed",
    "Seed",
    "Terms",
    "Void",
    "auditor_bundle",
    "commitment",
    "declare_void",
    "freeze",
    "own_opening",
    "panel_number",
    "read_auditor_bundle",
    "read_frozen",
    "read_own_opening",
    "read_public_bundle",
    "resolve",
    "seed_commitment",
]
