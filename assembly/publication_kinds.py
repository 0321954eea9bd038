"""What the system itself can see being published: each app registers its own in `AppConfig.ready`.

Something that was promised and is of such a kind is out as soon as the kind says so; nobody has to note it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assembly.models import Assembly

FIRST_SESSION, LAST_SESSION, REPORT, ANSWER = "first_session", "last_session", "report", "answer"
"""From what the usual days are counted: the sessions, the usual day of the report, and the day by which the remit
promises an answer."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual day: so many days after something, before it if below zero."""

    anchor: str
    days: int


@dataclass(frozen=True, slots=True)
class PublicationKind:
    """One kind: `label` names it, `sentence` says in one sentence what everybody can read then.

    published_on: the day on which it first came out in an assembly, None before; one query at most. url_name: the
    public page, which takes the slug ("" where it has none). order: its place among the usual promises. usual: its
    usual day.
    """

    key: str
    label: Any
    sentence: Any
    published_on: Callable[[Assembly], date | None] = field(repr=False)
    url_name: str = ""
    order: int = 100
    usual: Usual | None = None


_kinds: dict[str, PublicationKind] = {}


def register_publication_kind(kind: PublicationKind) -> None:
    """Add a kind; call it from `AppConfig.ready`."""
    _kinds[kind.key] = kind


def publication_kind(key: str) -> PublicationKind | None:
    """Return a kind; None where nothing is registered (a person notes it, or its app is gone)."""
    return _kinds.get(key)


def publication_kinds() -> list[PublicationKind]:
    """Return all kinds in the order in which they usually come out."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)
