"""One engine moves every entity through its lifecycle: lock, check, set, record.

A lifecycle is a table `{(state, verb): state}`. An illegal verb raises; it never silently does nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from assembly.errors import GateClosed, IllegalMove
from assembly.models import Assembly, User
from assembly.services.record import record_event

Entity = TypeVar("Entity", bound=models.Model)
Gate = Callable[[Any], list[Any]]

# In a table: back to the state from which the detour began.
RETURN: Final = "←"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The legal moves of one entity.

    `moves` maps (state, verb) to the next state; `gates` maps a verb to a function that answers with the
    sentences that block it (an empty list lets it pass). `detours` maps a state that one leaves to where one came
    from (paused, say) to the field that remembers where that was: filled on the way in, emptied on the way out.
    """

    name: str
    moves: Mapping[tuple[str, str], str]
    gates: Mapping[str, Gate] = field(default_factory=dict)
    detours: Mapping[str, str] = field(default_factory=dict)

    def verbs_from(self, state: str) -> list[str]:
        """Return the verbs that the table allows from `state`, in the table's order."""
        return [verb for (start, verb) in self.moves if start == state]

    def target(self, state: str, verb: str) -> str:
        """Return where `verb` leads from `state` (`RETURN` for the way back from a detour).

        Raises:
            IllegalMove: the table has no such move.
        """
        try:
            return self.moves[state, verb]
        except KeyError:
            raise IllegalMove(
                _("“%(verb)s” is not possible from “%(state)s”.") % {"verb": verb, "state": state},
                params={"lifecycle": self.name, "state": state, "verb": verb},
            ) from None

    def changes(self, entity: models.Model, verb: str) -> dict[str, str]:
        """Return the fields that `verb` changes: the state, and the memory of a detour begun or ended.

        Raises:
            IllegalMove: the table has no such move from the entity's state.
        """
        before: str = entity.state  # type: ignore[attr-defined]
        after = self.target(before, verb)
        fields = {}
        if before in self.detours:
            if after == RETURN:
                after = getattr(entity, self.detours[before])
            fields[self.detours[before]] = ""
        if after in self.detours:
            fields[self.detours[after]] = before
        return {"state": after, **fields}

    def blockers(self, entity: models.Model, verb: str) -> list[Any]:
        """Return why `verb` must wait, as sentences."""
        gate = self.gates.get(verb)
        return gate(entity) if gate else []


@transaction.atomic
def move(
    lifecycle: Lifecycle,
    entity: Entity,
    verb: str,
    *,
    assembly: Assembly | None,
    actor: User | None,
    now: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Entity:
    """Move `entity` by `verb` and return it fresh from the database.

    Locks the row first: of two people who press at once, the second sees the state that the first has left and
    is refused. `changes` are other fields that belong to the same move (a time stamp, say) and are saved with it.

    Raises:
        IllegalMove: the table has no such move from the row's present state.
        GateClosed: something that must be true first is not.
    """
    # No move changes a key: whoever writes a row that points here need not wait, and could not let the record go.
    locked = type(entity)._default_manager.select_for_update(no_key=True).get(pk=entity.pk)
    before = locked.state  # type: ignore[attr-defined]
    fields = {**lifecycle.changes(locked, verb), **(changes or {})}
    if blockers := lifecycle.blockers(locked, verb):
        raise GateClosed(blockers)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    record_event(
        f"{lifecycle.name}.{verb}",
        obj=locked,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "from": before,
            "to": fields["state"],
            **({"reason": reason} if reason else {}),
            **(details or {}),
        },
    )
    return locked
