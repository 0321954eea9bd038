"""Who is known not to come to a session. The parts that know register themselves at start-up."""

from collections.abc import Callable, Iterable

from scheduling.models import Session

AbsentAt = Callable[[Session], Iterable[int]]

_registered: dict[str, AbsentAt] = {}


def register_absences(key: str, absent_at: AbsentAt) -> None:
    """Add a part that knows of absences: it answers with keys of people; call it from `AppConfig.ready`."""
    _registered[key] = absent_at


def absent_people(session: Session) -> set[int]:
    """Return the keys of those who said that they cannot come, or were noted as absent."""
    return {key for absent_at in _registered.values() for key in absent_at(session)}
