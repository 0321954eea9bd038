"""What is read of evidence items: by the team, by reviewers, and (the only door for them) by members and the public."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from assembly.models import Assembly, User
from evidence.enums import READABLE, ItemKind, ItemState, ReleaseScope, Verdict
from evidence.item_gates import PUBLIC
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Release, Review, StoredFile

Items = QuerySet[EvidenceItem]


def items_of(assembly: Assembly) -> Items:
    """Return an assembly's items with the `title` of their last version, and whether a correction is being written."""
    versions = EvidenceVersion.objects.filter(item=OuterRef("pk"))
    return (
        EvidenceItem.objects.filter(assembly=assembly)
        .select_related("witness", "assembly")
        .annotate(
            title=Subquery(versions.order_by("-number").values("title")[:1]),
            has_draft=Exists(versions.filter(released_at=None)),
        )
    )


def items_found(
    assembly: Assembly,
    *,
    words: str = "",
    state: str = "",
    kind: str = "",
    topic: Any = None,
    session: Any = None,
) -> Items:
    """Return the items that a list shows, narrowed by words (of any version, or the witness's name) and choices."""
    found = items_of(assembly).prefetch_related("topics", "sessions")
    for word in words.split():
        said = EvidenceVersion.objects.filter(item=OuterRef("pk")).filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(text__icontains=word)
        )
        found = found.filter(Exists(said) | Q(witness__name__icontains=word))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(pk__in=topic.items.values("pk"))
    if session:
        found = found.filter(pk__in=session.evidence_items.values("pk"))
    return found


def versions_of(item: EvidenceItem) -> QuerySet[EvidenceVersion]:
    """Return the versions of an item, the newest first, with their formats and reviews."""
    return (
        EvidenceVersion.objects.filter(item=item)
        .select_related("file", "made_by")
        .prefetch_related(
            Prefetch("formats", EvidenceFormat.objects.select_related("file")),
            Prefetch("reviews", Review.objects.select_related("reviewer", "entered_by")),
        )
    )


def draft_of(item: EvidenceItem) -> EvidenceVersion | None:
    """Return what is being written, None where nothing is."""
    return EvidenceVersion.objects.filter(item=item, released_at=None).select_related("file").first()


def is_changed_since_review(item: EvidenceItem) -> bool:
    """Whether the draft is not, word for word, what a reviewer found fit: plain language may have changed it."""
    draft = draft_of(item)
    return (
        draft is not None
        and not Review.objects.filter(version=draft, revision=draft.revision, verdict=Verdict.FIT).exists()
    )


def released_version(item: EvidenceItem) -> EvidenceVersion | None:
    """Return the last version that was released to members, whatever the item's state and embargo."""
    found = EvidenceVersion.objects.filter(item=item, released_at__isnull=False).select_related("file")
    return found.order_by("-number").first()


def _shown(field: str) -> Prefetch:
    """Prefetch, for each item, the last version that has a date in `field`; `EvidenceItem.shown` returns it."""
    last = EvidenceVersion.objects.filter(item=OuterRef("item"), **{f"{field}__isnull": False})
    versions = EvidenceVersion.objects.filter(pk=Subquery(last.order_by("-number").values("pk")[:1]))
    formats = Prefetch("formats", EvidenceFormat.objects.select_related("file"))
    shown = versions.select_related("file").prefetch_related(formats)
    return Prefetch("versions", shown, to_attr="shown_versions")


def _past_embargo(now: datetime) -> Q:
    return Q(embargo_until=None) | Q(embargo_until__lte=now)


def readable_items(assembly: Assembly, now: datetime) -> Items:
    """Return what members may read, each with its last released version as `shown`: never a draft."""
    released = EvidenceVersion.objects.filter(item=OuterRef("pk"), released_at__isnull=False)
    return (
        EvidenceItem.objects.filter(
            _past_embargo(now), Exists(released), assembly=assembly, state__in=READABLE
        )
        .select_related("witness")
        .prefetch_related(_shown("released_at"))
    )


def public_items(assembly: Assembly, now: datetime) -> Items:
    """Return what everybody may read, each with its last published version as `shown`.

    What a witness no longer agrees to have made public is held back at once, whatever the team decides of it later.
    """
    found = public_items_in([assembly.pk], now)
    return found.select_related("witness").prefetch_related(_shown("published_at"))


def public_items_in(assemblies: Collection[int], now: datetime) -> Items:
    """Return what everybody may read of several assemblies, without what it says: to be counted."""
    published = EvidenceVersion.objects.filter(item=OuterRef("pk"), published_at__isnull=False)
    return EvidenceItem.objects.filter(
        _past_embargo(now),
        ~_without_agreement(),
        Exists(published),
        assembly__in=assemblies,
        state__in=PUBLIC,
    )


def first_public_at(assembly: Assembly) -> datetime | None:
    """Return when the first of what everybody may read came out, or will after its embargo; None where nothing will."""
    published = EvidenceVersion.objects.filter(item=OuterRef("pk"), published_at__isnull=False)
    first = Subquery(published.order_by("number").values("published_at")[:1])
    found = EvidenceItem.objects.filter(~_without_agreement(), assembly=assembly, state__in=PUBLIC)
    days = [
        max(at, embargo or at)
        for at, embargo in found.annotate(first_at=first).values_list("first_at", "embargo_until")
        if at is not None
    ]
    return min(days, default=None)


def withdrawn_items(assembly: Assembly, now: datetime, *, is_public: bool = False) -> Items:
    """Return items that members (or everybody) could read once: number, `shown_title` and reason, no content."""
    field = "published_at" if is_public else "released_at"
    versions = EvidenceVersion.objects.filter(item=OuterRef("pk"), **{f"{field}__isnull": False})
    return EvidenceItem.objects.filter(
        _past_embargo(now), Exists(versions), assembly=assembly, state=ItemState.WITHDRAWN
    ).annotate(shown_title=Subquery(versions.order_by("-number").values("title")[:1]))


def readable_versions(item: EvidenceItem) -> QuerySet[EvidenceVersion]:
    """Return all released versions of an item out of `readable_items`, the newest first: what was corrected stays."""
    return (
        EvidenceVersion.objects.filter(item=item, item__state__in=READABLE, released_at__isnull=False)
        .select_related("file")
        .prefetch_related(Prefetch("formats", EvidenceFormat.objects.select_related("file")))
        .order_by("-number")
    )


def readable_files(assembly: Assembly, now: datetime) -> QuerySet[StoredFile]:
    """Return the files of what members may read, in every version that was released, and in other forms."""
    items = readable_items(assembly, now).values("pk")
    versions = EvidenceVersion.objects.filter(item__in=items, released_at__isnull=False)
    return StoredFile.objects.filter(
        Q(pk__in=versions.values("file"))
        | Q(pk__in=EvidenceFormat.objects.filter(version__in=versions).values("file")),
        assembly=assembly,
    )


def files_of_items(assembly: Assembly) -> QuerySet[StoredFile]:
    """Return the files of all versions and formats of items; what came with a submission is not among them."""
    versions = EvidenceVersion.objects.filter(item__assembly=assembly, file__isnull=False)
    formats = EvidenceFormat.objects.filter(version__item__assembly=assembly, file__isnull=False)
    return StoredFile.objects.filter(
        Q(pk__in=versions.values("file")) | Q(pk__in=formats.values("file")), assembly=assembly
    )


def items_in_review(assembly: Assembly, reader: User) -> Items:
    """Return what reviewers have to look at: in balance review, or a correction; `is_done` by this reader.

    What has found its reviewer as it now stands comes last.
    """
    draft = EvidenceVersion.objects.filter(item=OuterRef("pk"), released_at=None)
    current = Review.objects.filter(
        version__item=OuterRef("pk"), version__released_at=None, revision=F("version__revision")
    )
    waiting = Q(state=ItemState.BALANCE_REVIEW) | Q(state__in=READABLE)
    return (
        items_of(assembly)
        .filter(waiting, Exists(draft))
        .annotate(
            is_done=Exists(current.filter(reviewer=reader)),
            is_fit=Exists(current.filter(verdict=Verdict.FIT)),
        )
        .order_by("is_done", "number")
    )


def public_without_agreement(assembly: Assembly) -> Items:
    """Return published items whose witness does not agree to that, or does not any more: they are held back."""
    return EvidenceItem.objects.filter(_without_agreement(), assembly=assembly, state__in=PUBLIC)


def _without_agreement() -> Q:
    agreed = Release.objects.filter(witness=OuterRef("witness"), ended_at=None)
    film = Q(kind=ItemKind.VIDEO)
    return Q(witness__isnull=False) & (
        film & ~Exists(agreed.filter(scope=ReleaseScope.RECORDING))
        | ~film & ~Exists(agreed.filter(scope=ReleaseScope.MATERIAL))
    )
