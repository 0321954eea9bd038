"""Where people sit in a session, as far as the part that seats them has said how to find it."""

from collections.abc import Callable, Mapping

from scheduling.models import Session

TablesAt = Callable[[Session], Mapping[int, str]]
"""From a session to the tables' names by the keys of people, with one query or a few."""

_registered: list[TablesAt] = []


def register_tables(tables: TablesAt) -> None:
    """Add what a part knows; call it from `AppConfig.ready`."""
    _registered.append(tables)


def tables_at(session: Session) -> dict[int, str]:
    """Return the tables of people in a session by their keys; nobody's while nothing seats them."""
    found: dict[int, str] = {}
    for tables in _registered:
        found |= tables(session)
    return found
