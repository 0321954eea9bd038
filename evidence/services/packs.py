"""Put packs together: what is in one, in which order, how it is called. Nothing here is seen by members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.services.record import record_event
from evidence.enums import ItemState
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceItem, Pack, PackEntry
from scheduling.models import Session


@dataclass(frozen=True, slots=True)
class PackWords:
    """What a pack is called, and what stands before its papers."""

    title: str
    intro: str
    language: str


@transaction.atomic
def make_pack(*, session: Session, words: PackWords, actor: User, now: datetime) -> Pack:
    """Begin the pack of a session, with what is meant for it; return the one that stands where somebody was faster."""
    # The session's row is the lock.
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    if standing := Pack.objects.filter(session=locked).first():
        return standing
    pack = Pack.objects.create(
        assembly_id=locked.assembly_id,
        session=locked,
        title=words.title.strip(),
        intro=words.intro.strip(),
        language=words.language,
        made_at=now,
    )
    meant = locked.evidence_items.exclude(state=ItemState.WITHDRAWN).order_by("number")
    PackEntry.objects.bulk_create(
        PackEntry(pack=pack, item=item, place=place) for place, item in enumerate(meant, start=1)
    )
    _record("pack.make", pack, actor, now)
    return pack


@transaction.atomic
def word_pack(*, pack: Pack, words: PackWords, revision: int, actor: User, now: datetime) -> Pack:
    """Change title, introduction and language.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile.
    """
    locked = _locked(pack, revision)
    locked.title, locked.intro, locked.language = words.title.strip(), words.intro.strip(), words.language
    locked.save(update_fields=["title", "intro", "language"])
    return _changed(locked, actor, now)


@transaction.atomic
def add_items(
    *, pack: Pack, items: Sequence[EvidenceItem], revision: int, actor: User, now: datetime
) -> Pack:
    """Add items at the end; those that are in it already stay where they are.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile, or an item was withdrawn.
    """
    locked = _locked(pack, revision)
    if any(item.state == ItemState.WITHDRAWN for item in items):
        raise EvidenceRefused(_("One of these was withdrawn."), code="withdrawn")
    known = set(PackEntry.objects.filter(pack=locked).values_list("item", flat=True))
    last = PackEntry.objects.filter(pack=locked).aggregate(last=Max("place"))["last"] or 0
    fresh = [item for item in items if item.pk not in known and item.assembly_id == locked.assembly_id]
    PackEntry.objects.bulk_create(
        PackEntry(pack=locked, item=item, place=place) for place, item in enumerate(fresh, start=last + 1)
    )
    return _changed(locked, actor, now)


@transaction.atomic
def remove_entry(*, pack: Pack, entry: int, revision: int, actor: User, now: datetime) -> Pack:
    """Take one out of what is put together; what was issued keeps it.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile.
    """
    locked = _locked(pack, revision)
    PackEntry.objects.filter(pack=locked, pk=entry).delete()
    _number_places(_keys(locked))
    return _changed(locked, actor, now)


@transaction.atomic
def print_summary_alone(
    *, pack: Pack, entry: int, is_summary_only: bool, revision: int, actor: User, now: datetime
) -> Pack:
    """Say whether of one the summary alone is printed.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile.
    """
    locked = _locked(pack, revision)
    PackEntry.objects.filter(pack=locked, pk=entry).update(is_summary_only=is_summary_only)
    return _changed(locked, actor, now)


@transaction.atomic
def move_entry(*, pack: Pack, entry: int, by: int, revision: int, actor: User, now: datetime) -> Pack:
    """Move one up (by < 0) or down.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile.
    """
    locked = _locked(pack, revision)
    keys = _keys(locked)
    if entry in keys:
        place = keys.index(entry)
        keys.insert(max(0, min(len(keys), place + by)), keys.pop(place))
        _number_places(keys)
    return _changed(locked, actor, now)


@transaction.atomic
def order_entries(*, pack: Pack, entries: Sequence[int], revision: int, actor: User, now: datetime) -> Pack:
    """Put the entries in this order.

    Raises:
        EvidenceRefused: somebody changed the pack meanwhile, or these are not its entries.
    """
    locked = _locked(pack, revision)
    if sorted(entries) != sorted(_keys(locked)):
        raise EvidenceRefused(_("These are not the papers of this pack."), code="not_its_entries")
    _number_places(entries)
    return _changed(locked, actor, now)


def _locked(pack: Pack, revision: int) -> Pack:
    locked = (
        Pack.objects.select_for_update(no_key=True, of=("self",))
        .select_related("session__assembly")
        .get(pk=pack.pk)
    )
    if locked.revision != revision:
        raise EvidenceRefused(
            _("Somebody changed this pack meanwhile. Look at it as it is now, and do it again."), code="stale"
        )
    return locked


def _keys(pack: Pack) -> list[int]:
    return list(PackEntry.objects.filter(pack=pack).order_by("place", "pk").values_list("pk", flat=True))


def _number_places(keys: Sequence[int]) -> None:
    for place, key in enumerate(keys, start=1):
        PackEntry.objects.filter(pk=key).exclude(place=place).update(place=place)


def _changed(pack: Pack, actor: User, now: datetime) -> Pack:
    Pack.objects.filter(pk=pack.pk).update(revision=F("revision") + 1)
    _record("pack.change", pack, actor, now)
    pack.refresh_from_db(fields=["revision"])
    return pack


def _record(verb: str, pack: Pack, actor: User, now: datetime) -> None:
    record_event(
        verb,
        obj=pack,
        assembly=pack.assembly,
        actor=actor,
        now=now,
        details={"session": pack.session.number},
    )
