"""What else stands in the close-out certificate and in packs: parts register what they can say about an assembly.

Facts are frozen in the certificate and handed out in packs: keys, numbers, days, and words that were published. Never
anything about one person, and no count of a small group that the public does not know already.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assembly.models import Assembly

Facts = list[dict[str, Any]]
"""JSON: each row as the part wishes; without words of its own a part gives {"label", "value"} and perhaps "tone"."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line in the reader's language. tone: "good", "warn" or "bad" beside it in words as well, or ""."""

    label: Any
    value: Any
    tone: str = ""


def _plain(facts: Facts) -> list[Told]:
    return [Told(row["label"], row["value"], row.get("tone", "")) for row in facts]


@dataclass(frozen=True, slots=True)
class ClosingSource:
    """One section. `words` tells its facts in the reader's language; `is_in_packs` puts it into packs too."""

    key: str
    order: int
    label: Any
    facts_of: Callable[[Assembly, datetime], Facts] = field(repr=False)
    words: Callable[[Facts], Iterable[Told]] = field(default=_plain, repr=False)
    is_in_packs: bool = True


_sources: dict[str, ClosingSource] = {}


def register_closing_source(
    key: str,
    order: int,
    label: Any,
    facts_of: Callable[[Assembly, datetime], Facts],
    words: Callable[[Facts], Iterable[Told]] = _plain,
    *,
    is_in_packs: bool = True,
) -> None:
    """Add a section; call it from `AppConfig.ready`.

    order: process 10, people 20, sessions 30, publications 40, answers 50, commitments 60, surveys 70, erasure 80,
    what is held 85, what is kept 90.
    """
    _sources[key] = ClosingSource(key, order, label, facts_of, words, is_in_packs)


def closing_sources() -> list[ClosingSource]:
    """Return what was registered, in its order."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))


def source_of(key: str) -> ClosingSource | None:
    """Return a source by its key; None for one that this house does not know any more."""
    return _sources.get(key)
