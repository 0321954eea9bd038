"""Ask for evidence, write it, say when it may be shown, and move it. What was released is never written again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.models import Assembly, User
from assembly.services.record import record_event
from evidence.enums import READABLE, ItemState
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceItem, EvidenceVersion, StoredFile, Topic, Witness
from scheduling.models import Session
from scheduling.selectors.seen import seen_of

WRITABLE = (
    ItemState.REQUESTED,
    ItemState.SUBMITTED,
    ItemState.BALANCE_REVIEW,
    ItemState.PLAIN_LANGUAGE,
    *READABLE,
)
"""States in which a draft is written; of what members read already it is a correction."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a version says."""

    title: str
    summary: str = ""
    text: str = ""
    link: str = ""
    file: StoredFile | None = None
    source: str = ""
    licence: str = ""
    language: str = "en"
    note: str = ""

    @classmethod
    def of(cls, version: EvidenceVersion) -> "Words":
        """Return the words of a version."""
        return cls(**{each.name: getattr(version, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an item, apart from what it says."""

    kind: str
    witness: Witness | None = None
    topics: Collection[Topic] = ()
    sessions: Collection[Session] = ()
    position: str = ""
    wanted_by: Any = None
    staff_notes: str = ""


@transaction.atomic
def request_item(
    *,
    assembly: Assembly,
    facts: Facts,
    words: Words,
    actor: User | None,
    now: datetime,
    token: UUID | None = None,
) -> EvidenceItem:
    """Ask for an item, with what is already there as its draft; return it. The same form sent twice is one item.

    token: made with the form; None where no form was sent.

    Raises:
        EvidenceRefused: a witness, topic or session is another assembly's.
    """
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if token and (standing := EvidenceItem.objects.filter(assembly=locked, token=token).first()):
        return standing
    last = EvidenceItem.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    _check_own(locked, facts)
    item = EvidenceItem(assembly=locked, number=last + 1, token=token, made_at=now)
    _set_facts(item, facts)
    EvidenceVersion.objects.create(item=item, number=1, made_at=now, made_by=actor, **_values(words))
    record_item("request", item, actor, now)
    return item


@transaction.atomic
def change_item(*, item: EvidenceItem, facts: Facts, seen: str, actor: User, now: datetime) -> EvidenceItem:
    """Change what is known about an item as the page showed it (`seen`).

    Raises:
        ChangedMeanwhile: somebody else changed it.
        EvidenceRefused: a witness, topic or session is another assembly's; it is withdrawn.
    """
    locked = lock_item(item)
    if seen_of(locked) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this item meanwhile. What you typed is kept; save again to replace theirs."
            )
        )
    _check_not_withdrawn(locked)
    _check_own(locked.assembly, facts)
    _set_facts(locked, facts)
    record_item("change", locked, actor, now)
    return locked


def _values(words: Words) -> dict[str, Any]:
    return {each.name: getattr(words, each.name) for each in fields(words)}


def _check_own(assembly: Assembly, facts: Facts) -> None:
    named = [each for each in (facts.witness, *facts.topics, *facts.sessions) if each is not None]
    if any(each.assembly_id != assembly.pk for each in named):
        raise EvidenceRefused(_("That belongs to another assembly."), code="another_assembly")


def _set_facts(item: EvidenceItem, facts: Facts) -> None:
    for name in ("kind", "witness", "position", "wanted_by", "staff_notes"):
        setattr(item, name, getattr(facts, name))
    item.save()
    item.topics.set(facts.topics)
    item.sessions.set(facts.sessions)


@transaction.atomic
def save_draft(
    *, item: EvidenceItem, words: Words, revision: int, actor: User | None, now: datetime
) -> EvidenceVersion:
    """Write the draft as the page showed it (`revision`; 0 where there was none), and return it.

    Of what members read already it is a correction, which stands beside it until it is released. A draft that says
    the same as before is not a change: what reviewers found of it holds.

    Raises:
        ChangedMeanwhile: somebody else wrote it meanwhile.
        EvidenceRefused: it is approved or withdrawn, or a correction changes nothing.
        ReasonMissing: a correction does not say what changed.
    """
    locked = lock_item(item)
    if locked.state == ItemState.APPROVED:
        raise EvidenceRefused(_("It is approved. Open it again before you change it."), code="approved")
    _check_not_withdrawn(locked)
    draft = (
        EvidenceVersion.objects.select_for_update(no_key=True, of=("self",))
        .filter(item=locked, released_at=None)
        .first()
    )
    if (draft.revision if draft else 0) != revision:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this draft meanwhile. What you typed is kept; save again to replace theirs."
            )
        )
    if locked.state in READABLE and not words.note.strip():
        raise ReasonMissing(_("Say in a sentence what changed. Members read it beside the correction."))
    if draft is None:
        return _begin_correction(locked, words, actor, now)
    if Words.of(draft) == words:
        return draft
    for name, value in _values(words).items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.save()
    record_item("write", locked, actor, now, version=draft.number, revision=draft.revision)
    return draft


def _begin_correction(item: EvidenceItem, words: Words, actor: User | None, now: datetime) -> EvidenceVersion:
    last = EvidenceVersion.objects.filter(item=item).order_by("-number").first()
    if last is None or item.state not in READABLE:
        raise EvidenceRefused(_("There is no draft."), code="no_draft")
    before, after = content_of(Words.of(last)), content_of(words)
    if before == after:
        raise EvidenceRefused(_("Nothing was changed, so there is nothing to correct."), code="same_words")
    draft = EvidenceVersion.objects.create(
        item=item,
        number=last.number + 1,
        # Whoever still has a form about a draft that was thrown away is told so, and does not write into this one.
        revision=item.dropped_revision + 1,
        made_at=now,
        made_by=actor,
        **_values(words),
    )
    record_item("write", item, actor, now, version=draft.number, revision=draft.revision)
    return draft


def content_of(words: Words) -> dict[str, Any]:
    """Return what a version says, without the sentence about what changed."""
    return {name: value for name, value in _values(words).items() if name != "note"}


@transaction.atomic
def plan_moments(
    *, item: EvidenceItem, moments: Mapping[str, datetime | None], seen: str, actor: User, now: datetime
) -> EvidenceItem:
    """Say until when nobody is shown an item, and when the clock releases and publishes it.

    moments: `embargo_until`, `release_at` and `publish_at`; None means by hand, or no embargo.

    Raises:
        ChangedMeanwhile: somebody else changed it.
        EvidenceRefused: a moment is past or before another that it must follow, or members read the item already.
    """
    locked = lock_item(item)
    if seen_of(locked) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this item meanwhile. What you typed is kept; save again to replace theirs."
            )
        )
    _check_not_withdrawn(locked)
    before = {name: getattr(locked, name) for name in moments}
    _check_moments(locked, before, moments, now)
    for name, value in moments.items():
        setattr(locked, name, value)
    if before != dict(moments):
        locked.save(update_fields=list(moments))
        record_item("plan", locked, actor, now, **moments)
    return locked


def _check_moments(
    item: EvidenceItem, before: Mapping[str, Any], moments: Mapping[str, datetime | None], now: datetime
) -> None:
    embargo, release, publish = (moments.get(name) for name in ("embargo_until", "release_at", "publish_at"))
    changed = {name: value for name, value in moments.items() if value != before[name]}
    if item.state in READABLE and changed.keys() & {"embargo_until", "release_at"}:
        raise EvidenceRefused(
            _("Members can read it already. Withdraw it if they should not."), code="released_already"
        )
    if any(value is not None and value <= now for value in changed.values()):
        raise EvidenceRefused(_("That moment is past. Choose one to come, or leave it empty."), code="past")
    if release and publish and publish < release:
        raise EvidenceRefused(_("It cannot be published before members can read it."), code="order")
    if embargo and any(each is not None and each < embargo for each in (release, publish)):
        raise EvidenceRefused(_("It cannot be shown before the end of its embargo."), code="embargo")


def lock_item(item: EvidenceItem) -> EvidenceItem:
    """Return the item fresh, and locked until the transaction ends."""
    rows = EvidenceItem.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "assembly", "witness"
    )
    return rows.get(pk=item.pk)


def _check_not_withdrawn(item: EvidenceItem) -> None:
    if item.state == ItemState.WITHDRAWN:
        raise EvidenceRefused(_("It was withdrawn, and stays as it was."), code="withdrawn")


def record_item(event: str, item: EvidenceItem, actor: User | None, now: datetime, **details: Any) -> None:
    """Write to the record what happened to an item: numbers and choices, no words of people."""
    record_event(
        f"evidence.{event}",
        obj=item,
        assembly=item.assembly,
        actor=actor,
        now=now,
        details={"number": item.number, **details},
    )
