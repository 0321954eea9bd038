"""What differs between two versions of an evidence item, part by part and word by word."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.wording import Change, word_changes
from evidence.languages import language_name
from evidence.models import EvidenceVersion

PARTS = (
    ("title", _("Title")),
    ("summary", _("Summary in plain language")),
    ("text", _("Text")),
    ("link", _("Address")),
    ("file", _("File")),
    ("source", _("Source")),
    ("licence", _("Licence")),
    ("language", _("Language")),
)
SHORT = 3000
"""Longer texts are compared line by line first: word by word alone a long paper would take minutes."""


def changes_between(before: EvidenceVersion, after: EvidenceVersion) -> list[tuple[str, Any, list[Change]]]:
    """Return the parts that differ as (field, label, changes)."""
    pairs = [(name, label, _text(before, name), _text(after, name)) for name, label in PARTS]
    return [(name, label, text_changes(old, new)) for name, label, old, new in pairs if old != new]


def text_changes(before: str, after: str) -> list[Change]:
    """Return what `after` took out of `before` and put in, in reading order, also of long texts."""
    if len(before) + len(after) <= SHORT:
        return word_changes(before, after)
    return list(_merged(_by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))))


def _by_lines(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            yield Change("same", come)
        elif gone and come and len(gone) + len(come) <= SHORT:
            yield from word_changes(gone, come)
        else:
            yield from (Change(each, text) for each, text in (("gone", gone), ("new", come)) if text)


def _merged(changes: Iterator[Change]) -> Iterator[Change]:
    """Put neighbours of one kind together."""
    last: Change | None = None
    for change in changes:
        if last is not None and last.kind == change.kind:
            last = Change(last.kind, last.text + change.text)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _text(version: EvidenceVersion, name: str) -> str:
    value = getattr(version, name)
    if value is None:
        return ""
    return language_name(value) if name == "language" else str(value)
