"""What is done to respondents by hand: withdraw, set flags, and the record of what left the house."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, HouseError, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, AuditEvent, User
from assembly.services.record import record_event
from sortition.enums import RespondentState
from sortition.models import Respondent, RespondentChange
from sortition.respondent_lifecycle import RESPONDENT
from sortition.services.match_search import forget_matches, want_match_search
from sortition.services.seats import vacate_seats_of

FLAGS = ("consents", "is_eligible", "can_attend")
_BATCH = 5_000
_OPEN = (RespondentState.POOL, RespondentState.SELECTED, RespondentState.CONFIRMED)


@transaction.atomic
def withdraw_respondent(*, respondent: Respondent, reason: str, actor: User, now: datetime) -> Respondent:
    """Take a person out of the pool for good, with a reason that is kept in the record; they leave a seat they hold.

    Raises:
        ReasonMissing: the reason is blank.
        IllegalMove: they have withdrawn already or are erased.
    """
    said = _needed(reason)
    want_match_search(assembly=respondent.assembly, now=now)
    forget_matches([respondent.pk])
    if vacate_seats_of(pks=[respondent.pk], actor=actor, now=now, reason=said):
        respondent.refresh_from_db()
        return respondent
    return move(
        RESPONDENT,
        respondent,
        "withdraw",
        assembly=respondent.assembly,
        actor=actor,
        now=now,
        reason=said,
    )


@transaction.atomic
def withdraw_respondents(
    *, assembly: Assembly, pks: Iterable[int], reason: str, actor: User, now: datetime
) -> int:
    """Take many people out of the pool for good, all or none, and return how many.

    One event with a digest of who they are stands in the record; each person's timeline leads to it. Whoever was
    drawn is not withdrawn in bulk: their seat has to be looked at.

    Raises:
        ReasonMissing: the reason is blank.
        ChangedMeanwhile: somebody is no longer in the pool, or was never.
    """
    said, wanted = _needed(reason), sorted(set(pks))
    found = _locked(assembly, wanted, [RespondentState.POOL])
    if found:
        want_match_search(assembly=assembly, now=now)
    for some in _batches(wanted):
        Respondent.objects.filter(pk__in=some).update(state=RespondentState.WITHDRAWN)
        forget_matches(some)
    if found:
        event = record_event(
            "respondent.withdraw_many",
            assembly=assembly,
            actor=actor,
            now=now,
            details={"people": len(found), "digest": people_digest(wanted), "reason": said},
        )
        before, after = {"state": RespondentState.POOL.value}, {"state": RespondentState.WITHDRAWN.value}
        keep_changes(event, ((pk, before, after) for pk in wanted))
    return len(found)


@transaction.atomic
def set_flags(
    *,
    assembly: Assembly,
    pks: Iterable[int],
    flags: Mapping[str, bool | None],
    reason: str,
    actor: User,
    now: datetime,
) -> int:
    """Set consent, eligibility or ability to attend of many people, all or none; return for how many that is new.

    One event with a digest of who they are stands in the record; what stood before is kept for each of them.

    flags: name (one of `FLAGS`) → yes, no, or None for “not asked”.

    Raises:
        ReasonMissing: the reason is blank.
        ChangedMeanwhile: somebody has withdrawn or is erased.
        HouseError: a flag is not one of `FLAGS`.
    """
    if not flags or not set(flags) <= set(FLAGS):
        raise HouseError(_("Choose what to set."), code="no_flag")
    said, wanted = _needed(reason), sorted(set(pks))
    people = _locked(assembly, wanted, _OPEN)
    changes = []
    for person in people:
        before = {name: getattr(person, name) for name in flags}
        if before != dict(flags):
            changes.append((person.pk, before, dict(flags)))
    for some in _batches([pk for pk, _before, _after in changes]):
        Respondent.objects.filter(pk__in=some).update(**flags)
    if changes:
        event = record_event(
            "respondent.set_flags",
            assembly=assembly,
            actor=actor,
            now=now,
            details={
                "people": len(changes),
                "digest": people_digest(pk for pk, _before, _after in changes),
                "flags": dict(flags),
                "reason": said,
            },
        )
        keep_changes(event, changes)
    return len(changes)


def people_digest(pks: Iterable[int]) -> str:
    """Return the SHA-256 of people's keys, in their order and parted by commas."""
    return hashlib.sha256(",".join(map(str, sorted(pks))).encode()).hexdigest()


def keep_changes(
    event: AuditEvent, changes: Iterable[tuple[int, Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    """Keep what an event changed of each person: (key, before, after), in the caller's transaction."""
    RespondentChange.objects.bulk_create(
        (
            RespondentChange(event=event, respondent_id=pk, before=dict(before), after=dict(after))
            for pk, before, after in changes
        ),
        batch_size=_BATCH,
    )


@transaction.atomic
def record_pool_export(
    *, assembly: Assembly, count: int, file_format: str, purpose: str, actor: User, now: datetime
) -> None:
    """Write down that respondents' data left the house: how many people, in which format, what for."""
    record_event(
        "pool.exported",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"respondents": count, "format": file_format, "purpose": purpose},
    )


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(_("Say why. It stands in the record."))
    return reason.strip()


def _locked(assembly: Assembly, pks: Sequence[int], states: Iterable[str]) -> list[Respondent]:
    """Lock people in the order of their keys, so that two bulk acts at once cannot wait for each other.

    Raises:
        ChangedMeanwhile: one of them is not in these states, or not of this assembly.
    """
    found: list[Respondent] = []
    for some in _batches(pks):
        people = Respondent.objects.select_for_update(no_key=True).filter(
            pk__in=some, assembly=assembly, state__in=list(states)
        )
        found.extend(people.order_by("pk"))
    if missing := len(pks) - len(found):
        raise ChangedMeanwhile(
            ngettext(
                "One of these people has withdrawn or was drawn, perhaps meanwhile. Nothing was changed.",
                "%(number)d of these people have withdrawn or were drawn, perhaps meanwhile. Nothing was changed.",
                missing,
            )
            % {"number": missing}
        )
    return found


def _batches(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    return (pks[start : start + _BATCH] for start in range(0, len(pks), _BATCH))
