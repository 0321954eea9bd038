"""Who of some people has taken part, as the apps know it that note it. Each registers its part at start-up.

So that what follows from somebody's first coming can be done without knowing where attendance is kept.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

CameOf = Callable[[Collection[int], datetime], Iterable[int]]
"""From keys of the ground floor's `Person` and a moment to those noted as there by then, by what stands now."""

_registered: list[CameOf] = []


def register_attendance(came: CameOf) -> None:
    """Add what an app notes; call it from `AppConfig.ready`."""
    _registered.append(came)


def who_came(people: Collection[int], *, noted_by: datetime) -> set[int]:
    """Return those of some people who were noted as there, at whatever session, not later than a moment."""
    return {key for came in _registered for key in came(people, noted_by)} if people else set()
