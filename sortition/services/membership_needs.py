"""Write down support needs and follow them until they are met. No event of the record holds a word of them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums_membership import OPEN_NEEDS
from sortition.errors import MemberRefused
from sortition.models import Respondent, SupportNeed
from sortition.selectors.membership import NEED_FIELDS, seen_of, team_for_needs
from sortition.services.membership_contacts import changed_meanwhile, locked_member
from sortition.support_lifecycle import SUPPORT_NEED


@transaction.atomic
def declare_need(
    *,
    respondent: Respondent,
    kind: str,
    words: str,
    channel: str,
    owner: User | None,
    due_on: date | None,
    actor: User,
    now: datetime,
    feature: str = "",
) -> SupportNeed:
    """Keep what a member needs, and return it. An open need in the same words is returned as it stands.

    Raises:
        MemberRefused: the person is not among those drawn, or the owner is not on the staff.
    """
    person = locked_member(respondent)
    open_needs = SupportNeed.objects.filter(respondent=person, state__in=OPEN_NEEDS)
    if standing := open_needs.filter(kind=kind, words=words).first():
        return standing
    _check_owner(person.assembly, owner)
    need = SupportNeed.objects.create(
        respondent=person,
        kind=kind,
        words=words,
        feature=feature,
        channel=channel,
        owner=owner,
        due_on=due_on,
        declared_at=now,
        declared_by=actor,
    )
    _record("support_need.declare", need, person, actor, now)
    return need


@transaction.atomic
def change_need(
    *,
    need: SupportNeed,
    kind: str,
    words: str,
    owner: User | None,
    due_on: date | None,
    seen: str,
    actor: User,
    now: datetime,
    feature: str = "",
) -> list[str]:
    """Change an open need and return the names of the fields that were different.

    seen: the digest of what the page showed.

    Raises:
        MemberRefused: the need is settled, its person has left, or a new owner is not on the staff.
        ChangedMeanwhile: somebody else saved since that page was loaded.
    """
    person, locked = _locked_need(need)
    if not locked.is_open:
        raise MemberRefused(_("This need is settled. Declare a new one instead."))
    wanted = {
        "kind": kind,
        "words": words,
        "feature": feature,
        "owner_id": owner.pk if owner else None,
        "due_on": due_on,
    }
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if not changed:
        return []
    if seen_of(locked, NEED_FIELDS) != seen:
        raise changed_meanwhile()
    if "owner_id" in changed:
        _check_owner(person.assembly, owner)
    for name in changed:
        setattr(locked, name, wanted[name])
    locked.save(update_fields=[name.removesuffix("_id") for name in changed])
    _record("support_need.change", locked, person, actor, now, fields=changed)
    return changed


@transaction.atomic
def move_need(*, need: SupportNeed, verb: str, reason: str, actor: User, now: datetime) -> SupportNeed:
    """Move a need on. Why one was not met is kept with it, not in the record, which more people read.

    Raises:
        IllegalMove: the table has no such move from its state.
        ReasonMissing: it is left unmet without a reason.
        MemberRefused: its person has left.
    """
    person, locked = _locked_need(need)
    said = reason.strip() if verb == "leave_unmet" else ""
    SUPPORT_NEED.target(locked.state, verb)
    if verb == "leave_unmet" and not said:
        raise ReasonMissing(_("Say why the need was not met."))
    return move(
        SUPPORT_NEED,
        locked,
        verb,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"respondent": person.pk},
        changes={"reason": said},
    )


@transaction.atomic
def record_needs_export(*, assembly: Assembly, needs: int, purpose: str, actor: User, now: datetime) -> None:
    """Write into the record who took a list of support needs out of the house, and what for."""
    record_event(
        "support_need.export",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"needs": needs, "purpose": purpose},
    )


def _locked_need(need: SupportNeed) -> tuple[Respondent, SupportNeed]:
    """Lock the person first and then the need, as every write here does."""
    person = locked_member(need.respondent)
    return person, SupportNeed.objects.select_for_update(no_key=True).get(pk=need.pk)


def _check_owner(assembly: Assembly, owner: User | None) -> None:
    if owner is not None and not team_for_needs(assembly).filter(pk=owner.pk).exists():
        raise MemberRefused(_("Only an organiser or somebody of the session staff can see to a need."))


def _record(
    event: str, need: SupportNeed, person: Respondent, actor: User, now: datetime, **details: Any
) -> None:
    record_event(
        event,
        obj=need,
        assembly=person.assembly,
        actor=actor,
        now=now,
        details={"respondent": person.pk, **details},
    )
