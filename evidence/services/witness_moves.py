"""Move a witness through the lifecycle: decide, invite, note what they answer, brief, hear, follow up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.lifecycle import move
from assembly.models import User
from assembly.services.people import keep_person, let_person_go
from evidence.enums import Way, WitnessState
from evidence.errors import WitnessRefused
from evidence.models import Witness
from evidence.services.witnesses import facts_of, locked_witness, refuse_if_over
from evidence.witness_kind import WITNESS_KIND
from evidence.witness_lifecycle import WITNESS

DECISIONS = ("shortlist", "turn_down")
ANSWERS = ("accept", "decline")
STEPS = ("brief", "hear", "follow_up")


def _fresh(witness: Witness, verb: str, seen: str) -> Witness:
    """Lock the file as the page showed it. Of two who decide at once, the second is told, also where both may."""
    fresh = locked_witness(witness)
    WITNESS.target(fresh.state, verb)
    if fresh.state != seen:
        raise ChangedMeanwhile(
            _("Somebody else moved this witness to “%(state)s” meanwhile. Nothing was saved; look again.")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def _move(
    witness: Witness, verb: str, actor: User, now: datetime, *, way: str = "", **changes: Any
) -> Witness:
    return move(
        WITNESS,
        witness,
        verb,
        assembly=witness.assembly,
        actor=actor,
        now=now,
        details={"number": witness.number, **({"way": str(way)} if way else {})},
        changes=changes,
    )


@transaction.atomic
def decide_witness(
    *, witness: Witness, verb: str, reason: str, seen: str, actor: User, now: datetime
) -> Witness:
    """Shortlist or turn down, with the reason that whoever proposed reads.

    Raises:
        ReasonMissing: there is none.
        ChangedMeanwhile: somebody else decided after the page was shown.
        IllegalMove: not from the present state.
    """
    fresh = _fresh(witness, verb, seen)
    if not reason.strip():
        raise ReasonMissing(_("Say why. Whoever proposed them reads it."))
    moved = _move(fresh, verb, actor, now, decision_reason=reason.strip())
    if verb == "turn_down" and moved.person is not None:
        let_person_go(person=moved.person, actor=actor, now=now)
    return moved


@transaction.atomic
def invite_witness(*, witness: Witness, seen: str, actor: User, now: datetime) -> Witness:
    """Note that somebody was invited: from now on they are a person of the assembly.

    Raises:
        WitnessRefused: the file has no name.
        ChangedMeanwhile: somebody else moved them after the page was shown.
        IllegalMove: not from the present state.
    """
    fresh = _fresh(witness, "invite", seen)
    if not fresh.name:
        raise WitnessRefused(_("Write a name first."), code="nameless")
    person = keep_person(
        assembly=fresh.assembly,
        kind=PersonKind.WITNESS,
        origin=(WITNESS_KIND, fresh.pk),
        facts=facts_of(fresh),
        standing=fresh.person,
        actor=actor,
        now=now,
    )
    return _move(fresh, "invite", actor, now, person=person, invited_at=now)


@transaction.atomic
def answer_invitation(
    *, witness: Witness, verb: str, way: str, seen: str, actor: User, now: datetime
) -> Witness:
    """Note that a witness accepts or declines; whoever declines takes no part any more.

    Raises:
        WitnessRefused: online, once the assembly is over.
        ChangedMeanwhile: they were moved after the page was shown.
        IllegalMove: not from the present state.
    """
    fresh = _fresh(witness, verb, seen)
    if way == Way.ONLINE:
        refuse_if_over(fresh.assembly)
    moved = _move(fresh, verb, actor, now, way=way)
    if verb == "decline" and moved.person is not None:
        let_person_go(person=moved.person, actor=actor, now=now)
    return moved


@transaction.atomic
def step_witness(*, witness: Witness, verb: str, seen: str, actor: User, now: datetime) -> Witness:
    """Note that a witness was briefed, heard or followed up.

    Raises:
        GateClosed: they are to be briefed, and have not declared their interests.
        ChangedMeanwhile: they were moved after the page was shown.
        IllegalMove: not from the present state.
    """
    return _move(_fresh(witness, verb, seen), verb, actor, now)


def can_answer(witness: Witness) -> bool:
    """Whether an invitation waits for an answer."""
    return witness.state == WitnessState.INVITED
