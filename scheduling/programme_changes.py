"""What is different between two programmes, session by session, and whom each difference concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from scheduling.programme_content import Programme, PublishedItem, PublishedSession


class ChangeKind(StrEnum):
    """What became of a session or an item."""

    ADDED = "added"
    MOVED = "moved"
    CANCELLED = "cancelled"
    WORDS = "words"
    PEOPLE = "people"


TONES: Final = {
    ChangeKind.ADDED: "good",
    ChangeKind.MOVED: "warn",
    ChangeKind.CANCELLED: "bad",
    ChangeKind.WORDS: "",
    ChangeKind.PEOPLE: "",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. before, after: the item's session and the item, None where there was none; of a change of the
    session itself the items are None. people: keys of those with a part whom it concerns; for_members: all members.
    """

    kind: ChangeKind
    before: tuple[PublishedSession, PublishedItem | None] | None
    after: tuple[PublishedSession, PublishedItem | None] | None
    people: frozenset[int] = frozenset()
    for_members: bool = False

    @property
    def is_of_session(self) -> bool:
        """Whether it is about the session itself."""
        return (self.after or self.before or (None, None))[1] is None

    @property
    def tone(self) -> str:
        """Return the tone of its badge."""
        return TONES[self.kind]


@dataclass(frozen=True, slots=True)
class SessionChanges:
    """All that is different in one session, which stands as it is now, or as it was where it is cancelled."""

    session: PublishedSession
    changes: list[Change] = field(default_factory=list)


def changes_between(before: Programme, after: Programme) -> list[SessionChanges]:
    """Return the differences by session, in the order of their days; sessions that are the same are left out.

    An item that went to another session stands once, where it is now.
    """
    old = {session.uid: session for session in before}
    new = {session.uid: session for session in after}
    old_items = _items_of(before)
    new_items = _items_of(after)
    found = []
    for session in sorted({**old, **new}.values(), key=lambda each: (each.starts_at, each.number)):
        changes = _of_session(old.get(session.uid), new.get(session.uid))
        # A session that comes or goes is one change: its items need no lines of their own, unless they moved.
        for item in new[session.uid].items if session.uid in new else ():
            came_from = old_items.get(item.uid)
            if came_from is None and session.uid not in old:
                continue
            changes += _of_item(came_from, (new[session.uid], item))
        for item in old[session.uid].items if session.uid in old else ():
            if item.uid not in new_items and session.uid in new:
                changes += _of_item((old[session.uid], item), None)
        if changes:
            found.append(SessionChanges(session, changes))
    return found


def changes_for(person: int, found: list[SessionChanges], *, sessions: frozenset[str]) -> list[Change]:
    """Return what concerns somebody; `sessions` are the uids of those to which they come as a member."""
    return [
        change
        for each in found
        for change in each.changes
        if person in change.people or (change.for_members and each.session.uid in sessions)
    ]


def _items_of(programme: Programme) -> Mapping[str, tuple[PublishedSession, PublishedItem]]:
    return {item.uid: (session, item) for session in programme for item in session.items}


def _of_session(old: PublishedSession | None, new: PublishedSession | None) -> list[Change]:
    if old is None and new is not None:
        return [Change(ChangeKind.ADDED, None, (new, None), new.keys, for_members=True)]
    if new is None and old is not None:
        return [Change(ChangeKind.CANCELLED, (old, None), None, old.keys, for_members=True)]
    if old is None or new is None:
        return []
    pair = ((old, None), (new, None))
    found = []
    if _place(old) != _place(new):
        found.append(Change(ChangeKind.MOVED, *pair, old.keys | new.keys, for_members=True))
    if _words(old) != _words(new):
        found.append(Change(ChangeKind.WORDS, *pair))
    return found


def _place(session: PublishedSession) -> tuple[object, ...]:
    return (session.starts_at, session.ends_at, session.time_zone, session.venue, session.address)


def _words(session: PublishedSession) -> tuple[object, ...]:
    return (session.number, session.title, session.phase, session.note)


def _of_item(
    old: tuple[PublishedSession, PublishedItem] | None, new: tuple[PublishedSession, PublishedItem] | None
) -> list[Change]:
    if old is None and new is not None:
        return [Change(ChangeKind.ADDED, None, new, new[1].keys, for_members=new[1].for_all)]
    if new is None and old is not None:
        return [Change(ChangeKind.CANCELLED, old, None, old[1].keys, for_members=old[1].for_all)]
    if old is None or new is None:
        return []
    (was_in, was), (is_in, now) = old, new
    both, for_all = was.keys | now.keys, was.for_all or now.for_all
    found = []
    if (was_in.uid, was.starts_at, was.minutes, was.room) != (
        is_in.uid,
        now.starts_at,
        now.minutes,
        now.room,
    ):
        found.append(Change(ChangeKind.MOVED, old, new, both, for_members=for_all))
    if (was.title, was.description, was.kind) != (now.title, now.description, now.kind):
        is_renamed = (was.title, was.kind) != (now.title, now.kind)
        found.append(Change(ChangeKind.WORDS, old, new, both, for_members=for_all and is_renamed))
    if was.people != now.people:
        # Those who stay in it are not written to because somebody else came or left.
        found.append(Change(ChangeKind.PEOPLE, old, new, _whose_part_changed(was, now)))
    return found


def _whose_part_changed(was: PublishedItem, now: PublishedItem) -> frozenset[int]:
    return frozenset(person for person, _part in set(was.people) ^ set(now.people))
