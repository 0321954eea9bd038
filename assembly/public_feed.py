"""What an assembly has published, entry by entry: a registry of sources that each app fills in `AppConfig.ready`.

A source answers with rows that are published and stay so; what was withdrawn is no longer among them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.models import Assembly


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that was published.

    `key` names it for good ("remit-2"); `text` is plain; `url_name` takes the slug and then `arguments`.
    """

    key: str
    title: str
    text: str
    at: datetime
    url_name: str
    arguments: tuple[Any, ...] = ()


FeedSource = Callable[[Assembly, datetime], Iterable[FeedEntry]]

_sources: list[FeedSource] = []


def register_feed_source(source: FeedSource) -> None:
    """Add a source; call it from `AppConfig.ready`. It asks the database a constant number of times."""
    _sources.append(source)


def feed_entries(assembly: Assembly, now: datetime) -> list[FeedEntry]:
    """Return all entries, the newest first; of one moment in the order of their keys."""
    found = [entry for source in _sources for entry in source(assembly, now) if entry.at <= now]
    return sorted(sorted(found, key=lambda entry: entry.key), key=lambda entry: entry.at, reverse=True)
