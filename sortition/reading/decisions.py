"""What an organiser decided about a file, and the columns that are choices."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.utils.translation import gettext_lazy as _

from sortition.enums import Channel
from sortition.reading import cells
from sortition.reading.derived import AGE, Rule
from sortition.reading.fields import BY_NAME, CHANNEL, DATE, FLAG, KnownCategory
from sortition.reading.widgets import ChannelWidget, FlagWidget

BLANK, REJECT = "blank", "reject"
YES, NO = "=yes", "=no"
# More different answers than this are no category but free text.
MOST_VALUES = 60
# Under this key stands the one decision on all spellings that were not asked about one by one.
REST = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Columns, values and declarations of one import, with the categories that the assembly has.

    `columns`: heading → "field:<name>", "category:<pk>", "new" or "". `values`: question → {folded cell: "=<value>",
    "blank" or "reject"}, where "" stands for all cells that are not named; for a column of dates {"order": "day" or
    "month"}. `declarations`: flag without a column → "all" or "unknown". `derived`: (heading, how a category is worked
    out from that column).
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    declarations: Mapping[str, str]
    categories: Sequence[KnownCategory]
    derived: Sequence[tuple[str, Rule]] = ()

    def key(self, heading: str) -> str:
        """Return the key of a column's question, which is also the key of what the column becomes."""
        target = self.columns[heading]
        return f"new:{heading}" if target == "new" else target

    def date_key(self, heading: str) -> str:
        """Return the key of the question how a column's dates are written."""
        target = self.columns.get(heading, "")
        field = BY_NAME.get(target.removeprefix("field:"))
        return target if field is not None and field.kind == DATE else f"dates:{heading}"

    def date_order(self, heading: str, texts: list[str]) -> tuple[str, bool]:
        """Return whether day or month comes first in a column, and whether its cells prove that."""
        order, is_proved = cells.date_order(texts)
        if is_proved:
            return order, True
        return self.values.get(self.date_key(heading), {}).get("order") or order, False

    def date_columns(self) -> list[str]:
        """Return the headings under which dates may stand."""
        fields = [heading for heading in self.columns if not self.date_key(heading).startswith("dates:")]
        ages = [heading for heading, rule in self.derived if rule.kind == AGE]
        return list(dict.fromkeys(fields + ages))

    def category(self, target: str) -> KnownCategory | None:
        """Return the category that a target names."""
        return next((each for each in self.categories if each.target == target), None)


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """A column that is a choice: what each folded cell stands for ("=<value>"), and the choices that there are."""

    key: str
    heading: str
    label: Any
    spellings: dict[str, tuple[str, int]]
    recognised: dict[str, str]
    options: list[tuple[str, Any]]
    is_derived: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the column becomes a new category."""
        return self.key.startswith("new:")


def choice_columns(frame: pd.DataFrame, decisions: Decisions, *, today: datetime.date) -> list[ChoiceColumn]:
    """Return the columns that become a category, a yes or no, or a channel, and those a category is worked out from."""
    found = _derived_columns(frame, decisions, today)
    for heading, target in decisions.columns.items():
        category = decisions.category(target)
        field = BY_NAME.get(target.removeprefix("field:"))
        is_choice = target == "new" or category or (field and field.kind in (FLAG, CHANNEL))
        if not is_choice or heading not in frame:
            continue
        spellings = _spellings(frame[heading])
        if category:
            options = [(f"={name}", name) for name in category.values]
            recognised = {folded: f"={name}" for folded, name in category.by_fold().items()}
            label: Any = category.name
        elif target == "new":
            recognised = {folded: f"={text}" for folded, (text, _rows) in spellings.items()}
            options = [(f"={text}", text) for text, _rows in spellings.values()]
            label = heading
        elif field:
            label = field.label
            recognised = _plain_words(field.kind, spellings)
            options = (
                [(YES, str(_("Yes"))), (NO, str(_("No")))]
                if field.kind == FLAG
                else [(f"={value}", str(label)) for value, label in Channel.choices]
            )
        found.append(ChoiceColumn(decisions.key(heading), heading, label, spellings, recognised, options))
    return found


def _derived_columns(frame: pd.DataFrame, decisions: Decisions, today: datetime.date) -> list[ChoiceColumn]:
    found = []
    for heading, rule in decisions.derived:
        if heading not in frame:
            continue
        spellings = _spellings(frame[heading])
        order, _is_proved = decisions.date_order(heading, frame[heading].tolist())
        texts = (text for text, _rows in spellings.values())
        worked_out = rule.recognised(texts, order=order, today=today)
        category = rule.category
        found.append(
            ChoiceColumn(
                category.target,
                heading,
                category.name,
                spellings,
                {folded: f"={name}" for folded, name in worked_out.items()},
                [(f"={name}", name) for name in category.values],
                is_derived=True,
            )
        )
    return found


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
            answer = FlagWidget().clean(folded)
            if answer is not None:
                recognised[folded] = YES if answer else NO
        elif channel := ChannelWidget().clean(folded):
            recognised[folded] = f"={channel}"
    return recognised
