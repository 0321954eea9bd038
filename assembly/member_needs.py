"""What members need in order to take part, as the apps know it that keep it. Each registers its part at start-up.

So that sessions can be planned for them without knowing where the needs are kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class MemberNeed:
    """One need of one member, seen to or not; what was left unmet or is no longer wanted is not among them.

    person: key of the ground floor's `Person`. kind: "access", "care", "language", "diet", "digital" or "other".
    words: the member's own, private. feature: an `AccessFeature` that a room or table must have, or "".
    """

    person: int
    kind: str
    kind_label: Any
    words: str
    state_label: Any
    tone: str
    is_open: bool
    feature: str = ""
    owner: str = ""
    due_on: date | None = None
    url: str = ""


NeedsOf = Callable[[Assembly], Iterable[MemberNeed]]

_registered: list[NeedsOf] = []


def register_needs(needs: NeedsOf) -> None:
    """Add what an app knows; call it from `AppConfig.ready`."""
    _registered.append(needs)


def needs_of_members(assembly: Assembly) -> list[MemberNeed]:
    """Return what all present members need, by person."""
    found = [need for needs in _registered for need in needs(assembly)]
    return sorted(found, key=lambda need: (need.person, need.kind, need.words))
