"""The two forms of a question set's file, JSON and CSV, read into one shape with the lines of its questions.

A CSV has the columns `number, key, kind, measures, reversed, lowest, highest` and, for each language, `text_en`,
`labels_en` (`1=Very bad;5=Very good`) and `options_en` (`a=Apples;b=Pears`). Rows of the kind `set` say the fields of
the set: their key is `key`, `version`, `title`, `source` or `licence`, and the value stands in the column of the text.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from json import JSONDecodeError, JSONDecoder
from typing import Any

from django.utils.translation import gettext as _

_SPACE = " \t\n\r"
_PLAIN = ("number", "key", "kind", "measures", "reversed", "lowest", "highest")
_BY_LANGUAGE = ("text", "labels", "options")
_SET_ROWS = ("key", "version", "title", "source", "licence")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file: the line where it stands or begins, None where it is about all of it."""

    line: int | None
    text: str

    def __str__(self) -> str:
        return (
            _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text} if self.line else self.text
        )


@dataclass(frozen=True, slots=True)
class Raw:
    """What a file says, in the shape of JSON; `lines` are those of the questions."""

    said: dict[str, Any] = field(default_factory=dict)
    lines: Sequence[int] = ()
    faults: Sequence[Fault] = ()

    def line_of(self, index: int) -> int | None:
        """Return the line where a question begins."""
        return self.lines[index] if index < len(self.lines) else None


class _TwiceError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse names that stand twice in one object: which of them counts nobody could tell."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> float:
    raise _TwiceError(name)


_DECODER = JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def raw_of_json(text: str) -> Raw:
    """Read a file of JSON."""
    try:
        said = _DECODER.decode(text)
    except JSONDecodeError as error:
        words = _("This is no JSON that can be read (%(error)s).") % {"error": error.msg}
        return Raw(faults=[Fault(error.lineno, words)])
    except _TwiceError as error:
        return Raw(faults=[Fault(None, _("“%(name)s” stands twice, or is no value.") % {"name": error})])
    except (ValueError, RecursionError):
        return Raw(faults=[Fault(None, _("This is no JSON that can be read."))])
    if not isinstance(said, dict):
        return Raw(faults=[Fault(None, _("The file must hold one question set, between { and }."))])
    return Raw(said, _lines_of_questions(text))


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _lines_of_questions(text: str) -> list[int]:
    """Return the line on which each element of the outermost list “questions” begins, of a text that is good JSON."""
    decoder = json.JSONDecoder()
    at = _past_space(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = decoder.raw_decode(text, at)
        at = _past_space(text, _past_space(text, at) + 1)
        if name == "questions" and text[at] == "[":
            return _lines_of_elements(decoder, text, at)
        _value, at = decoder.raw_decode(text, at)
        at = _past_space(text, at)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    return []


def _lines_of_elements(decoder: JSONDecoder, text: str, at: int) -> list[int]:
    lines: list[int] = []
    at = _past_space(text, at + 1)
    while text[at] != "]":
        lines.append(text.count("\n", 0, at) + 1)
        _value, at = decoder.raw_decode(text, at)
        at = _past_space(text, at)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    return lines


def raw_of_csv(text: str) -> Raw:
    """Read a file of CSV, with comma or semicolon."""
    first = text.partition("\n")[0]
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        rows, lines, before = [], [], 1
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(before)
            before = reader.line_num + 1
    except csv.Error as error:
        words = _("This is no CSV that can be read (%(error)s).") % {"error": error}
        return Raw(faults=[Fault(reader.line_num or 1, words)])
    if not rows:
        return Raw(faults=[Fault(None, _("The file is empty."))])
    return _Sheet([cell.strip() for cell in rows[0]], rows[1:], lines[1:]).raw()


class _Sheet:
    """The rows of a CSV."""

    def __init__(self, columns: list[str], rows: list[list[str]], lines: list[int]) -> None:
        self._columns, self._rows, self._lines = columns, rows, lines
        self._faults = list[Fault]()
        parted = [column.partition("_") for column in columns]
        self._languages = list(dict.fromkeys(code for name, _bar, code in parted if name == "text" and code))

    def raw(self) -> Raw:
        said: dict[str, Any] = {"languages": self._languages, "questions": []}
        lines: list[int] = []
        known = {*_PLAIN, *(f"{name}_{code}" for name in _BY_LANGUAGE for code in self._languages)}
        if strange := [each for each in self._columns if each not in known]:
            names = ", ".join(f"“{each}”" for each in strange)
            return Raw(faults=[Fault(1, _("There is no column called %(names)s.") % {"names": names})])
        if len(set(self._columns)) < len(self._columns) or not {"key", "kind"} <= set(self._columns):
            return Raw(faults=[Fault(1, _("The columns “key” and “kind” are needed, and each column once."))])
        for row, line in zip(self._rows, self._lines, strict=True):
            if len(row) > len(self._columns):
                self._faults.append(Fault(line, _("This row has more cells than there are columns.")))
                continue
            cells = dict(zip(self._columns, [*row, *[""] * len(self._columns)], strict=False))
            if cells["kind"].strip() == "set":
                self._set_row(said, cells, line)
            else:
                said["questions"].append(self._question(cells, line))
                lines.append(line)
        return Raw(said, lines, self._faults)

    def _by_language(self, cells: dict[str, str], name: str) -> dict[str, str]:
        found = {code: cells.get(f"{name}_{code}", "") for code in self._languages}
        return {code: words for code, words in found.items() if words}

    def _set_row(self, said: dict[str, Any], cells: dict[str, str], line: int) -> None:
        name, texts = cells["key"].strip(), self._by_language(cells, "text")
        if name not in _SET_ROWS or name in said:
            words = _("A row of the kind “set” has one of these keys, each once: %(keys)s.")
            self._faults.append(Fault(line, words % {"keys": ", ".join(_SET_ROWS)}))
            return
        said[name] = texts if name == "title" else next(iter(texts.values()), "")

    def _question(self, cells: dict[str, str], line: int) -> dict[str, Any]:
        kind = cells["kind"].strip()
        found: dict[str, Any] = {
            "key": cells["key"].strip(),
            "kind": kind,
            "text": self._by_language(cells, "text"),
            "measures": cells.get("measures", "").strip(),
            "reversed": _yes_or_no(cells.get("reversed", "")),
        }
        if number := cells.get("number", "").strip():
            found["number"] = _whole(number)
        ends = {name: _whole(cells.get(name, "")) for name in ("lowest", "highest")}
        labels = self._pairs(cells, "labels", line)
        if kind == "scale" or any(cells.get(name, "").strip() for name in ("lowest", "highest")) or labels:
            found["scale"] = {**ends, "labels": labels}
        if options := self._pairs(cells, "options", line):
            found["options"] = [{"key": key, "text": texts} for key, texts in options.items()]
        return found

    def _pairs(self, cells: dict[str, str], name: str, line: int) -> dict[str, dict[str, str]]:
        """Read `key=words;key=words` of each language into key → language → words."""
        found: dict[str, dict[str, str]] = {}
        for code, cell in self._by_language(cells, name).items():
            for pair in filter(str.strip, cell.split(";")):
                key, sign, words = pair.partition("=")
                if not sign or code in found.get(key.strip(), {}):
                    faulty = _("“%(cell)s” must be written like “1=Very bad;5=Very good”, each key once.")
                    self._faults.append(Fault(line, faulty % {"cell": cell}))
                    return {}
                found.setdefault(key.strip(), {})[code] = words
        return found


def _yes_or_no(cell: str) -> bool | str:
    return {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True}.get(
        cell.strip().lower(), cell
    )


def _whole(cell: str) -> int | str | None:
    cell = cell.strip()
    digits = cell.removeprefix("-")
    return int(cell) if digits.isascii() and digits.isdigit() and len(digits) < 9 else cell or None
