"""Hold the files that leave the house: for the public, for an auditor, for each volunteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT, decode, digest, encode
from sortition.draw.commitments import Opening, commitment, read_opening
from sortition.draw.errors import DrawError
from sortition.draw.frozen import Frozen, frozen_from
from sortition.draw.outcome import Outcome, Void, read_outcome


@dataclass(frozen=True)
class PublicBundle:
    """Hold the frozen draw and, once there is one, its outcome: nothing in it is about a known person."""

    frozen: Frozen
    outcome: Outcome | Void | None = None

    @property
    def hash(self) -> str:
        """Give the hash that is published after the draw."""
        return digest(self.to_json())

    def to_bytes(self) -> bytes:
        """Give the file."""
        return encode(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Give the bundle as JSON values."""
        return {
            "format": FORMAT,
            "kind": "public",
            "frozen": self.frozen.to_json(),
            "frozen_hash": self.frozen.hash,
            "outcome": None if self.outcome is None else self.outcome.to_json(),
        }


@dataclass(frozen=True)
class AuditorBundle:
    """Add the openings of everybody who was not erased since, and name who was."""

    public: PublicBundle
    openings: tuple[Opening, ...]
    erased: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Give the file."""
        return encode(
            {
                "format": FORMAT,
                "kind": "auditor",
                "public": self.public.to_json(),
                "openings": [opening.to_json() for opening in self.openings],
                "erased": list(self.erased),
            }
        )


@dataclass(frozen=True)
class OwnOpening:
    """Tell one volunteer what was committed about them, in which panels they are, and whether they were drawn."""

    public: PublicBundle
    opening: Opening
    panels: tuple[int, ...]
    is_drawn: bool | None

    def to_bytes(self) -> bytes:
        """Give the file."""
        return encode(
            {
                "format": FORMAT,
                "kind": "own",
                "public": self.public.to_json(),
                "opening": self.opening.to_json(),
                "panels": list(self.panels),
                "drawn": self.is_drawn,
            }
        )


def read_public_bundle(data: bytes) -> PublicBundle:
    """Read a public bundle.

    Raises:
        DrawError: naming the field.
    """
    return _public(decode(data), "public")


def read_auditor_bundle(data: bytes) -> AuditorBundle:
    """Read an auditor's bundle.

    Raises:
        DrawError: naming the field.
    """
    held = fields.members(decode(data), "auditor", "format", "kind", "public", "openings", "erased")
    fields.exactly(held["format"], "format", FORMAT)
    fields.exactly(held["kind"], "kind", "auditor")
    public = _public(held["public"], "public")
    openings = fields.items(held["openings"], "openings", read_opening)
    erased = fields.items(held["erased"], "erased", fields.text)
    fields.rising([opening.pseudonym for opening in openings], "openings")
    fields.rising(erased, "erased")
    named = sorted([*(opening.pseudonym for opening in openings), *erased])
    if named != [person.pseudonym for person in public.frozen.people]:
        raise DrawError("people_differ", {"field": "openings"})
    for at, opening in enumerate(openings):
        check_opening(public.frozen, opening, f"openings[{at}]")
    return AuditorBundle(public, openings, erased)


def read_own_opening(data: bytes) -> OwnOpening:
    """Read a volunteer's own opening.

    Raises:
        DrawError: naming the field.
    """
    held = fields.members(decode(data), "own", "format", "kind", "public", "opening", "panels", "drawn")
    fields.exactly(held["format"], "format", FORMAT)
    fields.exactly(held["kind"], "kind", "own")
    public = _public(held["public"], "public")
    opening = read_opening(held["opening"], "opening")
    check_opening(public.frozen, opening, "opening")
    panels = fields.items(held["panels"], "panels", fields.whole)
    if panels != panels_with(public.frozen.panels, opening.pseudonym):
        raise DrawError("panels_differ", {"field": "panels"})
    if held["drawn"] is not was_drawn(public, opening.pseudonym):
        raise DrawError("unexpected_value", {"field": "drawn"})
    return OwnOpening(public, opening, panels, held["drawn"])


def panels_with(panels: Sequence[Sequence[str]], pseudonym: str) -> tuple[int, ...]:
    """Number the panels that hold a person."""
    return tuple(number for number, panel in enumerate(panels) if pseudonym in panel)


def was_drawn(public: PublicBundle, pseudonym: str) -> bool | None:
    """Say whether a person was drawn; None while nobody was."""
    return pseudonym in public.outcome.panel if isinstance(public.outcome, Outcome) else None


def check_opening(frozen: Frozen, opening: Opening, where: str) -> None:
    """Refuse an opening that is not what was committed."""
    published = next(
        (person.commitment for person in frozen.people if person.pseudonym == opening.pseudonym), None
    )
    if published != commitment(opening):
        raise DrawError("opening_differs", {"field": where})


def _public(value: Any, where: str) -> PublicBundle:
    held = fields.members(value, where, "format", "kind", "frozen", "frozen_hash", "outcome")
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    fields.exactly(held["kind"], f"{where}.kind", "public")
    frozen = frozen_from(held["frozen"], f"{where}.frozen")
    fields.exactly(held["frozen_hash"], f"{where}.frozen_hash", frozen.hash)
    if held["outcome"] is None:
        return PublicBundle(frozen)
    return PublicBundle(frozen, read_outcome(held["outcome"], f"{where}.outcome", frozen))
