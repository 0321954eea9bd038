"""Which entries a calendar has, how often each has changed, and which are cancelled: reckoned from the versions alone.

So nothing about calendars has to be kept: ids are those of sessions and items, and a SEQUENCE is the number of versions
in which the entry has changed since it first stood there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scheduling.programme_content import Programme, PublishedItem, PublishedSession


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is. is_member: sessions are theirs from when they joined until they left."""

    key: int
    is_member: bool
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a session, or an item of it in which the reader has a part."""

    session: PublishedSession
    item: PublishedItem | None
    sequence: int
    made_at: datetime
    changed_at: datetime
    is_cancelled: bool = False

    @property
    def uid(self) -> str:
        """Return what calendars know it by."""
        return self.item.uid if self.item else self.session.uid

    @property
    def begin(self) -> datetime:
        """Return when it begins."""
        return self.item.starts_at if self.item else self.session.starts_at

    @property
    def end(self) -> datetime:
        """Return when it ends."""
        return self.item.ends_at if self.item else self.session.ends_at


def calendar_entries(versions: Iterable[tuple[datetime, Programme]], reader: Reader | None) -> list[Entry]:
    """Return all entries there ever were, by their times. versions: the oldest first, with when each was published.

    reader: None for the calendar of everybody, which has the sessions alone.
    """
    entries: dict[str, Entry] = {}
    for moment, programme in versions:
        stands = dict(_stands(programme, reader))
        for uid, (session, item) in stands.items():
            known = entries.get(uid)
            if known is None:
                entries[uid] = Entry(session, item, 0, moment, moment)
            elif known.is_cancelled or (known.session, known.item) != (session, item):
                number = known.sequence + 1
                entries[uid] = Entry(session, item, number, known.made_at, moment)
        for uid, known in entries.items():
            if uid not in stands and not known.is_cancelled:
                entries[uid] = _cancelled(known, moment)
    found = [_after_leaving(entry, reader) for entry in entries.values()]
    return sorted(found, key=lambda entry: (entry.begin, entry.uid))


def _stands(
    programme: Programme, reader: Reader | None
) -> Iterator[tuple[str, tuple[PublishedSession, PublishedItem | None]]]:
    for session in programme:
        if reader is None or (reader.is_member and reader.joined_at <= session.ends_at):
            yield session.uid, (session, None)
        for item in session.items if reader else ():
            if reader and reader.key in item.keys:
                # What else happens in the session is no change of this item.
                yield item.uid, (session.head, item)


def _cancelled(entry: Entry, moment: datetime) -> Entry:
    return replace(entry, sequence=entry.sequence + 1, changed_at=moment, is_cancelled=True)


def _after_leaving(entry: Entry, reader: Reader | None) -> Entry:
    """Cancel what comes after the reader left."""
    left_at = reader.left_at if reader else None
    if left_at is None or entry.is_cancelled or entry.begin < left_at:
        return entry
    return _cancelled(entry, max(left_at, entry.changed_at))
