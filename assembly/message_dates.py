"""Dates relative to which people can be reminded. Upper apps register theirs when they start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day of a date: of several sessions, each is one.

    key: stays the same when the day is moved, so that nobody is reminded twice. people: whom it concerns, as kinds
    and keys of `assembly/personal_data.py`; None where it concerns everybody to whom a reminder goes.
    """

    day: date
    key: str = ""
    people: frozenset[tuple[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class MessageDate:
    """Something that takes place on a day. `occasions` are those that an assembly has now; none while no day is set."""

    key: str
    label: Any
    occasions: Callable[[Assembly], Iterable[Occasion]]


_dates: dict[str, MessageDate] = {}


def register_message_date(each: MessageDate) -> None:
    """Add a date; call it from `AppConfig.ready`."""
    _dates[each.key] = each


def message_dates() -> list[MessageDate]:
    """Return all dates, in the order in which they were registered."""
    return list(_dates.values())


def message_date(key: str) -> MessageDate | None:
    """Return a date by its key; None where its app has given it up."""
    return _dates.get(key)


def occasions_of(key: str, assembly: Assembly) -> list[Occasion]:
    """Return the occasions of a date that an assembly has now."""
    found = _dates.get(key)
    return list(found.occasions(assembly)) if found else []


def _day_of(name: str) -> Callable[[Assembly], list[Occasion]]:
    def occasions(assembly: Assembly) -> list[Occasion]:
        day = getattr(assembly, name)
        return [Occasion(day)] if day else []

    return occasions


register_message_date(
    MessageDate("assembly.first_session", _("the first session"), _day_of("first_session_on"))
)
register_message_date(MessageDate("assembly.last_session", _("the last session"), _day_of("last_session_on")))
