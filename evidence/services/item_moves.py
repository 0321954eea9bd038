"""Move evidence items: by hand or by the clock, and with them what members and everybody read."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, GateClosed, HouseError, ReasonMissing
from assembly.lifecycle import move
from assembly.models import User
from evidence.enums import ItemState
from evidence.item_gates import PUBLIC, embargo_blockers
from evidence.item_lifecycle import ITEM
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Review
from evidence.services.items import Words, lock_item, save_draft

SAYS_WHY = ("send_back", "withdraw", "reopen", "review_again")
"""Verbs that need a reason."""


def submit_version(
    *, item: EvidenceItem, words: Words, revision: int, actor: User | None, now: datetime
) -> EvidenceItem:
    """Write the draft and submit it, in one step.

    Raises:
        ChangedMeanwhile: somebody else wrote it meanwhile.
        GateClosed: there is nothing to read, or no title.
        IllegalMove: it was submitted already.
    """
    with transaction.atomic():
        save_draft(item=item, words=words, revision=revision, actor=actor, now=now)
        return move_item(item=item, verb="submit", actor=actor, now=now)


@transaction.atomic
def move_item(
    *,
    item: EvidenceItem,
    verb: str,
    actor: User | None,
    now: datetime,
    reason: str = "",
    revision: int | None = None,
) -> EvidenceItem:
    """Move an item, and with a release, publication or correction the version that it is about.

    revision: the state of the draft as the page showed it, where the move throws it away; None does not ask.

    Raises:
        ChangedMeanwhile: the draft that is to be thrown away was written meanwhile.
        IllegalMove: not from the present state; of two who press at once, the second is told so.
        GateClosed: something is missing, or the embargo has not ended; the sentences say what.
        ReasonMissing: the verb is one that says why.
    """
    locked = lock_item(item)
    ITEM.target(locked.state, verb)
    reason = reason.strip()
    if verb in SAYS_WHY and not reason:
        raise ReasonMissing(_("Say why."))
    if blocked := blockers_of(locked, verb, now):
        raise GateClosed(blocked)
    changes: dict[str, Any] = {}
    if verb == "withdraw":
        changes = {"withdrawn_reason": reason, "release_at": None, "publish_at": None}
    elif verb == "reopen":
        # What is written anew is shown again when somebody says so, not at a moment that was meant for other words.
        changes = {"release_at": None, "publish_at": None}
    details: dict[str, Any] = {"number": locked.number}
    dropped = _draft_to_drop(locked, revision) if verb == "drop" else None
    if dropped is not None:
        details |= {"version": dropped.number, "revision": dropped.revision}
        changes = {"dropped_revision": dropped.revision}
    version = _version_to_show(locked, verb)
    if version is not None:
        details["version"] = version.number
    moved = move(
        ITEM,
        locked,
        verb,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason,
        details=details,
        changes=changes,
    )
    if dropped is not None:
        _drop_draft(dropped)
    if version is not None:
        if verb != "publish":
            version.released_at = now
        if moved.state in PUBLIC:
            version.published_at = now
        version.save(update_fields=["released_at", "published_at"])
    return moved


def blockers_of(item: EvidenceItem, verb: str, now: datetime) -> list[str]:
    """Return why a verb must wait, as sentences."""
    return [*ITEM.blockers(item, verb), *embargo_blockers(item, verb, now)]


def _draft_to_drop(item: EvidenceItem, revision: int | None) -> EvidenceVersion:
    draft = EvidenceVersion.objects.select_for_update(no_key=True, of=("self",)).get(
        item=item, released_at=None
    )
    if revision is not None and draft.revision != revision:
        raise ChangedMeanwhile(
            _("Somebody has written on at this correction meanwhile. Read it, and throw it away then.")
        )
    return draft


def _drop_draft(draft: EvidenceVersion) -> None:
    """Delete the draft of a correction with all that hangs on it; its file goes with those to which nothing points."""
    Review.objects.filter(version=draft).delete()
    EvidenceFormat.objects.filter(version=draft).delete()
    draft.delete()


def _version_to_show(item: EvidenceItem, verb: str) -> EvidenceVersion | None:
    """Return the version that a verb shows to members or everybody."""
    versions = (
        EvidenceVersion.objects.select_for_update(no_key=True, of=("self",))
        .filter(item=item)
        .order_by("-number")
    )
    if verb in ("release", "correct"):
        return versions.filter(released_at=None).first()
    if verb == "publish":
        return versions.filter(released_at__isnull=False).first()
    return None


def show_what_is_due(now: datetime) -> int:
    """Release and publish what is planned for now or before; answer how many. Idempotent.

    What a gate holds back stays as it is, and is asked again the next time: an agreement may come in meanwhile.
    """
    plans = (
        ("release", EvidenceItem.objects.filter(state=ItemState.APPROVED, release_at__lte=now)),
        ("publish", EvidenceItem.objects.filter(state=ItemState.RELEASED, publish_at__lte=now)),
    )
    return sum(_moved_by_clock(item, verb, now) for verb, items in plans for item in items.order_by("pk"))


def _moved_by_clock(item: EvidenceItem, verb: str, now: datetime) -> bool:
    try:
        move_item(item=item, verb=verb, actor=None, now=now)
    except HouseError:
        return False
    return True
