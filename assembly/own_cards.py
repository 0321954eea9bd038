"""The cards on the page of those who take part: each app adds what it knows of their part, in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.permissions import roles_of

Content = Callable[[User, Assembly, datetime], tuple[str, dict[str, Any]] | None]
"""From somebody, an assembly and now to a template and its context; None where there is nothing to show them."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One card; what concerns the next days stands first. The template is one `section` with a heading of level 2.

    roles: who is asked for it; where none is named, everybody who has the page.
    """

    key: str
    order: int
    content: Content
    roles: tuple[str, ...] = ()


_cards: dict[str, OwnCard] = {}


def register_own_card(card: OwnCard) -> None:
    """Add a card; call it from `AppConfig.ready`."""
    _cards[card.key] = card


def registered_own_cards() -> list[OwnCard]:
    """Return all cards in their order."""
    return sorted(_cards.values(), key=lambda each: each.order)


def own_cards(user: User, assembly: Assembly, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Return the templates and contexts of all cards that have something to show, in their order."""
    held = roles_of(user, assembly)
    cards = [card for card in registered_own_cards() if not card.roles or held.intersection(card.roles)]
    found = [card.content(user, assembly, now) for card in cards]
    return [content for content in found if content is not None]
