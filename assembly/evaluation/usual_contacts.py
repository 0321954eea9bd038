"""Who of the team has been a member's contact: told by whoever registers at start-up what they know of it.

So that members' own pages, which want a welfare call, reach nothing of the team's.
"""

from collections.abc import Callable

from assembly.models import Person, User

FindContact = Callable[[Person], User | None]

_known: list[FindContact] = []


def register_usual_contact(find: FindContact) -> None:
    """Add a way to find it; call it from `AppConfig.ready`."""
    _known.append(find)


def contact_of(person: Person) -> User | None:
    """Return somebody's contact as the first that knows one says."""
    return next((found for find in _known if (found := find(person)) is not None), None)
