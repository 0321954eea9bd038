"""What everybody reads of the evidence: the list with what it may say of each item, one item, what was corrected."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet

from assembly.models import Assembly
from evidence.balance import Tally, Voice, tally
from evidence.enums import ItemState, ReleaseScope
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Release, Topic, Witness
from evidence.selectors.items import Items, public_items, public_without_agreement, withdrawn_items
from scheduling.enums import SessionState
from scheduling.models import Session


@dataclass(frozen=True, slots=True)
class Published:
    """What the public may know of one item. witness: None where there is none, or where they are not to be named.

    Of a withdrawn item there is its title, and why it was withdrawn.
    """

    number: int
    title: str
    language: str
    kind: str
    position: str
    summary: str
    source: str
    is_witness_s: bool
    witness: Witness | None
    topics: tuple[Topic, ...]
    sessions: tuple[Session, ...]
    published_at: datetime
    corrected_at: datetime | None
    note: str
    withdrawn_reason: str


def listed_items(assembly: Assembly, now: datetime, *, topic: Topic | None = None, kind: str = "") -> Items:
    """Return what the public list shows, session by session: what everybody may read, and what they could once."""
    listed = Q(pk__in=public_items(assembly, now).order_by().values("pk")) | Q(
        pk__in=withdrawn_items(assembly, now, is_public=True).order_by().values("pk")
    )
    found = _with_what_is_public(EvidenceItem.objects.filter(listed, assembly=assembly))
    if topic is not None:
        found = found.filter(pk__in=topic.items.values("pk"))
    if kind:
        found = found.filter(kind=kind)
    first = Min("sessions__starts_at", filter=~Q(sessions__state=SessionState.DRAFT))
    return found.alias(first_session=first).order_by(F("first_session").asc(nulls_last=True), "number")


def _with_what_is_public(items: Items) -> Items:
    """Load, with each item, its published versions without their texts, and whether its witness may be named."""
    agreed = Release.objects.filter(
        witness=OuterRef("witness"), scope=ReleaseScope.NAME, ended_at=None, witness__erased_at=None
    ).order_by()
    versions = EvidenceVersion.objects.filter(published_at__isnull=False).defer("text").order_by("number")
    # A session that is being planned is not known outside.
    sessions = Session.objects.exclude(state=SessionState.DRAFT)
    return (
        items.select_related("witness")
        .annotate(may_name=Exists(agreed))
        .prefetch_related(
            "topics",
            Prefetch("sessions", sessions, to_attr="known_sessions"),
            Prefetch("versions", versions, to_attr="published_versions"),
        )
    )


def published(items: Iterable[Any]) -> list[Published]:
    """Return what may be said of items out of `listed_items`."""
    return [_published(item) for item in items]


def _published(item: Any) -> Published:
    first, last = item.published_versions[0], item.published_versions[-1]
    is_withdrawn = item.state == ItemState.WITHDRAWN
    is_corrected = last.pk != first.pk and not is_withdrawn
    return Published(
        number=item.number,
        title=last.title,
        language=last.language,
        kind=str(item.get_kind_display()),
        position=str(item.get_position_display()) if item.position else "",
        summary="" if is_withdrawn else last.summary,
        source="" if is_withdrawn else last.source,
        is_witness_s=item.witness_id is not None and not is_withdrawn,
        witness=item.witness if item.may_name and not is_withdrawn else None,
        topics=tuple(item.topics.all()),
        sessions=tuple(item.known_sessions),
        published_at=first.published_at,
        corrected_at=last.published_at if is_corrected else None,
        note=last.note if is_corrected else "",
        withdrawn_reason=item.withdrawn_reason,
    )


def published_item(assembly: Assembly, number: int, now: datetime) -> Published | None:
    """Return what may be said of one item, None where it is nothing to the public."""
    found = listed_items(assembly, now).filter(number=number).first()
    return _published(found) if found is not None else None


def is_held_back(assembly: Assembly, number: int) -> bool:
    """Whether an item was published, and is not shown because its witness does not agree to that any more."""
    return public_without_agreement(assembly).filter(number=number).exists()


def published_versions(assembly: Assembly, number: int, now: datetime) -> list[EvidenceVersion]:
    """Return all that was published of an item that everybody may read, the newest first; nothing of any other."""
    return list(
        EvidenceVersion.objects.filter(
            item__in=public_items(assembly, now).filter(number=number).values("pk"),
            published_at__isnull=False,
        )
        .select_related("file", "item")
        .prefetch_related(Prefetch("formats", _formats()))
        .order_by("-number")
    )


def _formats() -> QuerySet[EvidenceFormat]:
    return EvidenceFormat.objects.select_related("file")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where published items of one topic stand; `topic` is None for all of them."""

    topic: Topic | None
    found: Tally


def positions_published(assembly: Assembly, now: datetime) -> list[Stand]:
    """Count what everybody may read: all items, then topic by topic, also of topics of which nothing is published."""
    rows = public_items(assembly, now).order_by().prefetch_related(None).select_related(None)
    voices: dict[int, Voice] = {}
    by_topic: dict[int | None, set[int]] = defaultdict(set)
    for pk, position, kind, topic in rows.values_list("pk", "position", "witness__kind", "topics"):
        voices[pk] = Voice(position, kind or "")
        by_topic[topic].add(pk)
    topics = Topic.objects.filter(assembly=assembly)
    return [
        Stand(None, tally(voices.values())),
        *(Stand(topic, tally(voices[pk] for pk in by_topic[topic.pk])) for topic in topics),
    ]
