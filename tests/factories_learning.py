"""Makers of the learning record, through its services."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from assembly.evaluation.models import LearningEdition, LearningEntry, LearningVersion
from assembly.evaluation.selectors.learning import record_content, summary_of
from assembly.evaluation.services.learning import (
    EntryWords,
    SummaryWords,
    add_entry,
    change_entry,
    publish_learning,
    save_summary,
)
from assembly.models import Assembly
from assembly.outcomes.selectors.reports import digest_of
from tests.factories import NOON, UserFactory

ENTRY = EntryWords(
    stage="sessions",
    kind="worked",
    text="⟪Two breaks were better than one.⟫",
    who_said="member",
    way="paper",
    said_on=date(2026, 2, 27),
    is_public=True,
)
SUMMARY = SummaryWords(
    did="⟪We met on four days.⟫", learnt="⟪People need time.⟫", advice="⟪Book the hall early.⟫"
)


def make_entry(assembly: Assembly, **fields: Any) -> LearningEntry:
    """Add an entry that everybody may read, unless told."""
    return add_entry(
        assembly=assembly,
        words=replace(ENTRY, **fields),
        token=uuid.uuid4(),
        actor=UserFactory(),
        now=NOON,
    )


def make_next(entry: LearningEntry, *, note: str = "⟪Three, not two⟫", **fields: Any) -> LearningVersion:
    """Save the next version of an entry."""
    last = entry.versions.order_by("-number").first()
    stands = {name: getattr(last, name) for name in LearningVersion.WORDS}
    return change_entry(
        entry=entry,
        words=EntryWords(**{**stands, **fields}),
        note=note,
        began_with=last.number,
        actor=UserFactory(),
        now=NOON,
    )


def make_summary(assembly: Assembly, **fields: Any) -> None:
    """Save the next version of the summary."""
    last = summary_of(assembly)
    save_summary(
        assembly=assembly,
        words=replace(SUMMARY, **fields),
        began_with=last.number if last else 0,
        actor=UserFactory(),
        now=NOON,
    )


def make_edition(assembly: Assembly, *, now: datetime = NOON, **fields: Any) -> LearningEdition:
    """Publish what stands; an entry and a summary are made where there is none."""
    if not assembly.learning_entries.exists():
        make_entry(assembly)
    if summary_of(assembly) is None:
        make_summary(assembly)
    told = {"note": "⟪A number was wrong⟫", "language": "en", "has_open_licence": True, **fields}
    return publish_learning(
        assembly=assembly, seen=digest_of(record_content(assembly)), actor=UserFactory(), now=now, **told
    )
