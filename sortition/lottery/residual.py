"""State what is left to select once some seats are taken and some people are gone: the problem of a replacement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sortition.lottery.errors import InvalidInstance
from sortition.lottery.instance import Instance


def residual_instance(
    instance: Instance, *, seated: Collection[str] = (), gone: Collection[str] = ()
) -> Instance:
    """Fix those who are seated and leave out those who are gone; quotas, seats and bonds stay as they were.

    Leximin over the result fills the open seats as fairly as the quotas then allow. A group of people together or
    apart shrinks to those who are left, and binds nobody once it is down to one. Who lives with a seated person
    stays in the pool, at a chance of 0.

    Raises:
        InvalidInstance: unknown_person; seated_and_gone; and no_people if everybody is gone.
    """
    known = {person.id for person in instance.people}
    for identifier in (*seated, *gone):
        if identifier not in known:
            raise InvalidInstance("unknown_person", {"id": identifier})
    absent = set(gone)
    for identifier in seated:
        if identifier in absent:
            raise InvalidInstance("seated_and_gone", {"id": identifier})
    return replace(
        instance,
        people=tuple(person for person in instance.people if person.id not in absent),
        fixed=tuple(i for i in dict.fromkeys((*instance.fixed, *seated)) if i not in absent),
        together=_shrunk(instance.together, absent),
        apart=_shrunk(instance.apart, absent),
    )


def _shrunk(groups: tuple[tuple[str, ...], ...], gone: Collection[str]) -> tuple[tuple[str, ...], ...]:
    kept = (tuple(identifier for identifier in group if identifier not in gone) for group in groups)
    return tuple(group for group in kept if len(group) > 1)
