"""Audiences: whom an assembly can write to. Upper apps register theirs when they start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person: the kind and key of `assembly/personal_data.py`, how to reach them, what fills placeholders."""

    kind: str
    pk: int
    name: str
    email: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Audience:
    """A named group of people.

    placeholders: name → what it stands for. filters: key → label of the parts that can be chosen.
    recipients: the people of one part, in a fixed order.
    late: what is made for one person (by their key) at the moment of sending and kept nowhere, such as a personal
    link; a `HouseError` where that is no longer possible. Until then the text holds the `stand_in`.
    """

    key: str
    label: Any
    placeholders: Mapping[str, Any]
    filters: Mapping[str, Any]
    recipients: Callable[[Assembly, str], Iterable[Recipient]]
    late: Callable[[int, datetime], Mapping[str, str]] | None = None


def stand_in(name: str) -> str:
    """Return what a written-out text holds in place of a value that is made when it is sent."""
    return f"{{{{ {name} }}}}"


_audiences: dict[str, Audience] = {}


def register_audience(audience: Audience) -> None:
    """Add an audience; call it from `AppConfig.ready`."""
    _audiences[audience.key] = audience


def audience_of(key: str) -> Audience:
    """Return a registered audience."""
    return _audiences[key]


def audiences() -> list[Audience]:
    """Return all audiences, in the order in which they were registered."""
    return list(_audiences.values())
