"""What upper floors do in the very transaction in which an entry of the record is written.

The record knows nobody; whoever wants to follow it says for which types of event, in `AppConfig.ready`. A listener asks
the database little: while it works nobody else can write to the record of the assembly. What takes time it queues.
"""

from collections.abc import Callable, Iterable
from typing import Any

EventListener = Callable[[Any], None]
"""Called with the entry, an `AuditEvent`; it queues work with `queue_task`, which stands or falls with the entry."""

_listeners: dict[str, list[EventListener]] = {}


def register_event_listener(types: Iterable[str], listener: EventListener) -> None:
    """Have `listener` called for entries of some types; call it from `AppConfig.ready`."""
    for type_ in types:
        _listeners.setdefault(type_, []).append(listener)


def listeners_of(type_: str) -> list[EventListener]:
    """Return who wants to know of entries of a type."""
    return _listeners.get(type_, [])
