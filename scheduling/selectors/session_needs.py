"""What a session must provide: needs of the members who are expected, held against what its rooms have."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assembly.enums import AccessFeature
from assembly.member_needs import MemberNeed, needs_of_members
from assembly.models import Person
from scheduling.models import Room, Session
from scheduling.selectors.sessions import members_at, rooms_of


@dataclass(frozen=True, slots=True)
class NeedCount:
    """Needs of one kind in the same words, counted; `key` names them in a form without saying them."""

    key: str
    kind: str
    kind_label: Any
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class FeatureNeed:
    """An access feature that members need, with the rooms of the session that have it and those that lack it."""

    label: Any
    count: int
    having: list[Room]
    lacking: list[Room]

    @property
    def is_gap(self) -> bool:
        """Whether no room has it."""
        return not self.having


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need with whose it is, and whether it is late."""

    need: MemberNeed
    person: Person
    is_late: bool


@dataclass(frozen=True, slots=True)
class SessionNeeds:
    """All that a session must provide. `rows`: open ones first, what is late before what is not, then by date."""

    expected: int
    counts: list[NeedCount] = field(default_factory=list)
    features: list[FeatureNeed] = field(default_factory=list)
    rows: list[NeedRow] = field(default_factory=list)

    @property
    def diets(self) -> list[NeedCount]:
        """Return what the kitchen has to know."""
        return [each for each in self.counts if each.kind == "diet"]

    @property
    def others(self) -> list[NeedCount]:
        """Return everything but diets."""
        return [each for each in self.counts if each.kind != "diet"]


def needs_at(session: Session, today: date) -> SessionNeeds:
    """Return what the members expected at a session need."""
    people = {person.pk: person for person in members_at(session)}
    needs = [need for need in needs_of_members(session.assembly) if need.person in people]
    rows = [
        NeedRow(need, people[need.person], need.is_open and need.due_on is not None and need.due_on < today)
        for need in needs
    ]
    rows.sort(
        key=lambda row: (
            not row.need.is_open,
            not row.is_late,
            row.need.due_on or date.max,
            row.person.seat_number or 0,
        )
    )
    return SessionNeeds(len(people), _counts(needs), _features(needs, rooms_of(session)), rows)


def _counts(needs: Iterable[MemberNeed]) -> list[NeedCount]:
    groups: dict[tuple[str, str], list[MemberNeed]] = {}
    for need in needs:
        groups.setdefault((need.kind, " ".join(need.words.casefold().split())), []).append(need)
    found = [
        NeedCount(
            key=hashlib.sha256(f"{kind}:{words}".encode()).hexdigest()[:16],
            kind=kind,
            kind_label=group[0].kind_label,
            words=group[0].words,
            count=len({need.person for need in group}),
        )
        for (kind, words), group in groups.items()
    ]
    return sorted(found, key=lambda each: (each.kind, -each.count, each.words.casefold()))


def _features(needs: Iterable[MemberNeed], rooms: list[Room]) -> list[FeatureNeed]:
    wanting: dict[str, set[int]] = {}
    for need in needs:
        if need.feature:
            wanting.setdefault(need.feature, set()).add(need.person)
    return [
        FeatureNeed(
            label=label,
            count=len(wanting[value]),
            having=[room for room in rooms if value in room.features],
            lacking=[room for room in rooms if value not in room.features],
        )
        for value, label in AccessFeature.choices
        if value in wanting
    ]
