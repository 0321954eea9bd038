"""Hold what came of a draw: a panel, or that it is void."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT
from sortition.draw.errors import DrawError
from sortition.draw.frozen import Frozen
from sortition.draw.randomness import panel_number
from sortition.draw.sources import Value, read_value


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
    """Hold why a draw is void, and who witnessed it; the draw stays in the list of draws."""

    frozen: str
    voided_at: str
    reason: str
    witnesses: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the outcome as JSON values."""
        return {
            "format": FORMAT,
            "kind": "void",
            "frozen": self.frozen,
            "voided_at": self.voided_at,
            "reason": self.reason,
            "witnesses": list(self.witnesses),
        }


def read_outcome(value: Any, where: str, frozen: Frozen) -> Outcome | Void:
    """Read what came of a frozen draw from JSON values, and check that it follows from it.

    Raises:
        DrawError: naming the field.
    """
    if fields.mapping(value, where).get("kind") == "void":
        outcome: Outcome | Void = _read_void(value, where)
    else:
        outcome = _read_drawn(value, where, frozen)
    fields.exactly(outcome.frozen, f"{where}.frozen", frozen.hash)
    return outcome


def _read_void(value: Any, where: str) -> Void:
    held = fields.members(value, where, "format", "kind", "frozen", "voided_at", "reason", "witnesses")
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    return Void(
        frozen=fields.hexadecimal(held["frozen"], f"{where}.frozen", 32),
        voided_at=fields.moment(held["voided_at"], f"{where}.voided_at"),
        reason=fields.text(held["reason"], f"{where}.reason"),
        witnesses=fields.items(held["witnesses"], f"{where}.witnesses", fields.text),
    )


def _read_drawn(value: Any, where: str, frozen: Frozen) -> Outcome:
    names = ("format", "kind", "frozen", "drawn_at", "value", "number", "panel")
    held = fields.members(value, where, *names)
    fields.exactly(held["format"], f"{where}.format", FORMAT)
    fields.exactly(held["kind"], f"{where}.kind", "outcome")
    given = read_value(held["value"], f"{where}.value")
    number = fields.whole(held["number"], f"{where}.number", 0, len(frozen.panels) - 1)
    drawn_at = fields.moment(held["drawn_at"], f"{where}.drawn_at")
    if not frozen.frozen_at < drawn_at <= frozen.deadline:
        raise DrawError("drawn_out_of_time", {"field": f"{where}.drawn_at"})
    if number != panel_number(frozen.source, given, panels=len(frozen.panels), frozen_hash=frozen.hash):
        raise DrawError("number_does_not_follow", {"field": f"{where}.number"})
    panel = fields.items(held["panel"], f"{where}.panel", fields.text)
    if panel != frozen.panels[number]:
        raise DrawError("not_the_panel_of_the_number", {"field": f"{where}.panel"})
    return Outcome(
        frozen=fields.hexadecimal(held["frozen"], f"{where}.frozen", 32),
        drawn_at=drawn_at,
        value=given,
        number=number,
        panel=panel,
    )
