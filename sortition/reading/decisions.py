"""What an organiser decided about a file, and the questions that its cells leave open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd
from django.utils.translation import gettext_lazy as _

from sortition.enums import Channel
from sortition.reading import cells
from sortition.reading.fields import BY_NAME, CHANNEL, DATE, FLAG, KnownCategory

BLANK, REJECT = "blank", "reject"
YES, NO = "=yes", "=no"
# More different answers than this are no category but free text.
MOST_VALUES = 60
_NEAR = 0.72


@dataclass(frozen=True, slots=True)
class Decisions:
    """Columns, values and declarations of one import, with the categories that the assembly has.

    `columns`: heading → "field:<name>", "category:<pk>", "new" or "". `values`: question → {folded cell:
    "=<value>", "blank" or "reject"}; for a column of dates {"order": "day" or "month"}. `declarations`: flag without
    a column → "all" or "unknown".
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    declarations: Mapping[str, str]
    categories: Sequence[KnownCategory]

    def key(self, heading: str) -> str:
        """Return the key of a column's question, which is also the key of what the column becomes."""
        target = self.columns[heading]
        return f"new:{heading}" if target == "new" else target

    def date_order(self, key: str) -> str:
        """Return what was decided about the dates of a column: day or month first, or ""."""
        return self.values.get(key, {}).get("order", "")

    def category(self, target: str) -> KnownCategory | None:
        """Return the category that a target names."""
        return next((each for each in self.categories if each.target == target), None)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing in the file that needs a decision: how often, what it becomes, and why that is proposed."""

    text: str
    folded: str
    rows: int
    becomes: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One column whose cells do not all speak for themselves."""

    key: str
    heading: str
    label: Any
    options: list[tuple[str, Any]]
    spellings: list[Spelling]

    @property
    def unknown(self) -> int:
        """How many spellings nobody has decided and nothing was proposed for."""
        return sum(spelling.reason == "unknown" for spelling in self.spellings)

    @property
    def is_new(self) -> bool:
        """Whether the column becomes a new category."""
        return self.key.startswith("new:")


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A column of dates that could be read both ways: one of them, and the order decided so far."""

    key: str
    heading: str
    example: str
    order: str


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """A column that is a choice: what each folded cell stands for ("=<value>"), and the choices that there are."""

    key: str
    heading: str
    label: Any
    spellings: dict[str, tuple[str, int]]
    recognised: dict[str, str]
    options: list[tuple[str, Any]]


def choice_columns(frame: pd.DataFrame, decisions: Decisions) -> list[ChoiceColumn]:
    """Return the columns that become a category, a yes or no, or a channel."""
    found = []
    for heading, target in decisions.columns.items():
        spellings = _spellings(frame[heading]) if target and heading in frame else {}
        category = decisions.category(target)
        if category:
            options = [(f"={name}", name) for name in category.values]
            recognised = {folded: f"={name}" for folded, name in category.by_fold().items()}
            label: Any = category.name
        elif target == "new":
            recognised = {folded: f"={text}" for folded, (text, _rows) in spellings.items()}
            options = [(f"={text}", text) for text, _rows in spellings.values()]
            label = heading
        else:
            field = BY_NAME.get(target.removeprefix("field:"))
            if field is None or field.kind not in (FLAG, CHANNEL):
                continue
            label = field.label
            recognised = _plain_words(field.kind, spellings)
            options = (
                [(YES, str(_("Yes"))), (NO, str(_("No")))]
                if field.kind == FLAG
                else [(f"={value}", str(label)) for value, label in Channel.choices]
            )
        found.append(ChoiceColumn(decisions.key(heading), heading, label, spellings, recognised, options))
    return found


def questions(frame: pd.DataFrame, decisions: Decisions) -> list[Question]:
    """Return what is left to decide, with proposals: decided before, a near miss, or a way to write “nothing”.

    All spellings of a new category are listed, because two of them may mean the same.
    """
    asked = []
    for column in choice_columns(frame, decisions):
        made = decisions.values.get(column.key, {})
        is_new = column.key.startswith("new:")
        spellings = [
            _proposal(folded, text, rows, column, made)
            for folded, (text, rows) in column.spellings.items()
            if is_new or folded not in column.recognised
        ]
        if spellings:
            more = [(BLANK, _("Leave blank")), (REJECT, _("Reject these rows"))]
            asked.append(Question(column.key, column.heading, column.label, column.options + more, spellings))
    return asked


def date_question(frame: pd.DataFrame, decisions: Decisions) -> DateQuestion | None:
    """Return the column of dates in which nothing shows whether day or month comes first; None if there is none."""
    for heading, target in decisions.columns.items():
        field = BY_NAME.get(target.removeprefix("field:"))
        if field is None or field.kind != DATE or heading not in frame:
            continue
        texts = frame[heading].tolist()
        order, is_proved = cells.date_order(texts)
        example = next((text for text in texts if cells.reads_both_ways(text)), "")
        if example and not is_proved:
            return DateQuestion(target, heading, example, decisions.date_order(target) or order)
    return None


def proposed_values(frame: pd.DataFrame, decisions: Decisions) -> dict[str, dict[str, str]]:
    """Return the proposals of all questions as decisions."""
    return {
        question.key: {spelling.folded: spelling.becomes for spelling in question.spellings}
        for question in questions(frame, decisions)
    }


def _spellings(series: pd.Series) -> dict[str, tuple[str, int]]:
    """Return folded cell → (its most frequent spelling, rows), the most frequent first, without blanks."""
    by_text = Counter(series.tolist())
    found: dict[str, tuple[str, int]] = {}
    for text, rows in by_text.most_common():
        if text:
            folded = cells.fold(text)
            first, so_far = found.get(folded, (text, 0))
            found[folded] = (first, so_far + rows)
    return found


def _plain_words(kind: str, spellings: Mapping[str, Any]) -> dict[str, str]:
    recognised = {}
    for folded in spellings:
        if kind == FLAG:
            answer = cells.yes_or_no(folded)
            if answer is not None:
                recognised[folded] = YES if answer else NO
        elif channel := cells.channel(folded):
            recognised[folded] = f"={channel}"
    return recognised


def _proposal(folded: str, text: str, rows: int, column: ChoiceColumn, made: Mapping[str, str]) -> Spelling:
    choices = {value for value, _label in column.options} | {BLANK, REJECT}
    if made.get(folded) in choices:
        return Spelling(text, folded, rows, made[folded], "decided")
    if folded in cells.BLANKS:
        return Spelling(text, folded, rows, BLANK, "nothing")
    if folded in column.recognised:
        return Spelling(text, folded, rows, column.recognised[folded], "")
    by_fold = {cells.fold(str(label)): value for value, label in column.options}
    same = [value for name, value in by_fold.items() if cells.gist(name) == cells.gist(folded)]
    if len(same) == 1:
        return Spelling(text, folded, rows, same[0], "near")
    starts = [name for name in by_fold if name.startswith(folded)]
    near = starts if len(starts) == 1 else get_close_matches(folded, by_fold, n=1, cutoff=_NEAR)
    if near:
        return Spelling(text, folded, rows, by_fold[near[0]], "near")
    return Spelling(text, folded, rows, REJECT, "unknown")
