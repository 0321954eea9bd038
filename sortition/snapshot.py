"""Freeze a selection problem as canonical JSON, and read it again.

Canonical: keys sorted, no spaces, UTF-8. Equal problems give equal bytes, so one digest tells whether two
runs stood on the same ground. Stored compressed, without a time stamp.
"""

import gzip
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sortition.lottery import Cap, Instance, Person, Quota

FORMAT = 1
HOUSEHOLD = "household"
"""The column under which the lottery knows households, where more than one person of each may sit."""
Shares = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Snapshot:
    """What a run was computed from: the problem, and the population shares that pictures compare it with.

    shares: (category, value) → per cent of the population, where it was known.
    """

    instance: Instance
    shares: Shares


def canonical(data: Any) -> bytes:
    """Give `data` as canonical JSON."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: bytes) -> str:
    """Give the SHA-256 of canonical bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> bytes:
    """Compress canonical bytes for the database."""
    return gzip.compress(data, 6, mtime=0)


def unpack_bytes(stored: bytes | memoryview) -> bytes:
    """Give the bytes that `pack` stored."""
    return gzip.decompress(bytes(stored))


def unpack(stored: bytes | memoryview) -> Any:
    """Read what `pack` stored."""
    return json.loads(unpack_bytes(stored))


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """Give the canonical bytes of a snapshot."""
    shares = [[category, value, share] for (category, value), share in sorted(snapshot.shares.items())]
    return canonical({"format": FORMAT, "problem": problem(snapshot.instance), "shares": shares})


def problem(instance: Instance) -> dict[str, Any]:
    """Give an instance as JSON values, in its order of quotas and people, on which the lottery depends.

    Households are numbered as they come: what the house calls them is made of addresses, which could be guessed.
    """
    numbers: dict[str, str] = {}

    def numbered(household: str | None) -> str | None:
        return numbers.setdefault(household, str(len(numbers) + 1)) if household else None

    def groups_of(person: Person) -> dict[str, str | None]:
        return {c: numbered(name) if c == HOUSEHOLD else name for c, name in person.groups.items()}

    frozen: dict[str, Any] = {
        "seats": instance.seats,
        "quotas": [
            [q.category, q.value, q.minimum, q.maximum, q.minimum_flex, q.maximum_flex]
            for q in instance.quotas
        ],
        "people": [
            [p.id, dict(p.values), numbered(p.household), *([groups_of(p)] if p.groups else [])]
            for p in instance.people
        ],
    }
    if instance.caps:
        frozen["caps"] = [[cap.column, cap.maximum] for cap in instance.caps]
    if instance.fixed:
        frozen["fixed"] = list(instance.fixed)
    return frozen


def read_snapshot(stored: bytes | memoryview) -> Snapshot:
    """Read a stored snapshot."""
    data = unpack(stored)
    frozen = data["problem"]
    instance = Instance(
        seats=frozen["seats"],
        quotas=tuple(Quota(*row) for row in frozen["quotas"]),
        people=tuple(Person(*row) for row in frozen["people"]),
        caps=tuple(Cap(*row) for row in frozen.get("caps", ())),
        fixed=tuple(frozen.get("fixed", ())),
    )
    return Snapshot(instance, {(category, value): share for category, value, share in data["shares"]})


@dataclass(frozen=True)
class Difference:
    """What stands differently in two problems; empty means that they are the same."""

    seats: bool
    quotas: tuple[tuple[str, str], ...]
    came: int
    left: int
    changed: int
    households: int
    order: bool
    caps: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (
            self.seats
            or self.quotas
            or self.came
            or self.left
            or self.changed
            or self.households
            or self.caps
            or self.order
        )


def difference(before: Instance, after: Instance) -> Difference:
    """Compare two problems and count what changed."""
    old = {p.id: p for p in before.people}
    new = {p.id: p for p in after.people}
    both = old.keys() & new.keys()
    old_homes, new_homes = _housemates(before, both), _housemates(after, both)
    content_same = problem(before) == problem(after)
    found = Difference(
        seats=before.seats != after.seats,
        quotas=_changed_quotas(before.quotas, after.quotas),
        came=len(new.keys() - old.keys()),
        left=len(old.keys() - new.keys()),
        changed=sum(
            (dict(old[i].values), _own_groups(old[i])) != (dict(new[i].values), _own_groups(new[i]))
            for i in both
        ),
        households=sum(old_homes[i] != new_homes[i] for i in both),
        order=False,
        caps=before.caps != after.caps,
    )
    # What remains when nothing else differs is the order of rows, on which a seeded draw depends.
    return found if content_same or not found.is_empty else Difference(False, (), 0, 0, 0, 0, order=True)


def _housemates(instance: Instance, among: Collection[str]) -> dict[str, frozenset[str]]:
    """Give everybody with whom they share a household: its name says nothing from one snapshot to the next."""
    homes: dict[str, set[str]] = {}
    for person in instance.people:
        name = person.household or person.groups.get(HOUSEHOLD)
        if person.id in among:
            homes.setdefault(name or f"alone: {person.id}", set()).add(person.id)
    return {identifier: frozenset(home) for home in homes.values() for identifier in home}


def _own_groups(person: Person) -> dict[str, str]:
    return {column: name for column, name in person.groups.items() if column != HOUSEHOLD}


def _changed_quotas(before: Sequence[Quota], after: Sequence[Quota]) -> tuple[tuple[str, str], ...]:
    old = {(q.category, q.value): (q.minimum, q.maximum) for q in before}
    new = {(q.category, q.value): (q.minimum, q.maximum) for q in after}
    return tuple(key for key in {**old, **new} if old.get(key) != new.get(key))
