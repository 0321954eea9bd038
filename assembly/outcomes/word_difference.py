"""What differs between two wordings, and what becomes of a change whose text has moved on since.

A wording is a mapping from the names of its parts (title, text, …) to words. Standard library only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from assembly.wording import Change, word_changes

_SENTENCES = re.compile(r".+?(?:[.!?…]+\s+|\n+|\Z)", re.DOTALL)
_END = Change("same", "")
_MOST_BY_WORDS = 3000
"""Characters of both sides together. More than that reads better as one block gone and one new, and word by word it
would take minutes."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What a change makes of a text that moved on.

    words: the parts as they would stand; in a part that clashes, as it stands now. changed: the parts that the
    change brings. clashing: the parts that both changed, each in another way.
    """

    words: dict[str, str]
    changed: tuple[str, ...]
    clashing: tuple[str, ...]


def differences(before: str, after: str) -> list[Change]:
    """Return what `after` took out of `before` and put in, in reading order: by sentences first, in them by words.

    All that is "same" or "gone" is `before`; all that is "same" or "new" is `after`.
    """
    if len(before) + len(after) <= _MOST_BY_WORDS:
        return _readable(word_changes(before, after))
    return _readable(_by_sentences(_SENTENCES.findall(before), _SENTENCES.findall(after)))


def text_before(changes: Iterable[Change]) -> str:
    """Return the text from which the changes begin."""
    return "".join(each.text for each in changes if each.kind != "new")


def text_after(changes: Iterable[Change]) -> str:
    """Return the text to which the changes lead."""
    return "".join(each.text for each in changes if each.kind != "gone")


def changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, list[Change]]]:
    """Return the parts that differ, in their order, each with its changes."""
    return [(name, differences(before[name], after[name])) for name in before if before[name] != after[name]]


def carry_over(
    base: Mapping[str, str], proposed: Mapping[str, str], present: Mapping[str, str]
) -> CarriedOver:
    """Put what `proposed` changed in `base` into `present`, part by part.

    A part that only one side changed, or both in the same way, is that side's. Where both changed a part in different
    ways nobody but people can tell what is meant: it clashes.
    """
    changed = tuple(name for name in base if proposed[name] not in (base[name], present[name]))
    clashing = tuple(name for name in changed if present[name] != base[name])
    brought = {name: proposed[name] for name in changed if name not in clashing}
    return CarriedOver({**present, **brought}, changed, clashing)


def _by_sentences(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            yield Change("same", come)
        elif gone and come and len(gone) + len(come) <= _MOST_BY_WORDS:
            yield from word_changes(gone, come)
        else:
            yield from (Change(each, text) for each, text in (("gone", gone), ("new", come)) if text)


def _readable(changes: Iterable[Change]) -> list[Change]:
    """Put neighbours of one kind together, what is gone before what is new.

    Changed words with nothing but a space between them are one change: “every day” for “on weekdays”, not two.
    """
    found: list[Change] = []
    gone = new = space = ""
    for change in (*changes, _END):
        if change.kind == "gone":
            gone, new, space = gone + space + change.text, new + space, ""
        elif change.kind == "new":
            gone, new, space = gone + space, new + space + change.text, ""
        elif (gone or new) and change.text.isspace() and not space:
            space = change.text
        else:
            found += [Change(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]
            if same := space + change.text:
                found.append(Change("same", same))
            gone = new = space = ""
    return found
