"""Read the rows of a spreadsheet of answers: what each says, and what cannot be understood, by row and column.

Knows no table: what a body owes is compared in `services/answer_imports.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from assembly.outcomes.answer_columns import ANSWERED, LONGEST, PARTS_OF_A_PROMISE, PROMISES

_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d %B %Y")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be understood: its column by name, and why."""

    column: str
    code: str
    found: str = ""


@dataclass(slots=True)
class AnswerRow:
    """What one row says. `line` is its number in the file; days are in the ISO form, "" for none."""

    line: int
    number: int = 0
    values: dict[str, str] = field(default_factory=dict)
    """By column: those that the sheet has, and no others."""
    promises: list[dict[str, str]] = field(default_factory=list)
    """By place; a place whose cells are all empty promises nothing any more, one without columns says nothing."""
    faults: list[Fault] = field(default_factory=list)


def read_rows(
    columns: Sequence[str],
    records: Sequence[tuple[int, Sequence[str]]],
    *,
    known: Mapping[str, str],
    decisions: Mapping[str, str],
) -> list[AnswerRow]:
    """Return one row for each record that has any word.

    known: heading in small letters → column; what is not known is passed over. decisions: label in small letters →
    decision, in every language. A column that somebody took out of the sheet stands in no row: it changes nothing.
    """
    places = {
        known[heading.casefold()]: n for n, heading in enumerate(columns) if heading.casefold() in known
    }
    rows = []
    for line, cells in records:
        said = {name: cells[n].strip() if n < len(cells) else "" for name, n in places.items()}
        if any(said.values()):
            rows.append(_row(line, said, decisions))
    return rows


def _row(line: int, said: Mapping[str, str], decisions: Mapping[str, str]) -> AnswerRow:
    row = AnswerRow(line)
    number = said.get("number", "")
    # Programs write whole numbers as 7.0.
    whole = number.removesuffix(".0")
    if whole.isdecimal() and len(whole) < 8 and int(whole) > 0:
        row.number = int(whole)
    else:
        row.faults.append(Fault("number", "no_number", number[:40]))
    for name in ANSWERED:
        if name in said:
            row.values[name] = _understood(row, name, name, said[name], decisions)
    for n in range(1, PROMISES + 1):
        row.promises.append(
            {
                name: _understood(row, column, f"{column}_{n}", said[f"{column}_{n}"], decisions)
                for name, column in PARTS_OF_A_PROMISE.items()
                if f"{column}_{n}" in said
            }
        )
    return row


def _understood(row: AnswerRow, kind: str, column: str, words: str, decisions: Mapping[str, str]) -> str:
    if kind == "decision":
        return _decision(row, words, decisions)
    if kind not in LONGEST:
        return _day(row, column, words)
    if len(words) > LONGEST[kind]:
        row.faults.append(Fault(column, "too_long", str(LONGEST[kind])))
    return words[: LONGEST[kind]]


def _decision(row: AnswerRow, label: str, decisions: Mapping[str, str]) -> str:
    if label and label.casefold() not in decisions:
        row.faults.append(Fault("decision", "unknown_decision", label[:60]))
    return decisions.get(label.casefold(), "")


def _day(row: AnswerRow, column: str, words: str) -> str:
    day = day_of(words)
    if words and day is None:
        row.faults.append(Fault(column, "no_day", words[:40]))
    return day.isoformat() if day else ""


def day_of(words: str) -> date | None:
    """Return the day that somebody wrote, None where it is none."""
    for form in _DAYS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None
