"""Audiences: whom an assembly can write to. Upper apps register theirs when they start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    """

    key: str
    label: Any
    placeholders: Mapping[str, Any]
    filters: Mapping[str, Any]
    recipients: Callable[[Assembly, str], Iterable[Recipient]]


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
