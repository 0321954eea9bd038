"""What changed between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text: `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Change]:
    """Return `after` with what it took out of `before`, in reading order; what is gone stands before what is new."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    changes: list[Change] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(new[new_start:new_end])))
            continue
        if end > start:
            changes.append(Change("gone", "".join(old[start:end])))
        if new_end > new_start:
            changes.append(Change("new", "".join(new[new_start:new_end])))
    return changes
