"""Rows of a file turned into what each respondent should be, or into reasons why a row cannot be taken."""

import base64
import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from sortition.reading import cells
from sortition.reading.decisions import BLANK, NO, REJECT, REST, YES, Decisions, choice_columns
from sortition.reading.fields import BY_NAME, CHANNEL, DATE, DECLARED, FLAG
from sortition.reading.widgets import PastDateWidget

ROW, EXTRA = "#row", "#extra"
_PERSONAL = ("email", "first_name", "last_name", "born_on", "phone", "address", "postcode")


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one row cannot be taken: its number in the file, the column (or ""), a code, the cell's text."""

    row: int
    column: str
    code: str
    text: str = ""

    @property
    def reason(self) -> str:
        """Say it in words."""
        return rejection_reason(self.code, self.text)


@dataclass(slots=True)
class Rows:
    """What the file says, column by column; `taken` are the positions of the rows that can be taken.

    `wanted` maps a field of the respondent, "category:<pk>" or "new:<heading>" to one entry per row: for a category the
    name of the value, or None for blank. `raw` holds the cells as they came.
    `date_orders` maps a heading to whether its days or months come first, and whether its cells prove that.
    """

    numbers: list[int]
    wanted: dict[str, list[Any]]
    raw: dict[str, list[str]]
    taken: list[int]
    rejections: list[Rejection]
    new_categories: dict[str, list[str]]
    date_orders: dict[str, tuple[str, bool]] = field(default_factory=dict)
    makes_references: bool = False
    references: list[str] = field(default_factory=list)


def interpret(frame: pd.DataFrame, decisions: Decisions, *, today: datetime.date) -> Rows:
    """Apply the decisions to every row. Writes nothing and asks the database nothing."""
    faults: dict[int, list[Rejection]] = defaultdict(list)
    rows = Rows(frame[ROW].tolist(), {}, {}, [], [], {})
    for position in frame.index[frame[EXTRA] > 0]:
        faults[position].append(Rejection(rows.numbers[position], "", "too_many_cells"))
    for heading in decisions.date_columns():
        rows.date_orders[heading] = decisions.date_order(heading, frame[heading].tolist())
    _read_choices(frame, decisions, rows, faults, today)
    for heading, target in decisions.columns.items():
        name = target.removeprefix("field:")
        if target.startswith("field:") and BY_NAME[name].kind not in (FLAG, CHANNEL):
            _read_field(frame[heading].tolist(), heading, name, rows=rows, faults=faults, today=today)
    for name in DECLARED:
        if name not in rows.wanted and decisions.declarations.get(name) == "all":
            rows.wanted[name] = [True] * len(rows.numbers)
    _identify(frame, decisions, rows, faults)
    rows.taken = [position for position in range(len(rows.numbers)) if position not in faults]
    rows.rejections = [fault for position in sorted(faults) for fault in faults[position]]
    return rows


def rejection_reason(code: str, text: str) -> str:
    """Say in words why a row is rejected."""
    reasons = {
        "too_many_cells": _("The row has more cells than there are headings. A delimiter inside a cell?"),
        "unknown_value": _("“%(text)s” is not one of the values.") % {"text": text},
        "not_a_date": _("“%(text)s” is not a date of birth. Write it like 1980-12-31.") % {"text": text},
        "not_a_day": _("“%(text)s” is not a day up to today. Write it like 2026-03-31.") % {"text": text},
        "not_worked_out": _("From “%(text)s” no value can be worked out.") % {"text": text},
        "too_long": _("The text is too long for this field."),
        "no_reference": _("The id is blank."),
        "duplicate_reference": _("The id “%(text)s” stands in an earlier row already.") % {"text": text},
        "erased": _("The person with the id “%(text)s” has been erased.") % {"text": text},
        "test_selected": _("The person with the id “%(text)s” is selected and cannot become a test entry.")
        % {"text": text},
    }
    return reasons[code]


def _read_choices(
    frame: pd.DataFrame,
    decisions: Decisions,
    rows: Rows,
    faults: dict[int, list[Rejection]],
    today: datetime.date,
) -> None:
    """Read the columns that become a category, a yes or no, or a channel, each spelling once."""
    for column in choice_columns(frame, decisions, today=today):
        choices = {value for value, _label in column.options} | {BLANK, REJECT}
        decided = decisions.values.get(column.key, {})
        rest = decided.get(REST, REJECT)
        made = {
            folded: choice
            for folded, choice in decided.items()
            if choice in choices and (column.is_new or folded not in column.recognised)
        }
        becomes = {
            folded: made.get(folded, column.recognised.get(folded, rest)) for folded in column.spellings
        }
        texts = frame[column.heading].tolist()
        by_text = {text: becomes[cells.fold(text)] if text else BLANK for text in set(texts)}
        became = [by_text[text] for text in texts]
        code = "not_worked_out" if column.is_derived else "unknown_value"
        for position, choice in enumerate(became):
            if choice == REJECT:
                number, text = rows.numbers[position], texts[position][:80]
                faults[position].append(Rejection(number, column.heading, code, text))
        name = column.key.removeprefix("field:")
        if name == column.key:
            names = {choice: choice[1:] if choice[0] == "=" else None for choice in set(became)}
            rows.wanted[name] = [names[choice] for choice in became]
            rows.raw[name] = [text[:300] for text in texts]
            if column.is_new:
                rows.new_categories[name] = sorted(
                    {choice[1:] for choice in becomes.values() if choice[0] == "="}
                )
        else:
            rows.wanted[name] = [_plain_choice(name, choice) for choice in became]


def _plain_choice(name: str, choice: str) -> Any:
    if name == "channel":
        return choice[1:] if choice[0] == "=" else "web"
    answer = {YES: True, NO: False}.get(choice)
    return bool(answer) if name == "is_test" else answer


def _read_field(
    texts: list[str],
    heading: str,
    name: str,
    *,
    rows: Rows,
    faults: dict[int, list[Rejection]],
    today: datetime.date,
) -> None:
    kind, longest = BY_NAME[name].kind, BY_NAME[name].longest
    if kind == DATE:
        widget, (order, _is_proved) = PastDateWidget(), rows.date_orders[heading]
        days = {text: widget.clean(text, order=order, today=today) if text else None for text in set(texts)}
        code = "not_a_date" if name == "born_on" else "not_a_day"
        for position, text in enumerate(texts):
            if text and days[text] is None and cells.fold(text) not in cells.BLANKS:
                faults[position].append(Rejection(rows.numbers[position], heading, code, text[:80]))
        rows.wanted[name] = [days[text] for text in texts]
        return
    for position, text in enumerate(texts):
        if len(text) > longest:
            faults[position].append(Rejection(rows.numbers[position], heading, "too_long", text[:80]))
    if name == "full_name":
        parts = [cells.split_name(text) for text in texts]
        rows.wanted["first_name"] = [first[:120] for first, _last in parts]
        rows.wanted["last_name"] = [last[:120] for _first, last in parts]
    else:
        rows.wanted[name] = list(texts)


def _identify(
    frame: pd.DataFrame, decisions: Decisions, rows: Rows, faults: dict[int, list[Rejection]]
) -> None:
    """Give every row its id: the file's own, or a digest of what tells people apart.

    The digest is of name, e-mail and the other personal fields, or of the whole row where there are none.
    Equal rows are told apart by counting. So the same file gives the same ids again, in whatever order its rows stand.
    """
    if "reference" in rows.wanted:
        heading = next(name for name, target in decisions.columns.items() if target == "field:reference")
        seen: set[str] = set()
        for position, reference in enumerate(rows.wanted["reference"]):
            if not reference:
                faults[position].append(Rejection(rows.numbers[position], heading, "no_reference"))
            elif reference in seen:
                faults[position].append(
                    Rejection(rows.numbers[position], heading, "duplicate_reference", reference[:80])
                )
            seen.add(reference)
        rows.references = rows.wanted.pop("reference")
        return
    rows.makes_references = True
    personal = [rows.wanted[name] for name in _PERSONAL if name in rows.wanted]
    mapped = {heading for heading, target in decisions.columns.items() if target}
    mapped |= {heading for heading, _rule in decisions.derived}
    told = [heading for heading in decisions.columns if heading in mapped or not mapped]
    columns = personal or [frame[heading].tolist() for heading in told]
    seen_digests: Counter[str] = Counter()
    for parts in zip(*columns, strict=True):
        digest = _short_digest("\x1f".join(cells.fold(str(part or "")) for part in parts))
        seen_digests[digest] += 1
        occurrence = seen_digests[digest]
        rows.references.append(digest if occurrence == 1 else f"{digest}-{occurrence}")


def _short_digest(text: str) -> str:
    digest = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"P-{digest[:10]}"


def household_key(address: str, postcode: str) -> str:
    """Return the digest of a normalised address; "" without an address, which is shared with nobody.

    Case, spaces and punctuation do not count. The postcode alone is no household: whole streets share one.
    """
    street = _letters(address)
    if not street:
        return ""
    code = _letters(postcode).replace(" ", "")
    return hashlib.sha256(f"{street}\x1f{code}".encode()).hexdigest()[:32]


def _letters(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def row_digest(keys: Sequence[str], entries: Sequence[Any]) -> str:
    """Return the digest of one respondent's imported content: what stands under each of the sorted keys."""
    canonical = "\x1e".join(f"{key}\x1f{entry}" for key, entry in zip(keys, entries, strict=True))
    return hashlib.sha256(canonical.encode()).hexdigest()
