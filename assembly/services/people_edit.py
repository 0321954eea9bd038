"""Correct what is known of people who are no members, and note that they leave or come back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.errors import PersonRefused
from assembly.models import Person, User
from assembly.services.people import PersonFacts
from assembly.services.record import record_event


def _locked(person: Person, *, is_of_file: bool = False) -> Person:
    fresh = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if fresh.kind == PersonKind.MEMBER:
        raise PersonRefused(_("What is known of members is changed where their seat is."))
    if fresh.is_kept_elsewhere and not is_of_file:
        raise PersonRefused(_("What is known of them is changed in the file about them."))
    return fresh


@transaction.atomic
def change_person(
    *,
    person: Person,
    kind: PersonKind,
    facts: PersonFacts,
    is_of_file: bool = False,
    actor: User,
    now: datetime,
) -> Person:
    """Correct somebody who is no member; nothing is recorded where nothing is different.

    is_of_file: whether it is the file about them that changed, which their person follows.

    Raises:
        PersonRefused: a member is changed where their seat is, a witness with a file in that file.
    """
    fresh = _locked(person, is_of_file=is_of_file)
    if kind == PersonKind.MEMBER:
        raise PersonRefused(_("Members come from seats."))
    wanted = {**facts.as_fields(), "kind": kind, "values": fresh.values}
    changed = [name for name, value in wanted.items() if getattr(fresh, name) != value]
    for name in changed:
        setattr(fresh, name, wanted[name])
    if changed:
        fresh.save(update_fields=changed)
        _record("person.change", fresh, actor, now)
    return fresh


@transaction.atomic
def person_leaves(*, person: Person, actor: User, now: datetime) -> Person:
    """Note that somebody no longer takes part; what they did stays. Twice is once.

    Raises:
        PersonRefused: a member leaves by giving up the seat.
    """
    fresh = _locked(person)
    if fresh.left_at is None:
        fresh.left_at = now
        fresh.save(update_fields=["left_at"])
        _record("person.leave", fresh, actor, now)
    return fresh


@transaction.atomic
def person_returns(*, person: Person, actor: User, now: datetime) -> Person:
    """Note that somebody takes part again. Twice is once.

    Raises:
        PersonRefused: a member comes back by taking a seat.
    """
    fresh = _locked(person)
    if fresh.left_at is not None:
        fresh.left_at = None
        fresh.save(update_fields=["left_at"])
        _record("person.join", fresh, actor, now)
    return fresh


def _record(event: str, person: Person, actor: User, now: datetime) -> None:
    record_event(
        event,
        obj=person,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"kind": str(person.kind)},
    )
