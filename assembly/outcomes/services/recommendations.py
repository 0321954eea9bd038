"""Add recommendations, write their texts in versions, sort them into themes, and move them.

A version is never written again: whoever saves makes the next one, and says with which they began.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, GateClosed, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.outcomes.enums import HANDED_OVER, RecommendationState
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import Recommendation, RecommendationVersion, Theme
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.services.record import record_event

TO_FREEZE = (RecommendationState.DRAFTED, RecommendationState.UNDER_AMENDMENT)
SAYS_WHY = ("unfreeze", "withdraw")
"""Verbs that need a reason."""


def lock_recommendation(recommendation: Recommendation) -> Recommendation:
    """Return the recommendation fresh, and locked until the transaction ends."""
    rows = Recommendation.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly")
    return rows.get(pk=recommendation.pk)


def lock_recommendations(found: QuerySet[Recommendation]) -> list[Recommendation]:
    """Return all of these fresh, and locked until the transaction ends; before the first word in the record."""
    # Whoever has the record must wait for no row: those who hold one wait for the record. And of two who lock several,
    # always in this order, one waits for the other and neither crosswise.
    rows = found.select_for_update(no_key=True, of=("self",)).select_related("assembly")
    return list(rows.order_by("pk"))


def last_version(recommendation: Recommendation) -> RecommendationVersion:
    """Return what a recommendation says now."""
    return RecommendationVersion.objects.filter(recommendation=recommendation).latest("number")


@transaction.atomic
def add_recommendation(
    *,
    assembly: Assembly,
    words: Mapping[str, str],
    theme: Theme | None,
    table: str,
    token: UUID,
    actor: User,
    now: datetime,
) -> Recommendation:
    """Keep an idea with its first version; the same form sent twice is one idea.

    Raises:
        TextRefused: the theme is another assembly's.
    """
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if standing := Recommendation.objects.filter(token=token, assembly=home).first():
        return standing
    _check_theme(home, theme)
    last = Recommendation.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
    recommendation = Recommendation.objects.create(
        assembly=home,
        number=last + 1,
        theme=theme,
        table=table.strip(),
        token=token,
        made_at=now,
        made_by=actor,
    )
    RecommendationVersion.objects.create(
        recommendation=recommendation, number=1, made_at=now, made_by=actor, **words
    )
    record_recommendation("add", recommendation, actor, now)
    return recommendation


def check_not_handed_over(recommendation: Recommendation) -> None:
    """Refuse to change what the authority has in hand.

    Raises:
        TextRefused: it was handed over.
    """
    if recommendation.state in HANDED_OVER:
        raise TextRefused(_("It was handed to the authority, and stays as it was."), code="handed_over")


def _check_theme(assembly: Assembly, theme: Theme | None) -> None:
    if theme is not None and theme.assembly_id != assembly.pk:
        raise TextRefused(_("That theme belongs to another assembly."), code="another_assembly")


@transaction.atomic
def save_version(
    *,
    recommendation: Recommendation,
    words: Mapping[str, str],
    note: str,
    began_with: int,
    actor: User,
    now: datetime,
) -> RecommendationVersion:
    """Make the next version of the text, and return it; the same words again are no new version.

    Raises:
        TextRefused: the text is frozen, or the recommendation withdrawn.
        ChangedMeanwhile: somebody else made a version after the one with which this began.
    """
    locked = lock_recommendation(recommendation)
    last = last_version(locked)
    if last.words() == words:
        return last
    if last.number != began_with:
        raise ChangedMeanwhile(
            _(
                "Somebody else saved version %(number)s while you were writing. Nothing of yours is lost: both texts "
                "stand below. Go on from yours or from theirs, and save again."
            )
            % {"number": last.number}
        )
    version = make_next_version(locked, words, note, actor, now)
    record_recommendation("write", locked, actor, now, version=version.number)
    return version


def make_next_version(
    locked: Recommendation, words: Mapping[str, str], note: str, actor: User, now: datetime
) -> RecommendationVersion:
    """Add a version to a locked recommendation; the caller records it.

    Raises:
        TextRefused: the text is frozen, or the recommendation withdrawn.
    """
    if not locked.is_open_to_change:
        said = _("It stands at “%(state)s”: its text cannot be changed.")
        raise TextRefused(said % {"state": locked.get_state_display()}, code="not_open")
    return RecommendationVersion.objects.create(
        recommendation=locked,
        number=last_version(locked).number + 1,
        note=note.strip(),
        made_at=now,
        made_by=actor,
        **words,
    )


@transaction.atomic
def sort_recommendation(
    *, recommendation: Recommendation, theme: Theme | None, actor: User, now: datetime
) -> Recommendation:
    """Put a recommendation under a theme, or under none.

    Raises:
        TextRefused: the theme is another assembly's, or the recommendation was handed over.
    """
    locked = lock_recommendation(recommendation)
    check_not_handed_over(locked)
    _check_theme(locked.assembly, theme)
    if locked.theme_id != (theme.pk if theme else None):
        locked.theme = theme
        locked.save(update_fields=["theme"])
        record_recommendation("sort", locked, actor, now)
    return locked


@transaction.atomic
def move_recommendation(
    *, recommendation: Recommendation, verb: str, actor: User, now: datetime, reason: str = ""
) -> Recommendation:
    """Draft, open and close amendments, freeze, unfreeze, withdraw or close a recommendation.

    Freezing keeps which version it was; opening again lets go of it.

    Raises:
        IllegalMove: not from its state.
        GateClosed: an amendment is open, a ballot is prepared, or something is owed.
        ReasonMissing: the verb is one that says why.
    """
    locked = lock_recommendation(recommendation)
    RECOMMENDATION.target(locked.state, verb)
    reason = reason.strip()
    if verb in SAYS_WHY and not reason:
        raise ReasonMissing(_("Say why. The record keeps it, and members read why a text was withdrawn."))
    changes: dict[str, Any] = {}
    details = {"number": locked.number}
    if verb == "freeze":
        last = last_version(locked)
        changes, details["version"] = {"frozen_version": last}, last.number
    elif verb == "unfreeze":
        changes = {"frozen_version": None}
    elif verb == "withdraw":
        changes = {"withdrawn_reason": reason}
    return move(
        RECOMMENDATION,
        locked,
        verb,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason,
        details=details,
        changes=changes,
    )


@dataclass(frozen=True, slots=True)
class AllFrozen:
    """What was frozen, and what waits, with the sentences that say why."""

    frozen: list[Recommendation]
    waiting: list[tuple[Recommendation, str]]


@transaction.atomic
def freeze_all(*, assembly: Assembly, actor: User, now: datetime) -> AllFrozen:
    """Freeze every drafted text on which no amendment is open; ideas stay ideas."""
    frozen, waiting = [], []
    drafts = lock_recommendations(Recommendation.objects.filter(assembly=assembly, state__in=TO_FREEZE))
    for each in sorted(drafts, key=lambda draft: draft.number):
        try:
            frozen.append(move_recommendation(recommendation=each, verb="freeze", actor=actor, now=now))
        except GateClosed as closed:
            waiting.append((each, str(closed)))
    return AllFrozen(frozen, waiting)


def record_recommendation(
    event: str, recommendation: Recommendation, actor: User | None, now: datetime, **details: Any
) -> None:
    """Write to the record what happened to a recommendation: numbers, no words of people."""
    record_event(
        f"recommendation.{event}",
        obj=recommendation,
        assembly=recommendation.assembly,
        actor=actor,
        now=now,
        details={"number": recommendation.number, **details},
    )
