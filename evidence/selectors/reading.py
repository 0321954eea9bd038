"""What a member reads: packs, papers, what a search finds, notes of their own."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assembly.models import Assembly, Person
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, PrivateNote, StoredFile
from evidence.selectors.items import readable_items, withdrawn_items
from evidence.selectors.packs import Issued, issued_of, latest_versions

AROUND = 90
"""How many letters are shown on each side of what a search found."""


def own_packs(assembly: Assembly, now: datetime) -> list[Issued]:
    """Return what members get now, in the order of the sessions."""
    return issued_of(latest_versions(assembly), assembly, now)


def readable_item(assembly: Assembly, number: int, now: datetime) -> EvidenceItem | None:
    """Return an item with what members read of it as `shown`; of a withdrawn one, nothing is shown. Else None."""
    found = readable_items(assembly, now).filter(number=number).first()
    if found is not None:
        return found
    # Whoever was never shown it is not told that it was withdrawn.
    return withdrawn_items(assembly, now).filter(number=number).first()


def released_versions(item: EvidenceItem) -> QuerySet[EvidenceVersion]:
    """Return what was released of an item, the newest first."""
    found = EvidenceVersion.objects.filter(item=item).exclude(released_at=None)
    return found.order_by("-number").select_related("file")


def files_of_version(version: EvidenceVersion) -> list[StoredFile]:
    """Return the file of a version and those of its other forms."""
    formats = EvidenceFormat.objects.filter(version=version, file__isnull=False).select_related("file")
    return [each for each in (version.file, *(each.file for each in formats)) if each is not None]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: an item, and the words around the first place."""

    item: EvidenceItem
    before: str
    found: str
    after: str


def search_items(assembly: Assembly, words: str, now: datetime) -> list[Hit]:
    """Return the readable items that hold all the words; those in whose titles they stand come first."""
    terms = [term for term in words.casefold().split() if term]
    if not terms:
        return []
    hits = []
    for item in readable_items(assembly, now):
        shown = item.shown
        title = shown.title.casefold()
        whole = f"{title}\n{shown.summary.casefold()}\n{shown.text.casefold()}"
        if all(term in whole for term in terms):
            in_title = all(term in title for term in terms)
            hits.append((not in_title, item.number, _hit(item, terms[0])))
    return [hit for _in_title, _number, hit in sorted(hits, key=lambda each: each[:2])]


def _hit(item: EvidenceItem, term: str) -> Hit:
    text = f"{item.shown.summary}\n{item.shown.text}"
    place = re.search(re.escape(term), text, re.IGNORECASE)
    if place is None:
        summary = item.shown.summary
        return Hit(item, summary[: 2 * AROUND] + ("…" if len(summary) > 2 * AROUND else ""), "", "")
    begin, end = place.span()
    before = ("…" if begin > AROUND else "") + text[max(0, begin - AROUND) : begin]
    after = text[end : end + AROUND] + ("…" if len(text) > end + AROUND else "")
    return Hit(item, before, text[begin:end], after)


def notes_of(person: Person) -> QuerySet[PrivateNote]:
    """Return somebody's own notes, by the numbers of the items."""
    return PrivateNote.objects.filter(person=person).select_related("item").order_by("item__number")


def note_on(person: Person | None, item: EvidenceItem) -> PrivateNote | None:
    """Return somebody's own note on an item."""
    return PrivateNote.objects.filter(person=person, item=item).first() if person else None


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A note with what its item is called to members; an item that they may not read any more has its number alone."""

    note: PrivateNote
    title: str
    is_readable: bool


def named_notes(person: Person, now: datetime) -> list[NamedNote]:
    """Return somebody's own notes with the titles of the items."""
    titles = {item.pk: item.shown.title for item in readable_items(person.assembly, now)}
    return [
        NamedNote(note, titles.get(note.item_id, str(note.item)), note.item_id in titles)
        for note in notes_of(person)
    ]
