"""Sections of the public page of the evaluation: each part registers its own in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.models import Assembly

ContextOf = Callable[[Assembly, datetime], dict[str, Any] | None]
"""What a section shows; None leaves it out."""


@dataclass(frozen=True, slots=True)
class PublicSection:
    """One section: a template that begins with a heading of the second level, and what it shows."""

    template: str
    context: dict[str, Any]


_sections: dict[str, tuple[int, ContextOf]] = {}


def register_section(order: int, template: str, context_of: ContextOf) -> None:
    """Add a section (representation 10, behaviours 20, satisfaction 30, what was learnt 40)."""
    _sections[template] = (order, context_of)


def sections_of(assembly: Assembly, now: datetime) -> list[PublicSection]:
    """Return the sections that have something to say, in their order."""
    found = []
    for template, (_order, context_of) in sorted(_sections.items(), key=lambda each: (each[1][0], each[0])):
        context = context_of(assembly, now)
        if context is not None:
            found.append(PublicSection(template, context))
    return found
