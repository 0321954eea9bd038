"""What a dry run mentions without rejecting a row: one address in two rows, a category much like another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from sortition.reading.cells import fold, gist
from sortition.reading.fields import KnownCategory
from sortition.reading.rows import Rows

_FIRST = 5
_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth a look: a code, what it concerns, and the rows."""

    code: str
    text: str
    other: str
    rows: list[int]

    def as_json(self) -> dict[str, Any]:
        """Return what the page needs; of many rows the first."""
        return {
            "code": self.code,
            "text": self.text,
            "other": self.other,
            "rows": self.rows[:_FIRST],
            "count": len(self.rows),
        }


def remark_in_words(remark: Mapping[str, Any]) -> str:
    """Say a remark in a sentence."""
    rows = ", ".join(map(str, remark["rows"])) + (" …" if remark["count"] > len(remark["rows"]) else "")
    sentences = {
        "same_email": _("Rows %(rows)s share the e-mail address %(text)s. Are they one person?"),
        "more_same_email": _("%(text)s more addresses stand in several rows."),
        "like_category": _(
            "The column “%(text)s” makes a new category, though there is “%(other)s”. Do both mean the same?"
        ),
    }
    return sentences[remark["code"]] % {"rows": rows, "text": remark["text"], "other": remark["other"]}


def remarks_of(rows: Rows, categories: Sequence[KnownCategory]) -> list[Remark]:
    """Return what is worth a look in rows that can be taken."""
    found = []
    for key, names in rows.new_categories.items():
        heading = key.removeprefix("new:")
        if like := _category_like(heading, names, categories):
            found.append(Remark("like_category", heading, like, []))
    by_address: dict[str, list[int]] = {}
    addresses = rows.wanted.get("email", [])
    for position in rows.taken if addresses else []:
        if addresses[position]:
            by_address.setdefault(fold(addresses[position]), []).append(rows.numbers[position])
    shared = [(address, numbers) for address, numbers in by_address.items() if len(numbers) > 1]
    found += [Remark("same_email", address, "", numbers) for address, numbers in shared[:_FIRST]]
    if len(shared) > _FIRST:
        found.append(Remark("more_same_email", str(len(shared) - _FIRST), "", []))
    return found


def _category_like(heading: str, names: Sequence[str], categories: Sequence[KnownCategory]) -> str:
    """Return the category that a new one nearly repeats: by its name, or by three fifths of its values."""
    new = {gist(name) for name in names}
    for category in categories:
        name, other = gist(heading), gist(category.name)
        is_part = bool(name and other) and (set(name.split("-")) <= set(other.split("-")))
        is_part = is_part or (bool(other) and set(other.split("-")) <= set(name.split("-")))
        values = {gist(value) for value in category.values}
        shares = len(new & values) >= 0.6 * len(new) and len(new & values) > 1
        if is_part or shares or SequenceMatcher(None, name, other).ratio() >= _LIKE:
            return category.name
    return ""
