"""Audiences: whom an assembly can write to. Upper apps register theirs when they start."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly

CHOSEN: Final = "chosen"
"""Stands in the place of a part where people were chosen one by one."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person: the kind and key of `assembly/personal_data.py`, how to reach them, what fills placeholders.

    address: the lines of the postal address with the name as first, none where there is no address. language: the
    code of the language that the person chose, blank where nobody knows.
    """

    kind: str
    pk: int
    name: str
    email: str
    values: Mapping[str, str]
    address: tuple[str, ...] = ()
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """A named group of people.

    placeholders: name → what it stands for. filters: key → label of the parts that can be chosen.
    recipients: the people of one part, in a fixed order. among: those with the given keys who may be written to; an
    audience without it cannot be chosen from one by one.
    late: what is made for one person (by their key) at the moment of sending and kept nowhere, such as a personal
    link; a `HouseError` where that is no longer possible. Until then the text holds the `stand_in`.
    """

    key: str
    label: Any
    placeholders: Mapping[str, Any]
    filters: Mapping[str, Any]
    recipients: Callable[[Assembly, str], Iterable[Recipient]]
    among: Callable[[Assembly, Collection[int]], Iterable[Recipient]] | None = None
    late: Callable[[int, datetime], Mapping[str, str]] | None = None

    def part_label(self, part: str) -> Any:
        """Return what a part is called, also one that its app has given up since."""
        return _("People chosen from a list") if part == CHOSEN else self.filters.get(part, part)


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
