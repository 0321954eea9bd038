"""Propose amendments, discuss them, decide about them.

What a member does on their own page is recorded without their name: the record is read by people who may read the
amendments, and not who proposed them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Person, User
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import Amendment, Recommendation, RecommendationVersion
from assembly.outcomes.recommendation_lifecycle import AMENDMENT
from assembly.outcomes.services.recommendations import (
    last_version,
    lock_recommendation,
    make_next_version,
)
from assembly.outcomes.word_difference import CarriedOver, carry_over
from assembly.services.record import record_event
from evidence.enums import Way


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed change, as a whole text against the version with which it began.

    `token` was made with the form: sent twice, it is one amendment.
    """

    base: RecommendationVersion
    words: Mapping[str, str]
    reason: str
    token: UUID
    proposed_by: Person | None = None
    table: str = ""
    way: str = Way.ONLINE


@dataclass(frozen=True, slots=True)
class Hands:
    """Hands that were counted in the room; None where they were not."""

    votes_for: int | None = None
    votes_against: int | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """Into which version an amendment is adopted: `version` is the one whose difference was seen.

    `resolved` has the words for parts that the amendment and the text have both changed.
    """

    version: int
    resolved: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    hands: Hands = Hands()


@transaction.atomic
def propose_amendment(
    *, recommendation: Recommendation, proposal: Proposal, actor: User | None, now: datetime
) -> Amendment:
    """Keep an amendment: a member's own (`actor` is None), or one that the staff enters.

    Raises:
        TextRefused: amendments are not taken, nothing is changed, or the version is another's.
    """
    locked = lock_recommendation(recommendation)
    if standing := Amendment.objects.filter(token=proposal.token, recommendation=locked).first():
        return standing
    if locked.state != RecommendationState.UNDER_AMENDMENT:
        raise TextRefused(_("Amendments to this recommendation are not open."), code="not_open")
    if proposal.base.recommendation_id != locked.pk:
        raise TextRefused(_("That version belongs to another recommendation."), code="another")
    if proposal.base.words() == proposal.words:
        raise TextRefused(_("Nothing is changed yet. Change the words that should change."), code="same")
    if not proposal.reason.strip():
        raise ReasonMissing(_("Say why it should change."))
    last = Amendment.objects.filter(recommendation=locked).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(
        recommendation=locked,
        number=last + 1,
        base=proposal.base,
        reason=proposal.reason.strip(),
        table=proposal.table.strip(),
        proposed_by=proposal.proposed_by,
        way=proposal.way,
        token=proposal.token,
        proposed_at=now,
        entered_by=actor,
        **proposal.words,
    )
    record_event(
        "amendment.enter" if actor else "amendment.propose",
        obj=amendment,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={**_numbers(amendment), "way": str(proposal.way)},
    )
    return amendment


def carried_over(amendment: Amendment, present: RecommendationVersion) -> CarriedOver:
    """Return what adopting an amendment would make of the present text."""
    return carry_over(amendment.base.words(), amendment.words(), present.words())


def discuss_amendment(*, amendment: Amendment, actor: User, now: datetime) -> Amendment:
    """Note that an amendment was discussed.

    Raises:
        IllegalMove: it was already, or it is decided.
    """
    return _move(amendment, "discuss", actor, now)


@transaction.atomic
def adopt_amendment(*, amendment: Amendment, adoption: Adoption, actor: User, now: datetime) -> Amendment:
    """Make what an amendment changes the next version of the text; what it leaves alone stays as it is now.

    Raises:
        IllegalMove: it is decided or withdrawn.
        TextRefused: the text is frozen, a part that both changed is not resolved, or it changes nothing any more.
        ChangedMeanwhile: the text is no longer the one whose difference was seen.
    """
    recommendation = lock_recommendation(amendment.recommendation)
    fresh = _fresh(amendment)
    AMENDMENT.target(fresh.state, "adopt")
    present = last_version(recommendation)
    if present.number != adoption.version:
        raise ChangedMeanwhile(
            _(
                "The text has moved on to version %(number)s. Below is what adopting the amendment makes of it now: "
                "look, and adopt it again."
            )
            % {"number": present.number}
        )
    found = carried_over(fresh, present)
    if missing := [name for name in found.clashing if not adoption.resolved.get(name, "").strip()]:
        raise TextRefused(
            _("The text has changed in the same place. Write how it should read."),
            code="clash",
            params={"parts": missing},
        )
    words = {**found.words, **{name: adoption.resolved[name].strip() for name in found.clashing}}
    if words == present.words():
        raise TextRefused(
            _("The text says that already: adopting it would change nothing."), code="nothing_new"
        )
    note = _("Amendment %(number)s") % {"number": fresh.number}
    version = make_next_version(recommendation, words, note, actor, now)
    return _move(
        fresh,
        "adopt",
        actor,
        now,
        hands=adoption.hands,
        reason=adoption.reason,
        result=version,
    )


@transaction.atomic
def reject_amendment(
    *, amendment: Amendment, reason: str, actor: User, now: datetime, hands: Hands | None = None
) -> Amendment:
    """Decide not to adopt an amendment, with the reason that whoever proposed it reads.

    Raises:
        IllegalMove: it is decided or withdrawn.
        ReasonMissing: there is none.
    """
    AMENDMENT.target(_fresh(amendment).state, "reject")
    if not reason.strip():
        raise ReasonMissing(_("Say why it is not adopted. Whoever proposed it reads it."))
    return _move(amendment, "reject", actor, now, hands=hands or Hands(), reason=reason)


@transaction.atomic
def withdraw_amendment(
    *,
    amendment: Amendment,
    actor: User | None,
    now: datetime,
    by: Person | None = None,
    reason: str = "",
) -> Amendment:
    """Withdraw an amendment: `by` whoever proposed it, on their own page, or by the staff for them.

    Raises:
        TextRefused: it is somebody else's.
        IllegalMove: it is decided.
    """
    if by is not None and amendment.proposed_by_id != by.pk:
        raise TextRefused(_("Only those who proposed an amendment withdraw it."), code="not_yours")
    return _move(amendment, "withdraw", actor, now, reason=reason)


def _fresh(amendment: Amendment) -> Amendment:
    return Amendment.objects.select_related("base", "recommendation__assembly").get(pk=amendment.pk)


def _numbers(amendment: Amendment) -> dict[str, Any]:
    return {"number": amendment.number, "recommendation": amendment.recommendation.number}


def _move(
    amendment: Amendment,
    verb: str,
    actor: User | None,
    now: datetime,
    *,
    hands: Hands | None = None,
    reason: str = "",
    result: RecommendationVersion | None = None,
) -> Amendment:
    changes: dict[str, Any] = {"result": result} if result else {}
    if verb != "discuss":
        changes |= {"decided_at": now, "decision_reason": reason.strip()}
    if hands is not None:
        changes |= {"votes_for": hands.votes_for, "votes_against": hands.votes_against}
    return move(
        AMENDMENT,
        amendment,
        verb,
        assembly=amendment.recommendation.assembly,
        actor=actor,
        now=now,
        details={**_numbers(amendment), **({"version": result.number} if result else {})},
        changes=changes,
    )
