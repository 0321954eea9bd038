"""Hold what is frozen and published before the draw: people, panels, quotas, source of randomness, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT, decode, digest, encode
from sortition.draw.commitments import PSEUDONYM_BYTES
from sortition.draw.errors import DrawError
from sortition.draw.sources import Balls, Beacon, Source, read_source, round_at

WHOLE_CHANCE = 10**9
"""Chances are whole numbers of billionths."""


@dataclass(frozen=True)
class Quota:
    """Ask for so many seats for one value of one category."""

    category: str
    value: str
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Cap:
    """Allow at most so many people of one group of a column, a household say, on a panel."""

    column: str
    maximum: int


@dataclass(frozen=True)
class Count:
    """Tell how many people have a value, and how often a panel has how many of them; None where it is not told."""

    category: str
    value: str
    people: int | None
    seats: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True)
class PersonInDraw:
    """Stand for one person: in how many panels they are, and their chance before rounding, in billionths."""

    pseudonym: str
    commitment: str
    panels: int
    chance: int


@dataclass(frozen=True)
class Frozen:
    """Hold the file that is published before the draw; its SHA-256 is the hash that is announced.

    earlier: hashes of the draws that were frozen before for the same seats, in their order.
    deadline: when the draw is void if nothing was drawn.
    panels: the number of a panel is its place, from 0.
    """

    assembly: str
    earlier: tuple[str, ...]
    frozen_at: str
    deadline: str
    void_rule: str
    source: Source
    settings: Mapping[str, str]
    seats: int
    quotas: tuple[Quota, ...]
    caps: tuple[Cap, ...]
    fixed: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, ...], ...]
    suppress_below: int
    counts: tuple[Count, ...]
    people: tuple[PersonInDraw, ...]
    panels: tuple[tuple[str, ...], ...]

    @property
    def hash(self) -> str:
        """Give the hash that is announced."""
        return digest(self.to_json())

    def to_bytes(self) -> bytes:
        """Give the file."""
        return encode(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Give the frozen part as JSON values."""
        return {
            "format": FORMAT,
            "kind": "frozen",
            "assembly": self.assembly,
            "earlier": list(self.earlier),
            "frozen_at": self.frozen_at,
            "deadline": self.deadline,
            "void_rule": self.void_rule,
            "source": self.source.to_json(),
            "settings": dict(self.settings),
            "seats": self.seats,
            "quotas": [vars(quota) for quota in self.quotas],
            "caps": [vars(cap) for cap in self.caps],
            "fixed": list(self.fixed),
            "together": [list(group) for group in self.together],
            "apart": [list(group) for group in self.apart],
            "suppress_below": self.suppress_below,
            "counts": [
                {
                    "category": count.category,
                    "value": count.value,
                    "people": count.people,
                    "seats": None if count.seats is None else [list(pair) for pair in count.seats],
                }
                for count in self.counts
            ],
            "people": [vars(person) for person in self.people],
            "panels": [list(panel) for panel in self.panels],
        }


_NAMES = ("format", "kind", *Frozen.__dataclass_fields__)


def read_frozen(data: bytes) -> Frozen:
    """Read the file that was published before the draw.

    Raises:
        DrawError: naming the field.
    """
    return frozen_from(decode(data), "frozen")


def frozen_from(value: Any, where: str) -> Frozen:
    """Read the frozen part from JSON values, and check that it holds together.

    Raises:
        DrawError: naming the field.
    """
    held = fields.members(value, where, *_NAMES)
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    fields.exactly(held["kind"], f"{where}.kind", "frozen")

    def at(name: str) -> tuple[Any, str]:
        return held[name], f"{where}.{name}"

    frozen = Frozen(
        assembly=fields.text(*at("assembly")),
        earlier=fields.items(*at("earlier"), _hash),
        frozen_at=fields.moment(*at("frozen_at")),
        deadline=fields.moment(*at("deadline")),
        void_rule=fields.text(*at("void_rule")),
        source=read_source(*at("source")),
        settings=fields.words(*at("settings")),
        seats=fields.whole(*at("seats"), 1),
        quotas=fields.items(*at("quotas"), _quota),
        caps=fields.items(*at("caps"), _cap),
        fixed=fields.items(*at("fixed"), _pseudonym),
        together=fields.items(*at("together"), _group),
        apart=fields.items(*at("apart"), _group),
        suppress_below=fields.whole(*at("suppress_below"), 1),
        counts=fields.items(*at("counts"), _count),
        people=fields.items(*at("people"), _person),
        panels=fields.items(*at("panels"), _group),
    )
    _check_order(frozen, where)
    _check_members(frozen, where)
    _check_source(frozen, where)
    _check_seating(frozen, where)
    return frozen


def _check_order(frozen: Frozen, where: str) -> None:
    if frozen.deadline <= frozen.frozen_at:
        raise DrawError("deadline_before_freeze", {"field": f"{where}.deadline"})
    fields.rising([(quota.category, quota.value) for quota in frozen.quotas], f"{where}.quotas")
    fields.rising([cap.column for cap in frozen.caps], f"{where}.caps")
    fields.rising([(count.category, count.value) for count in frozen.counts], f"{where}.counts")
    fields.rising(frozen.fixed, f"{where}.fixed")
    fields.rising([person.pseudonym for person in frozen.people], f"{where}.people")
    for name in ("together", "apart", "panels"):
        groups = getattr(frozen, name)
        fields.rising(groups, f"{where}.{name}", may_repeat=name == "panels")
        for number, group in enumerate(groups):
            fields.rising(group, f"{where}.{name}[{number}]")


def _check_source(frozen: Frozen, where: str) -> None:
    source = frozen.source
    if isinstance(source, Balls) and source.sides**source.count < len(frozen.panels):
        raise DrawError("too_few_balls", {"field": f"{where}.source"})
    out_at = round_at(source) if isinstance(source, Beacon) else None
    if out_at is not None and not frozen.frozen_at < out_at <= frozen.deadline:
        raise DrawError("round_out_of_time", {"field": f"{where}.source.round"})


def _check_members(frozen: Frozen, where: str) -> None:
    if len(set(frozen.earlier)) < len(frozen.earlier):
        raise DrawError("repeated_hash", {"field": f"{where}.earlier"})
    if not frozen.panels:
        raise DrawError("no_panels", {"field": f"{where}.panels"})
    known = {person.pseudonym for person in frozen.people}
    for name in ("together", "apart", "panels"):
        for number, group in enumerate(getattr(frozen, name)):
            if not known.issuperset(group):
                raise DrawError("unknown_person", {"field": f"{where}.{name}[{number}]"})
            if name != "panels" and len(group) < 2:
                raise DrawError("group_of_one", {"field": f"{where}.{name}[{number}]"})
    if not known.issuperset(frozen.fixed):
        raise DrawError("unknown_person", {"field": f"{where}.fixed"})
    for number, panel in enumerate(frozen.panels):
        if len(panel) != frozen.seats:
            raise DrawError("panel_has_other_seats", {"field": f"{where}.panels[{number}]"})


def _check_seating(frozen: Frozen, where: str) -> None:
    """Check what follows from the panels alone."""
    held = Counter(pseudonym for panel in frozen.panels for pseudonym in panel)
    for at, person in enumerate(frozen.people):
        if person.panels != held[person.pseudonym]:
            raise DrawError("panels_differ", {"field": f"{where}.people[{at}].panels"})
    if sum(person.chance for person in frozen.people) != frozen.seats * WHOLE_CHANCE:
        raise DrawError("chances_do_not_sum", {"field": f"{where}.people"})
    for number, panel in enumerate(map(frozenset, frozen.panels)):
        if not (
            panel.issuperset(frozen.fixed)
            and all(len(panel.intersection(group)) in {0, len(group)} for group in frozen.together)
            and all(len(panel.intersection(group)) <= 1 for group in frozen.apart)
        ):
            raise DrawError("panel_breaks_a_bond", {"field": f"{where}.panels[{number}]"})


def _hash(value: Any, where: str) -> str:
    return fields.hexadecimal(value, where, 32)


def _pseudonym(value: Any, where: str) -> str:
    return fields.hexadecimal(value, where, PSEUDONYM_BYTES)


def _group(value: Any, where: str) -> tuple[str, ...]:
    return fields.items(value, where, _pseudonym)


def _quota(value: Any, where: str) -> Quota:
    held = fields.members(value, where, "category", "value", "minimum", "maximum")
    minimum = fields.whole(held["minimum"], f"{where}.minimum")
    return Quota(
        category=fields.text(held["category"], f"{where}.category"),
        value=fields.text(held["value"], f"{where}.value"),
        minimum=minimum,
        maximum=fields.whole(held["maximum"], f"{where}.maximum", minimum),
    )


def _cap(value: Any, where: str) -> Cap:
    held = fields.members(value, where, "column", "maximum")
    return Cap(
        fields.text(held["column"], f"{where}.column"), fields.whole(held["maximum"], f"{where}.maximum", 1)
    )


def _count(value: Any, where: str) -> Count:
    held = fields.members(value, where, "category", "value", "people", "seats")
    named = {name: fields.text(held[name], f"{where}.{name}") for name in ("category", "value")}
    if held["people"] is None and held["seats"] is None:
        return Count(**named, people=None, seats=None)
    people = fields.whole(held["people"], f"{where}.people")
    seats = fields.items(held["seats"], f"{where}.seats", _pair)
    fields.rising([pair[0] for pair in seats], f"{where}.seats")
    return Count(**named, people=people, seats=seats)


def _pair(value: Any, where: str) -> tuple[int, int]:
    pair = fields.items(value, where, fields.whole)
    if len(pair) != 2:
        raise DrawError("not_a_pair", {"field": where})
    return pair[0], pair[1]


def _person(value: Any, where: str) -> PersonInDraw:
    held = fields.members(value, where, "pseudonym", "commitment", "panels", "chance")
    return PersonInDraw(
        pseudonym=_pseudonym(held["pseudonym"], f"{where}.pseudonym"),
        commitment=_hash(held["commitment"], f"{where}.commitment"),
        panels=fields.whole(held["panels"], f"{where}.panels"),
        chance=fields.whole(held["chance"], f"{where}.chance", 0, WHOLE_CHANCE),
    )
