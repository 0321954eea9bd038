"""Whose name the public may read in a programme: upper apps know who agreed to that, and say it here at start-up.

Who has a part in a session and did not agree to be named to everybody stays unnamed. Where nobody answers, nobody is
named.
"""

from collections.abc import Callable, Collection

Agreed = Callable[[Collection[int]], set[int]]
"""Keys of people → those of them who agree to be named in public, with one query however many."""

_asked: list[Agreed] = []


def register_agreed_names(agreed: Agreed) -> None:
    """Add somebody who knows who agreed; call it from `AppConfig.ready`."""
    _asked.append(agreed)


def agreed_names(keys: Collection[int]) -> set[int]:
    """Return who of these people agrees to be named in public."""
    return set().union(*(agreed(keys) for agreed in _asked)) if keys else set()
