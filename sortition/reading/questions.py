"""The questions that the cells of a file leave open, each with proposals."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd
from django.utils.translation import gettext_lazy as _

from sortition.reading import cells
from sortition.reading.decisions import BLANK, REJECT, REST, ChoiceColumn, Decisions, choice_columns
from sortition.reading.derived import age_bands, band_of, plain_age

# As many spellings of a column are asked about one by one; the others share one decision.
MOST_ASKED = 60
_NEAR = 0.72


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
    rest: Spelling | None = None
    is_derived: bool = False

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


def questions(frame: pd.DataFrame, decisions: Decisions, *, today: datetime.date) -> list[Question]:
    """Return what is left to decide, with proposals: decided before, a near miss, or a way to write “nothing”.

    All spellings of a new category are listed, because two of them may mean the same.
    """
    asked = []
    for column in choice_columns(frame, decisions, today=today):
        made = decisions.values.get(column.key, {})
        spellings = [
            _proposal(folded, text, rows, column, made)
            for folded, (text, rows) in column.spellings.items()
            if column.is_new or folded not in column.recognised
        ]
        if not spellings:
            continue
        rest = None
        if len(spellings) > MOST_ASKED and not column.is_new:
            others = spellings[MOST_ASKED:]
            becomes = made.get(REST, REJECT)
            rest = Spelling(str(len(others)), REST, sum(each.rows for each in others), becomes, "rest")
            spellings = spellings[:MOST_ASKED]
        more = [(BLANK, _("Leave blank")), (REJECT, _("Reject these rows"))]
        options = column.options + more
        asked.append(
            Question(
                column.key,
                column.heading,
                column.label,
                options,
                spellings,
                rest,
                is_derived=column.is_derived,
            )
        )
    return asked


def date_questions(frame: pd.DataFrame, decisions: Decisions, *, today: datetime.date) -> list[DateQuestion]:
    """Return the columns of dates in which nothing shows whether day or month comes first.

    The example is a date that is possible either way, if there is one.
    """
    asked = []
    for heading in decisions.date_columns():
        if heading not in frame:
            continue
        texts = frame[heading].tolist()
        order, is_proved = decisions.date_order(heading, texts)
        unsure = [] if is_proved else [text for text in texts if cells.reads_both_ways(text)]
        if unsure:
            possible = (text for text in unsure if _is_past_either_way(text, today))
            example = next(possible, unsure[0])
            asked.append(DateQuestion(decisions.date_key(heading), heading, example, order))
    return asked


def _is_past_either_way(text: str, today: datetime.date) -> bool:
    orders = (cells.DAY_FIRST, cells.MONTH_FIRST)
    return all(cells.past_date(text, order=order, today=today) for order in orders)


def proposed_values(
    frame: pd.DataFrame, decisions: Decisions, *, today: datetime.date
) -> dict[str, dict[str, str]]:
    """Return the proposals of all questions as decisions."""
    return {
        question.key: {spelling.folded: spelling.becomes for spelling in question.spellings}
        for question in questions(frame, decisions, today=today)
    }


def _proposal(folded: str, text: str, rows: int, column: ChoiceColumn, made: Mapping[str, str]) -> Spelling:
    choices = {value for value, _label in column.options} | {BLANK, REJECT}
    if made.get(folded) in choices:
        return Spelling(text, folded, rows, made[folded], "decided")
    if folded in cells.BLANKS:
        return Spelling(text, folded, rows, BLANK, "nothing")
    if column.is_new:
        fuller = _fuller_spelling(folded, column)
        return Spelling(text, folded, rows, fuller or column.recognised[folded], "near" if fuller else "")
    near = "" if column.is_derived else near_miss(folded, column.options)
    return Spelling(text, folded, rows, near or REJECT, "near" if near else "unknown")


def near_miss(folded: str, options: list[tuple[str, Any]]) -> str:
    """Return the one option that a spelling nearly is, or "".

    By the age band that holds an age, by its gist, as its beginning, or letter by letter.
    """
    by_fold = {cells.fold(str(label)): value for value, label in options}
    if band := band_of(plain_age(folded), age_bands(by_fold)):
        return by_fold[band]
    same = [value for name, value in by_fold.items() if cells.gist(name) == cells.gist(folded)]
    if len(same) == 1:
        return same[0]
    starts = [name for name in by_fold if name.startswith(folded)]
    near = starts if len(starts) == 1 else get_close_matches(folded, by_fold, n=1, cutoff=_NEAR)
    return by_fold[near[0]] if near else ""


def _fuller_spelling(folded: str, column: ChoiceColumn) -> str:
    """Return the answer of a new category that another one only abbreviates or spells differently, or "".

    “F” is taken for “Female” where all single letters of the column abbreviate exactly one longer answer; of two
    spellings with the same gist the more frequent one stays.
    """
    names, gist = list(column.spellings), cells.gist(folded)
    first_same = next(name for name in names if cells.gist(name) == gist)
    if gist and first_same != folded:
        return column.recognised[first_same]
    meant = {
        letter: [name for name in names if len(name) > 2 and name[0] == letter[0]]
        for letter in names
        if len(letter.rstrip(".")) == 1
    }
    if folded in meant and all(len(found) == 1 for found in meant.values()):
        return column.recognised[meant[folded][0]]
    return ""
