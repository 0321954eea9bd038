"""A learning record as it is shown: page and PDF are made of its content alone, in the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assembly.evaluation.enums_learning import LEARNING_TONES, LearningKind, LearningStage, WhoSaid
from assembly.evaluation.models import LearningSummary


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry: what kind, who said it in words, when, the text, and what a correction changed."""

    number: int
    kind: Any
    tone: str
    who_said: Any
    said_on: date
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownStage:
    """The entries on one part of the work."""

    key: str
    label: Any
    entries: tuple[ShownEntry, ...]


def summary_parts(content: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Return key, heading and text of the parts of the summary that say something."""
    found = [
        (name, LearningSummary._meta.get_field(name).verbose_name, content["summary"][name])
        for name in LearningSummary.WORDS
    ]
    return [each for each in found if each[2]]


def shown_stages(content: Mapping[str, Any]) -> list[ShownStage]:
    """Return the entries by part of the work, in its order; parts without entries are left out."""
    found = []
    for stage in LearningStage:
        entries = tuple(_shown(each) for each in content["entries"] if each["stage"] == stage)
        if entries:
            found.append(ShownStage(stage.value, stage.label, entries))
    return found


def _shown(entry: Mapping[str, Any]) -> ShownEntry:
    kind = LearningKind(entry["kind"])
    return ShownEntry(
        entry["number"],
        kind.label,
        LEARNING_TONES.get(kind, ""),
        WhoSaid(entry["who_said"]).label,
        date.fromisoformat(entry["said_on"]),
        entry["text"],
        entry["note"],
    )
