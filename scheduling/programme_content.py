"""A programme as it is published: sessions with their public items. What is internal never gets in.

People stand in it by key alone, so that a name can be erased while the version stays as it is.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.enums import Part

PUBLIC_PARTS = (Part.SPEAKER, Part.LEAD)
"""Whoever is heard by everybody is named to everybody; who interprets or helps is not."""


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """One item. people: (key of the person, part). for_all: all members are expected at it."""

    uid: str
    kind: str
    title: str
    description: str
    starts_at: datetime
    minutes: int
    room: str
    for_all: bool
    people: tuple[tuple[int, str], ...] = ()

    @property
    def ends_at(self) -> datetime:
        """Return when it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def keys(self) -> frozenset[int]:
        """Return who has a part in it."""
        return frozenset(person for person, _part in self.people)


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """One session with its items in the order of their times."""

    uid: str
    number: int
    title: str
    phase: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str
    note: str
    items: tuple[PublishedItem, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Return the clock by which it is told."""
        return ZoneInfo(self.time_zone)

    @property
    def keys(self) -> frozenset[int]:
        """Return who has a part in any of its items."""
        return frozenset().union(*(item.keys for item in self.items))

    @property
    def head(self) -> "PublishedSession":
        """Return the session without its items."""
        return replace(self, items=())


Programme = tuple[PublishedSession, ...]


def as_content(programme: Iterable[PublishedSession]) -> dict[str, Any]:
    """Return what is stored of a programme."""
    return {"sessions": [_session_row(session) for session in programme]}


def of_content(content: Mapping[str, Any]) -> Programme:
    """Read what was stored of a programme."""
    return tuple(_session_of(row) for row in content["sessions"])


def digest_of_content(content: Mapping[str, Any]) -> str:
    """Return the fingerprint of what is stored."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _session_row(session: PublishedSession) -> dict[str, Any]:
    return {
        "uid": session.uid,
        "number": session.number,
        "title": session.title,
        "phase": session.phase,
        "time_zone": session.time_zone,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "venue": session.venue,
        "address": session.address,
        "note": session.note,
        "items": [_item_row(item) for item in session.items],
    }


def _item_row(item: PublishedItem) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "kind": item.kind,
        "title": item.title,
        "description": item.description,
        "starts_at": item.starts_at.isoformat(),
        "minutes": item.minutes,
        "room": item.room,
        "for_all": item.for_all,
        "people": [list(each) for each in item.people],
    }


def _session_of(row: Mapping[str, Any]) -> PublishedSession:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    return PublishedSession(**{**row, **moments, "items": tuple(_item_of(item) for item in row["items"])})


def _item_of(row: Mapping[str, Any]) -> PublishedItem:
    people = tuple((person, part) for person, part in row["people"])
    return PublishedItem(**{**row, "starts_at": datetime.fromisoformat(row["starts_at"]), "people": people})
