"""Reads of packs: what one holds, what stands in the way of issuing it, what was issued and how it stands now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from assembly.models import Assembly
from evidence.enums import READABLE, ItemState
from evidence.models import EvidenceItem, EvidenceVersion, Pack, PackEntry, PackFile, PackVersion
from evidence.selectors.items import readable_items
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of


def packs_of(assembly: Assembly) -> QuerySet[Pack]:
    """Return the packs of an assembly in the order of their sessions, each with its versions, the newest first."""
    versions = PackVersion.objects.order_by("-number").defer("content")
    found = Pack.objects.filter(assembly=assembly).select_related("session")
    return found.order_by("session__starts_at", "pk").prefetch_related(
        Prefetch("versions", versions, to_attr="issued")
    )


def pack_of(session: Session) -> Pack | None:
    """Return the pack of a session."""
    return Pack.objects.filter(session=session).select_related("session", "assembly").first()


def versions_of(pack: Pack) -> QuerySet[PackVersion]:
    """Return what was issued, the newest first."""
    found = PackVersion.objects.filter(pack=pack).order_by("-number")
    return found.select_related("issued_by", "pack__session__venue", "pack__assembly")


def latest_version(pack: Pack) -> PackVersion | None:
    """Return what members get now."""
    return versions_of(pack).first()


def latest_versions(assembly: Assembly) -> list[PackVersion]:
    """Return what members get now, in the order of the sessions."""
    found = PackVersion.objects.filter(pack__assembly=assembly).select_related("pack__session__venue")
    newest: dict[int, PackVersion] = {}
    for version in found.order_by("pack__session__starts_at", "pack", "number"):
        newest[version.pack_id] = version
    return list(newest.values())


def entries_of(pack: Pack) -> QuerySet[PackEntry]:
    """Return the entries in their order, with the versions of their items."""
    versions = EvidenceVersion.objects.order_by("-number").select_related("file").defer("text")
    found = PackEntry.objects.filter(pack=pack).select_related("item").order_by("place", "pk")
    return found.prefetch_related(Prefetch("item__versions", versions))


def addable_items(pack: Pack) -> list[EvidenceItem]:
    """Return what can be added: items of any state but withdrawn; those of the session first, then the readable."""
    items = EvidenceItem.objects.filter(assembly=pack.assembly_id).exclude(state=ItemState.WITHDRAWN)
    items = items.exclude(pack_entries__pack=pack)
    versions = EvidenceVersion.objects.order_by("-number").only("item", "number", "title", "released_at")
    of_session = set(pack.session.evidence_items.values_list("pk", flat=True))
    found = list(items.order_by("number").prefetch_related(Prefetch("versions", versions)))
    return sorted(
        found, key=lambda item: (item.pk not in of_session, item.state not in READABLE, item.number)
    )


def title_of(item: EvidenceItem) -> str:
    """Return an item's title as staff know it: that of its last version; the versions are at hand, newest first."""
    versions = list(item.versions.all())
    return versions[0].title if versions else str(item)


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry as it is put together: what would be issued of it, and what is wrong with it."""

    entry: PackEntry
    title: str
    version: EvidenceVersion | None
    """What members read now; None where they may not."""
    faults: tuple[str, ...]
    """Sentences about what keeps it out of a version."""
    remarks: tuple[str, ...]
    """Sentences about what one should know."""


def checked_entries(pack: Pack, now: datetime) -> list[CheckedEntry]:
    """Return the check list of a pack."""
    readable = {item.pk: item.shown for item in readable_items(pack.assembly, now)}
    return [_checked(entry, readable.get(entry.item_id), now) for entry in entries_of(pack)]


def _checked(entry: PackEntry, version: EvidenceVersion | None, now: datetime) -> CheckedEntry:
    item = entry.item
    faults, remarks = [], []
    if item.state == ItemState.WITHDRAWN:
        faults.append(_("It was withdrawn."))
    elif item.state not in READABLE:
        faults.append(_("It is not released to members: %(state)s.") % {"state": item.get_state_display()})
    elif item.embargo_until and item.embargo_until > now:
        faults.append(_("It is not to be shown yet."))
    elif version is None:
        faults.append(_("No version of it is released to members."))
    if version is not None:
        if not version.summary.strip():
            remarks.append(_("It has no summary in plain language."))
        if entry.is_summary_only:
            remarks.append(_("Its summary alone is printed."))
        elif version.file is None and not version.text:
            remarks.append(_("It has neither text nor file: its summary alone can be printed."))
        elif version.file is not None and not version.file.is_pdf:
            remarks.append(_("Its file is no PDF, and is not printed: readers are told where it is."))
    title = version.title if version else title_of(item)
    return CheckedEntry(entry, title, version, tuple(faults), tuple(remarks))


@dataclass(frozen=True, slots=True)
class IssuedEntry:
    """An entry of an issued version, as it stands now."""

    place: int
    version: EvidenceVersion
    is_summary_only: bool
    is_readable: bool
    newer: EvidenceVersion | None
    """What corrected it since."""

    @property
    def item(self) -> EvidenceItem:
        """Return what it is a version of."""
        return self.version.item

    @property
    def is_withdrawn(self) -> bool:
        """Whether readers are told so, and why, in its place."""
        return self.item.state == ItemState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Issued:
    """A version of a pack as it was issued, with how its papers stand now."""

    version: PackVersion
    entries: list[IssuedEntry] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return its title."""
        return str(self.version.content.get("title", ""))

    @property
    def intro(self) -> str:
        """Return its introduction."""
        return str(self.version.content.get("intro", ""))

    @property
    def language(self) -> str:
        """Return the language in which it is printed."""
        return str(self.version.content.get("language", "en"))

    @property
    def is_whole(self) -> bool:
        """Whether members may still read all of it; its PDF is kept from them where not."""
        return all(entry.is_readable for entry in self.entries)

    @property
    def is_stale(self) -> bool:
        """Whether something in it was corrected or taken back since."""
        return any(entry.newer or not entry.is_readable for entry in self.entries)


def issued_of(versions: Iterable[PackVersion], assembly: Assembly, now: datetime) -> list[Issued]:
    """Return versions with their entries, in a few queries for all of them."""
    versions = list(versions)
    keys = {each["version"] for version in versions for each in version.content.get("entries", ())}
    found = EvidenceVersion.objects.select_related("item__witness", "file")
    by_key = found.filter(item__assembly=assembly).in_bulk(keys)
    readable = {item.pk: item.shown for item in readable_items(assembly, now)} if keys else {}
    return [
        Issued(
            version,
            [
                _issued(place, by_key[each["version"]], readable, is_summary_only=bool(each["summary_only"]))
                for place, each in enumerate(version.content.get("entries", ()), start=1)
                if each["version"] in by_key
            ],
        )
        for version in versions
    ]


def _issued(
    place: int, version: EvidenceVersion, readable: dict[int, EvidenceVersion], *, is_summary_only: bool
) -> IssuedEntry:
    shown = readable.get(version.item_id)
    newer = shown if shown is not None and shown.number > version.number else None
    return IssuedEntry(place, version, is_summary_only, shown is not None, newer)


def issued(version: PackVersion, now: datetime) -> Issued:
    """Return one version with its entries."""
    return issued_of([version], version.pack.assembly, now)[0]


def files_of(version: PackVersion) -> dict[str, PackFile]:
    """Return a version's PDFs by size of print."""
    return {each.size_of_print: each for each in PackFile.objects.filter(version=version)}


def is_under_way(files: Iterable[PackFile]) -> bool:
    """Whether one waits to be built, or is being built."""
    return any(each.built_at is None and not each.problem for each in files)


@dataclass(frozen=True, slots=True)
class SessionPack:
    """A session with its pack and what was issued of it."""

    session: Session
    pack: Pack | None
    latest: PackVersion | None
    count: int
    """How many papers are in it as it is put together."""


def session_packs(assembly: Assembly) -> list[SessionPack]:
    """Return all sessions with their packs."""
    packs = {pack.session_id: pack for pack in packs_of(assembly).prefetch_related("entries")}
    rows = []
    for session in sessions_of(assembly):
        pack = packs.get(session.pk)
        latest = pack.issued[0] if pack and pack.issued else None
        rows.append(SessionPack(session, pack, latest, len(pack.entries.all()) if pack else 0))
    return rows


@dataclass(frozen=True, slots=True)
class PackDifference:
    """What changed from one version of a pack to the next: titles, by what became of them."""

    added: list[str]
    removed: list[str]
    corrected: list[str]
    is_reordered: bool
    is_reworded: bool
    """Title, introduction or what is printed of a paper."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.corrected or self.is_reordered or self.is_reworded)


def difference(before: Issued, after: Issued) -> PackDifference:
    """Return what changed between two versions of a pack."""
    old = {entry.item.pk: entry for entry in before.entries}
    new = {entry.item.pk: entry for entry in after.entries}
    stayed = [pk for pk in old if pk in new]
    return PackDifference(
        added=[entry.version.title for pk, entry in new.items() if pk not in old],
        removed=[entry.version.title for pk, entry in old.items() if pk not in new],
        corrected=[new[pk].version.title for pk in stayed if new[pk].version != old[pk].version],
        is_reordered=stayed != [pk for pk in new if pk in old],
        is_reworded=(before.title, before.intro) != (after.title, after.intro)
        or any(new[pk].is_summary_only != old[pk].is_summary_only for pk in stayed),
    )


def is_due_anew(versions: Iterable[PackVersion], now: datetime) -> set[int]:
    """Return the keys of those versions in which something was corrected or taken back since, without reading texts."""
    versions = list(versions)
    held = {
        version.pk: {each["version"] for each in version.content.get("entries", ())} for version in versions
    }
    keys = set().union(*held.values()) if held else set()
    newer = EvidenceVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    found = EvidenceVersion.objects.filter(pk__in=keys)
    stale = set(
        found.filter(
            ~Q(item__state__in=READABLE)
            | Q(item__embargo_until__gt=now)
            | Exists(newer.exclude(released_at=None))
        ).values_list("pk", flat=True)
    )
    return {pk for pk, entries in held.items() if entries & stale}
