"""Hold what came of a draw: a panel, or that it is void."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT
from sortition.draw.errors import DrawError
from sortition.draw.frozen import Frozen
from sortition.draw.randomness import panel_number
from sortition.draw.sources import Beacon, Value, read_value, round_at


@dataclass(frozen=True)
class Outcome:
    """Hold the randomness and the panel that it chose."""

    frozen: str
    drawn_at: str
    value: Value
    number: int
    panel: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the outcome as JSON values."""
        return {
            "format": FORMAT,
            "kind": "outcome",
            "frozen": self.frozen,
            "drawn_at": self.drawn_at,
            "value": self.value.to_json(),
            "number": self.number,
            "panel": list(self.panel),
        }


@dataclass(frozen=True)
class Void:
    """Hold why a draw is void, who witnessed it, and what had been drawn; the draw stays in the list of draws."""

    frozen: str
    voided_at: str
    reason: str
    witnesses: tuple[str, ...]
    drawn: Outcome | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the outcome as JSON values."""
        return {
            "format": FORMAT,
            "kind": "void",
            "frozen": self.frozen,
            "voided_at": self.voided_at,
            "reason": self.reason,
            "witnesses": list(self.witnesses),
            "drawn": None if self.drawn is None else self.drawn.to_json(),
        }


def read_outcome(value: Any, where: str, frozen: Frozen) -> Outcome | Void:
    """Read what came of a frozen draw from JSON values, and check that it follows from it.

    Raises:
        DrawError: naming the field.
    """
    if fields.mapping(value, where).get("kind") == "void":
        outcome: Outcome | Void = _read_void(value, where, frozen)
    else:
        outcome = _read_drawn(value, where, frozen)
    fields.exactly(outcome.frozen, f"{where}.frozen", frozen.hash)
    return outcome


def check_drawn_in_time(frozen: Frozen, drawn_at: str, where: str) -> None:
    """Refuse a moment before the freeze, after the deadline, or before the round of the beacon was out."""
    out_at = round_at(frozen.source) if isinstance(frozen.source, Beacon) else None
    if not frozen.frozen_at < drawn_at <= frozen.deadline or (out_at is not None and drawn_at < out_at):
        raise DrawError("drawn_out_of_time", {"field": where})


def _read_void(value: Any, where: str, frozen: Frozen) -> Void:
    names = ("format", "kind", "frozen", "voided_at", "reason", "witnesses", "drawn")
    held = fields.members(value, where, *names)
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    void = Void(
        frozen=fields.hexadecimal(held["frozen"], f"{where}.frozen", 32),
        voided_at=fields.moment(held["voided_at"], f"{where}.voided_at"),
        reason=fields.text(held["reason"], f"{where}.reason"),
        witnesses=fields.items(held["witnesses"], f"{where}.witnesses", fields.text),
        drawn=None if held["drawn"] is None else _read_drawn(held["drawn"], f"{where}.drawn", frozen),
    )
    if not void.witnesses or len(set(void.witnesses)) < len(void.witnesses):
        raise DrawError("no_witnesses", {"field": f"{where}.witnesses"})
    if void.voided_at < (frozen.frozen_at if void.drawn is None else void.drawn.drawn_at):
        raise DrawError("voided_out_of_time", {"field": f"{where}.voided_at"})
    return void


def _read_drawn(value: Any, where: str, frozen: Frozen) -> Outcome:
    names = ("format", "kind", "frozen", "drawn_at", "value", "number", "panel")
    held = fields.members(value, where, *names)
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    fields.exactly(held["kind"], f"{where}.kind", "outcome")
    given = read_value(held["value"], f"{where}.value")
    number = fields.whole(held["number"], f"{where}.number", 0, len(frozen.panels) - 1)
    drawn_at = fields.moment(held["drawn_at"], f"{where}.drawn_at")
    check_drawn_in_time(frozen, drawn_at, f"{where}.drawn_at")
    if number != panel_number(frozen.source, given, panels=len(frozen.panels), frozen_hash=frozen.hash):
        raise DrawError("number_does_not_follow", {"field": f"{where}.number"})
    panel = fields.items(held["panel"], f"{where}.panel", fields.text)
    if panel != frozen.panels[number]:
        raise DrawError("not_the_panel_of_the_number", {"field": f"{where}.panel"})
    fields.exactly(held["frozen"], f"{where}.frozen", frozen.hash)
    return Outcome(
        frozen=frozen.hash,
        drawn_at=drawn_at,
        value=given,
        number=number,
        panel=panel,
    )
