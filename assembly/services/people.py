"""Keep the people of an assembly: who may stand in its programme, sit at its tables, be paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from assembly.enums import PersonKind, Role
from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from assembly.services.team import give_role, take_role


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of somebody. values: category → value, by name."""

    name: str
    called: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def as_fields(self) -> dict[str, Any]:
        """Return the model's fields."""
        names = ("name", "called", "organisation", "email", "phone", "language")
        return {**{name: getattr(self, name) for name in names}, "values": dict(self.values)}


@transaction.atomic
def keep_member(
    *,
    assembly: Assembly,
    origin: tuple[str, int],
    seat_number: int,
    facts: PersonFacts,
    actor: User | None,
    now: datetime,
) -> Person:
    """Make whoever holds a seat a member, or bring what is known of them up to date; return the person.

    Whoever left and comes back is the same person again. origin: kind and key of the subject
    (`assembly/personal_data.py`). Called while the seat is locked, so that nobody else holds the place.
    """
    kind, key = origin
    found = Person.objects.select_for_update(no_key=True, of=("self",)).filter(
        assembly=assembly, origin_kind=kind, origin_key=key
    )
    wanted = {**facts.as_fields(), "seat_number": seat_number, "left_at": None}
    person = found.first()
    if person is None:
        person = Person.objects.create(
            assembly=assembly,
            kind=PersonKind.MEMBER,
            origin_kind=kind,
            origin_key=key,
            joined_at=now,
            **wanted,
        )
    else:
        changed = [name for name, value in wanted.items() if getattr(person, name) != value]
        if not changed:
            return person
        for name in changed:
            setattr(person, name, wanted[name])
        person.save(update_fields=changed)
        if "left_at" not in changed:
            return person
        if person.user:
            give_role(assembly=assembly, user=person.user, role=Role.MEMBER, actor=actor, now=now)
    record_event(
        "person.join",
        obj=person,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"kind": str(person.kind), "seat": seat_number},
    )
    return person


@transaction.atomic
def refresh_member(*, assembly: Assembly, origin: tuple[str, int], facts: PersonFacts) -> bool:
    """Bring what is known of a member up to date; return whether there is one who has not left.

    No event of its own: whatever changed stands in the record where it was changed.
    """
    kind, key = origin
    person = Person.objects.here().filter(assembly=assembly, origin_kind=kind, origin_key=key)
    return bool(person.update(**facts.as_fields()))


@transaction.atomic
def member_leaves(
    *, assembly: Assembly, origin: tuple[str, int], actor: User | None, now: datetime
) -> Person | None:
    """Note that a member has left their seat; what they did stays theirs.

    Their account, if they have one, is no member's any more. None where there is no such member."""
    kind, key = origin
    person = (
        Person.objects.select_for_update(no_key=True, of=("self",))
        .filter(assembly=assembly, origin_kind=kind, origin_key=key, left_at=None)
        .first()
    )
    if person is None:
        return None
    person.left_at = now
    person.save(update_fields=["left_at"])
    if person.user:
        take_role(assembly=assembly, user=person.user, role=Role.MEMBER, actor=actor, now=now)
    record_event(
        "person.leave",
        obj=person,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"kind": str(person.kind), "seat": person.seat_number},
    )
    return person


@transaction.atomic
def add_person(
    *, assembly: Assembly, kind: PersonKind, facts: PersonFacts, actor: User | None, now: datetime
) -> Person:
    """Enter somebody who is no member: a witness, a guest, a facilitator from outside.

    Raises:
        ValueError: members come from seats.
    """
    if kind == PersonKind.MEMBER:
        message = "members come from seats"
        raise ValueError(message)
    person = Person.objects.create(assembly=assembly, kind=kind, joined_at=now, **facts.as_fields())
    record_event(
        "person.join", obj=person, assembly=assembly, actor=actor, now=now, details={"kind": str(kind)}
    )
    return person


@transaction.atomic
def keep_person(
    *,
    assembly: Assembly,
    kind: PersonKind,
    origin: tuple[str, int],
    facts: PersonFacts,
    standing: Person | None = None,
    actor: User | None,
    now: datetime,
) -> Person:
    """Make somebody whom an upper app keeps a file about a person of the assembly, or bring them up to date.

    standing: somebody who was entered by hand and is whom the file is about; they become its person. The caller
    holds the lock on the file.

    Raises:
        ValueError: members come from seats, and nobody is taken from another file.
    """
    own = {"assembly": assembly, "origin_kind": origin[0], "origin_key": origin[1]}
    rows = Person.objects.select_for_update(no_key=True, of=("self",))
    person = rows.filter(**own).first() or (standing and rows.get(pk=standing.pk, assembly=assembly))
    if PersonKind.MEMBER in (kind, person and person.kind) or (
        person and person.origin_kind not in ("", origin[0])
    ):
        message = "members come from seats, and each person belongs to one file"
        raise ValueError(message)
    wanted = {**facts.as_fields(), "kind": kind, "left_at": None}
    if person is None:
        person = Person.objects.create(joined_at=now, **own, **wanted)
    else:
        Person.objects.filter(pk=person.pk).update(**own, **wanted)
        came_back = person.left_at is not None
        person.refresh_from_db()
        if not came_back:
            return person
    record_event(
        "person.join", obj=person, assembly=assembly, actor=actor, now=now, details={"kind": str(kind)}
    )
    return person


@transaction.atomic
def let_person_go(*, person: Person, actor: User | None, now: datetime) -> None:
    """Note that somebody about whom an upper app keeps a file takes no part any more; what they did stays theirs."""
    locked = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if locked.left_at is not None:
        return
    locked.left_at = now
    locked.save(update_fields=["left_at"])
    record_event(
        "person.leave",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"kind": str(locked.kind)},
    )


@transaction.atomic
def person_of_account(
    *, assembly: Assembly, user: User, kind: PersonKind, actor: User | None, now: datetime
) -> Person:
    """Return the person behind an account of the team, entered as `kind` where there is none yet."""
    # The assembly's row is the lock: two who assign the same person at once make one of them.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    standing = Person.objects.filter(assembly=locked, user=user).first()
    if standing is not None:
        return standing
    person = add_person(
        assembly=locked,
        kind=kind,
        facts=PersonFacts(name=user.name, email=user.email or ""),
        actor=actor,
        now=now,
    )
    person.user = user
    person.save(update_fields=["user"])
    return person
