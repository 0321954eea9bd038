"""Bind the values of a person without telling them: salted commitments and pseudonyms made for one draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sortition.draw import fields
from sortition.draw.canonical import FORMAT, digest

PSEUDONYM_BYTES = 8
SALT_BYTES = 16

TokenBytes = Callable[[int], bytes]
"""Gives so many random bytes, such as `secrets.token_bytes`."""


@dataclass(frozen=True)
class Opening:
    """Hold what a commitment hides: only the auditor sees all of them, a volunteer their own.

    reference: the number that the volunteer was told before the freeze.
    values: category → value, crossed categories among them.
    groups: column of a cap → a label made for this draw alone; none for people who share with nobody.
    """

    pseudonym: str
    reference: str
    salt: str
    values: Mapping[str, str]
    groups: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Give the opening as JSON values."""
        return {
            "groups": dict(self.groups),
            "pseudonym": self.pseudonym,
            "reference": self.reference,
            "salt": self.salt,
            "values": dict(self.values),
        }


def commitment(opening: Opening) -> str:
    """Give the SHA-256 that is published in the place of a person."""
    return digest({"format": FORMAT, "kind": "person", **opening.to_json()})


def read_opening(value: Any, where: str) -> Opening:
    """Read an opening from JSON values.

    Raises:
        DrawError: naming the field.
    """
    held = fields.members(value, where, "groups", "pseudonym", "reference", "salt", "values")
    return Opening(
        pseudonym=fields.hexadecimal(held["pseudonym"], f"{where}.pseudonym", PSEUDONYM_BYTES),
        reference=fields.text(held["reference"], f"{where}.reference"),
        salt=fields.hexadecimal(held["salt"], f"{where}.salt", SALT_BYTES),
        values=fields.words(held["values"], f"{where}.values"),
        groups=fields.words(held["groups"], f"{where}.groups"),
    )


def new_pseudonyms(count: int, token_bytes: TokenBytes) -> tuple[str, ...]:
    """Make different pseudonyms, 64 random bits each."""
    made: dict[str, None] = {}
    while len(made) < count:
        made[token_bytes(PSEUDONYM_BYTES).hex()] = None
    return tuple(made)


def new_salt(token_bytes: TokenBytes) -> str:
    """Make the salt of one person, 128 random bits."""
    return token_bytes(SALT_BYTES).hex()
