"""Write the learning record, and publish it: what was published stays, a correction is the next version."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import GateClosed
from assembly.evaluation.errors_learning import LearningRefused
from assembly.evaluation.models import LearningEdition, LearningEntry, LearningSummary, LearningVersion
from assembly.evaluation.selectors.learning import (
    current_versions,
    edition_content,
    learning_blockers,
    record_content,
    summary_of,
)
from assembly.models import Assembly, User
from assembly.outcomes.selectors.reports import digest_of
from assembly.services.record import record_event


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What an entry says: `stage`, `kind`, `who_said` and `way` are values of enums_learning.py."""

    stage: str
    kind: str
    text: str
    who_said: str
    way: str
    said_on: date
    is_public: bool


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """The three parts of the summary."""

    did: str
    learnt: str
    advice: str


def _lock(assembly: Assembly) -> Assembly:
    return Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)


@transaction.atomic
def add_entry(
    *, assembly: Assembly, words: EntryWords, token: uuid.UUID, actor: User, now: datetime
) -> LearningEntry:
    """Add an entry; the same form sent twice is one entry.

    Raises:
        LearningRefused: the form was made for another assembly.
    """
    home = _lock(assembly)
    if known := LearningEntry.objects.filter(token=token).first():
        if known.assembly_id != home.pk:
            raise LearningRefused(_("Open the form again."), code="token")
        return known
    last = LearningEntry.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
    entry = LearningEntry.objects.create(assembly=home, number=last + 1, token=token, made_at=now)
    LearningVersion.objects.create(entry=entry, number=1, made_at=now, written_by=actor, **asdict(words))
    _record("learning.add", entry, actor, now, version=1)
    return entry


@transaction.atomic
def change_entry(
    *, entry: LearningEntry, words: EntryWords, note: str, began_with: int, actor: User, now: datetime
) -> LearningVersion:
    """Make the next version; nothing is made where nothing is different.

    began_with: the number of the version that the writer saw.

    Raises:
        LearningRefused: somebody saved meanwhile, or a correction of something published does not say what changed.
    """
    _lock(entry.assembly)
    versions = LearningVersion.objects.filter(entry=entry).order_by("-number")
    last = versions[0]
    if last.number != began_with:
        raise LearningRefused(
            _("Somebody else saved this entry meanwhile. Look at what stands now, and change it again."),
            code="stale",
        )
    if all(getattr(last, name) == value for name, value in asdict(words).items()):
        return last
    if versions.exclude(published_at=None).exists() and not note.strip():
        raise LearningRefused(
            _("This entry is published. Say in a sentence what changed; everybody reads it."), code="no_note"
        )
    version = LearningVersion.objects.create(
        entry=entry,
        number=last.number + 1,
        note=note.strip(),
        made_at=now,
        written_by=actor,
        **asdict(words),
    )
    _record("learning.change", entry, actor, now, version=version.number)
    return version


@transaction.atomic
def save_summary(
    *, assembly: Assembly, words: SummaryWords, began_with: int, actor: User, now: datetime
) -> LearningSummary:
    """Make the next version of the summary; nothing is made where nothing is different.

    began_with: the number of the version that the writer saw, 0 where there was none.

    Raises:
        LearningRefused: somebody saved meanwhile.
    """
    home = _lock(assembly)
    last = summary_of(home)
    if (last.number if last else 0) != began_with:
        raise LearningRefused(
            _("Somebody else saved the summary meanwhile. Look at what stands now, and change it again."),
            code="stale",
        )
    if last is not None and last.words() == asdict(words):
        return last
    summary = LearningSummary.objects.create(
        assembly=home, number=began_with + 1, made_at=now, written_by=actor, **asdict(words)
    )
    record_event(
        "learning.summary",
        obj=summary,
        assembly=home,
        actor=actor,
        now=now,
        details={"version": summary.number},
    )
    return summary


@transaction.atomic
def publish_learning(
    *,
    assembly: Assembly,
    seen: str,
    note: str,
    language: str,
    has_open_licence: bool,
    actor: User,
    now: datetime,
) -> LearningEdition:
    """Publish what everybody may read as the next edition; earlier ones stay as they are.

    seen: the digest of the record that the publisher saw (`digest_of(record_content(…))`).

    Raises:
        LearningRefused: the record changed meanwhile, or a later edition does not say what was corrected.
        GateClosed: the summary or the entries are missing, or somebody is named.
    """
    home = _lock(assembly)
    record = record_content(home)
    if digest_of(record) != seen:
        raise LearningRefused(
            _("The record changed meanwhile. Look at it as it is now, and publish it then."), code="stale"
        )
    if blockers := list(learning_blockers(home, record)):
        raise GateClosed(blockers)
    last = LearningEdition.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
    if last and not note.strip():
        raise LearningRefused(_("Say in a sentence what was corrected. Everybody reads it."), code="no_note")
    content = edition_content(
        record,
        number=last + 1,
        note=note.strip(),
        language=language,
        has_open_licence=has_open_licence,
        now=now,
    )
    edition = LearningEdition.objects.create(
        assembly=home,
        number=last + 1,
        language=language,
        note=note.strip(),
        has_open_licence=has_open_licence,
        content=content,
        sha256=digest_of(content),
        published_at=now,
        published_by=actor,
    )
    _mark_published(home, now)
    details = {"number": edition.number, "entries": len(record["entries"]), "sha256": edition.sha256}
    record_event("learning.publish", obj=edition, assembly=home, actor=actor, now=now, details=details)
    return edition


def _mark_published(assembly: Assembly, now: datetime) -> None:
    held = [each.pk for each in current_versions(assembly) if each.is_public]
    LearningVersion.objects.filter(pk__in=held, published_at=None).update(published_at=now)
    if (summary := summary_of(assembly)) and summary.published_at is None:
        LearningSummary.objects.filter(pk=summary.pk).update(published_at=now)


def _record(kind: str, entry: LearningEntry, actor: User, now: datetime, *, version: int) -> None:
    details = {"number": entry.number, "version": version}
    record_event(kind, obj=entry, assembly=entry.assembly, actor=actor, now=now, details=details)
