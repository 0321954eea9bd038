"""Reads of the learning record: entries and summary as they stand, what publishing would say, what was published."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.evaluation.enums_learning import LearningStage
from assembly.evaluation.models import LearningEdition, LearningSummary, LearningVersion
from assembly.free_text import found_in, patterns_of
from assembly.models import Assembly, Person

FORMAT = "assembly-learning/1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ORDER = {stage: place for place, stage in enumerate(LearningStage.values)}
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}|(?<![\d-])(?:\+|0)\d[\d ()/-]{6,}\d", re.IGNORECASE)
"""An e-mail address, or a telephone number as people write it: from the plus or the nought on."""


def current_versions(assembly: Assembly, *, stage: str = "", kind: str = "") -> list[LearningVersion]:
    """Return what each entry says now, in the order of the work; narrowed to a stage or a kind."""
    last = LearningVersion.objects.filter(entry=OuterRef("entry")).order_by("-number").values("pk")[:1]
    found = LearningVersion.objects.filter(entry__assembly=assembly, pk=Subquery(last))
    if stage:
        found = found.filter(stage=stage)
    if kind:
        found = found.filter(kind=kind)
    rows = found.select_related("entry", "written_by")
    return sorted(rows, key=lambda each: (_ORDER[each.stage], each.entry.number))


def summary_of(assembly: Assembly) -> LearningSummary | None:
    """Return the last version of the summary."""
    summaries = LearningSummary.objects.filter(assembly=assembly).select_related("written_by")
    return summaries.order_by("-number").first()


def editions_of(assembly: Assembly) -> QuerySet[LearningEdition]:
    """Return what was published, the newest first."""
    return LearningEdition.objects.filter(assembly=assembly).order_by("-number")


def has_learning(assembly: Assembly) -> bool:
    """Whether anything was published."""
    return LearningEdition.objects.filter(assembly=assembly).exists()


def record_content(assembly: Assembly, *, has_all: bool = False) -> dict[str, Any]:
    """Return what the record says now: what everybody may read, or with `has_all` everything that the team keeps."""
    summary = summary_of(assembly)
    return {
        "format": FORMAT,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "commissioning_authority": assembly.commissioning_authority,
            "is_rehearsal": assembly.is_rehearsal,
        },
        "summary": summary.words() if summary else dict.fromkeys(LearningSummary.WORDS, ""),
        "entries": [
            {
                "number": each.entry.number,
                "version": each.number,
                "stage": each.stage,
                "kind": each.kind,
                "text": each.text,
                "who_said": each.who_said,
                "said_on": each.said_on.isoformat(),
                "note": each.note,
            }
            for each in current_versions(assembly)
            if has_all or each.is_public
        ],
    }


def edition_content(
    record: dict[str, Any], *, number: int, note: str, language: str, has_open_licence: bool, now: datetime
) -> dict[str, Any]:
    """Return what an edition says: the record, and what is said about the edition."""
    about = {
        "edition": number,
        "note": note,
        "language": language,
        "licence": LICENCE if has_open_licence else None,
        "published_on": timezone.localdate(now).isoformat(),
    }
    return {**record, **about}


def texts_of(record: dict[str, Any]) -> dict[str, str]:
    """Return the texts of a record, each by what it is called."""
    entries = {
        _("Entry %(number)s") % {"number": each["number"]}: f"{each['text']}\n{each['note']}"
        for each in record["entries"]
    }
    return {_("The summary"): "\n".join(record["summary"].values()), **entries}


def learning_blockers(assembly: Assembly, record: dict[str, Any]) -> Iterator[str]:
    """Yield why a record cannot be published as it is."""
    if not any(text.strip() for text in record["summary"].values()):
        yield _("The summary is empty. It is what most people read: write it first.")
    if not record["entries"]:
        yield _("No entry is marked as one that everybody may read.")
    yield from _named(assembly, record)


def _named(assembly: Assembly, record: dict[str, Any]) -> Iterator[str]:
    """Yield where a member is named, or an address stands: the public reads as what somebody spoke, never who."""
    names = Person.objects.filter(assembly=assembly, kind=PersonKind.MEMBER).values_list("name", flat=True)
    # Whole names alone: a first name may be a word like any other.
    patterns = patterns_of(name for name in names if " " in name)
    for place, text in texts_of(record).items():
        for words in sorted({*found_in(patterns, [text]), *_ADDRESS.findall(text)}):
            said = _(
                "%(place)s names somebody: “%(words)s”. Take it out; it says as what they spoke, not who."
            )
            yield said % {"place": place, "words": words}


def stands_as_published(assembly: Assembly, record: dict[str, Any]) -> bool:
    """Whether the last edition says what the record says now."""
    last = editions_of(assembly).first()
    return last is not None and all(last.content.get(key) == value for key, value in record.items())
