"""Describe the sources of randomness: what is named before the draw, and what each gives on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT, digest
from sortition.draw.errors import DrawError

SEED_BYTES = 32

LARGEST_ROUND = 5 * 10**9
"""Some thousand years of the fastest beacon: its moment can be told."""

KNOWN_CHAINS = {
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971": (1_692_803_367, 3),
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": (1_595_431_050, 30),
}
"""Second of the first round, and seconds between rounds, of the public drand chains quicknet and default."""


@dataclass(frozen=True)
class Beacon:
    """Name a future round of a public beacon, such as drand; `chain` is the hash by which the beacon is known."""

    name: str
    chain: str
    round: int

    def to_json(self) -> dict[str, Any]:
        """Give the source as JSON values."""
        return {"kind": "beacon", "name": self.name, "chain": self.chain, "round": self.round}


@dataclass(frozen=True)
class Balls:
    """Name balls or dice: `count` of them make one number, each shows one of `sides` faces from `lowest` up."""

    sides: int
    count: int
    lowest: int

    def to_json(self) -> dict[str, Any]:
        """Give the source as JSON values."""
        return {"kind": "balls", "sides": self.sides, "count": self.count, "lowest": self.lowest}


@dataclass(frozen=True)
class Party:
    """Name somebody who has chosen a seed, and bind them to it."""

    name: str
    commitment: str


@dataclass(frozen=True)
class Reveal:
    """Name who reveals a seed chosen before the freeze, and who adds a text of their own before the reveal.

    At least one of each: whoever knows all seeds before the freeze, such as the system, must not be alone.
    """

    parties: tuple[Party, ...]
    adders: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the source as JSON values."""
        parties = [{"name": party.name, "commitment": party.commitment} for party in self.parties]
        return {"kind": "reveal", "parties": parties, "adders": list(self.adders)}


@dataclass(frozen=True)
class BeaconRound:
    """Hold what the beacon gave: its randomness is the SHA-256 of its signature."""

    round: int
    signature: str
    randomness: str

    def to_json(self) -> dict[str, Any]:
        """Give the value as JSON values."""
        return {
            "kind": "beacon",
            "round": self.round,
            "signature": self.signature,
            "randomness": self.randomness,
        }


@dataclass(frozen=True)
class BallEntry:
    """Hold what one person read and typed: every go, the faces of one go in the order in which they came."""

    by: str
    goes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class BallsRead:
    """Hold what two or more people typed, each for themselves."""

    entries: tuple[BallEntry, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the value as JSON values."""
        entries = [{"by": entry.by, "goes": [list(go) for go in entry.goes]} for entry in self.entries]
        return {"kind": "balls", "entries": entries}


@dataclass(frozen=True)
class Seed:
    """Hold the seed that a party revealed."""

    party: str
    seed: str


@dataclass(frozen=True)
class Addition:
    """Hold the text that somebody added on the day."""

    by: str
    text: str


@dataclass(frozen=True)
class Revealed:
    """Hold all seeds and additions, in the order in which the source names people."""

    seeds: tuple[Seed, ...]
    added: tuple[Addition, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the value as JSON values."""
        return {
            "kind": "reveal",
            "seeds": [{"party": seed.party, "seed": seed.seed} for seed in self.seeds],
            "added": [{"by": addition.by, "text": addition.text} for addition in self.added],
        }


def round_at(source: Beacon) -> str | None:
    """Give the moment of the named round, where the chain is a known one."""
    if source.chain not in KNOWN_CHAINS:
        return None
    first, period = KNOWN_CHAINS[source.chain]
    moment = datetime.fromtimestamp(first + (source.round - 1) * period, tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


Source = Beacon | Balls | Reveal
Value = BeaconRound | BallsRead | Revealed


def seed_commitment(party: str, seed: str) -> str:
    """Bind a party to its seed; the name is part of it, so that nobody can hand in the commitment of another."""
    return digest({"format": FORMAT, "kind": "party", "party": party, "seed": seed})


def read_source(value: Any, where: str) -> Source:
    """Read a source from JSON values.

    Raises:
        DrawError: naming the field.
    """
    kind = fields.mapping(value, where).get("kind")
    if kind == "beacon":
        held = fields.members(value, where, "kind", "name", "chain", "round")
        return Beacon(
            name=fields.text(held["name"], f"{where}.name"),
            chain=fields.hexadecimal(held["chain"], f"{where}.chain", 32),
            round=fields.whole(held["round"], f"{where}.round", 1, LARGEST_ROUND),
        )
    if kind == "balls":
        held = fields.members(value, where, "kind", "sides", "count", "lowest")
        return Balls(
            sides=fields.whole(held["sides"], f"{where}.sides", 2, 1000),
            count=fields.whole(held["count"], f"{where}.count", 1, 20),
            lowest=fields.whole(held["lowest"], f"{where}.lowest", 0, 1),
        )
    if kind == "reveal":
        held = fields.members(value, where, "kind", "parties", "adders")
        parties = fields.items(held["parties"], f"{where}.parties", _party)
        adders = fields.items(held["adders"], f"{where}.adders", fields.text)
        names = [*(party.name for party in parties), *adders]
        if not parties or not adders or len(set(names)) < len(names):
            raise DrawError("too_few_or_same_parties", {"field": where})
        return Reveal(parties, adders)
    raise DrawError("unknown_source", {"field": f"{where}.kind"})


def read_value(value: Any, where: str) -> Value:
    """Read what a source gave from JSON values.

    Raises:
        DrawError: naming the field.
    """
    kind = fields.mapping(value, where).get("kind")
    if kind == "beacon":
        held = fields.members(value, where, "kind", "round", "signature", "randomness")
        signature = fields.text(held["signature"], f"{where}.signature")
        return BeaconRound(
            round=fields.whole(held["round"], f"{where}.round", 1),
            signature=fields.hexadecimal(signature, f"{where}.signature", len(signature) // 2),
            randomness=fields.hexadecimal(held["randomness"], f"{where}.randomness", 32),
        )
    if kind == "balls":
        held = fields.members(value, where, "kind", "entries")
        return BallsRead(fields.items(held["entries"], f"{where}.entries", _entry))
    if kind == "reveal":
        held = fields.members(value, where, "kind", "seeds", "added")
        return Revealed(
            seeds=fields.items(held["seeds"], f"{where}.seeds", _seed),
            added=fields.items(held["added"], f"{where}.added", _addition),
        )
    raise DrawError("unknown_source", {"field": f"{where}.kind"})


def _party(value: Any, where: str) -> Party:
    held = fields.members(value, where, "name", "commitment")
    return Party(
        fields.text(held["name"], f"{where}.name"),
        fields.hexadecimal(held["commitment"], f"{where}.commitment", 32),
    )


def _entry(value: Any, where: str) -> BallEntry:
    held = fields.members(value, where, "by", "goes")
    return BallEntry(fields.text(held["by"], f"{where}.by"), fields.items(held["goes"], f"{where}.goes", _go))


def _go(value: Any, where: str) -> tuple[int, ...]:
    return fields.items(value, where, fields.whole)


def _seed(value: Any, where: str) -> Seed:
    held = fields.members(value, where, "party", "seed")
    return Seed(
        fields.text(held["party"], f"{where}.party"),
        fields.hexadecimal(held["seed"], f"{where}.seed", SEED_BYTES),
    )


def _addition(value: Any, where: str) -> Addition:
    held = fields.members(value, where, "by", "text")
    return Addition(fields.text(held["by"], f"{where}.by"), fields.text(held["text"], f"{where}.text"))
