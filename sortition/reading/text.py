"""Text files: find the encoding and the delimiter, then the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from sortition.reading.errors import Unreadable
from sortition.reading.table import Record, Table, make_table

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 60
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def read_text(data: bytes, *, header_row: int = 0) -> Table:
    """Read a CSV file in any usual encoding, with commas, semicolons, tabs or vertical bars.

    Raises:
        Unreadable: binary content, mixed encodings, or no table.
    """
    text, encoding = decode(data)
    start, hinted = _excel_hint(text)
    body = text[start:]
    delimiter = hinted or find_delimiter(body)
    records = _records(body, delimiter)
    return make_table(records, header_row=header_row, kind="csv", encoding=encoding, delimiter=delimiter)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding it was read in.

    A byte order mark decides; then UTF-8 if every byte fits; then Windows-1252, which spreadsheets on Windows
    still save, and Latin-1 where a byte has no meaning in it. A file that is UTF-8 nearly everywhere is refused
    rather than read wrongly.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(_decoded(data, name), name.removesuffix("-sig"))
    if name := _utf16_without_mark(data):
        return _checked(_decoded(data, name), "utf-16")
    controls = len(_CONTROL_BYTES.findall(data[:200_000]))
    if b"\x00" in data or controls > len(data[:200_000]) / 500:
        raise _binary()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_mixture(data, error)
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def find_delimiter(text: str) -> str:
    """Return the delimiter that parts the first rows into the most even columns; a comma if none parts them."""
    scores = {}
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            widths = [len(cells) for cells in islice(reader, _SAMPLE_ROWS) if cells]
        except csv.Error:
            continue
        usual, rows = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if usual > 1:
            scores[delimiter] = (rows / len(widths), usual)
    return max(scores, key=lambda delimiter: scores[delimiter]) if scores else ","


def _records(text: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error:
        raise Unreadable(
            _(
                "After row %(row)d a cell does not end. Most likely a quotation mark is opened and never closed."
            )
            % {"row": number},
            code="broken_quotes",
        ) from None


def _excel_hint(text: str) -> tuple[int, str]:
    """Return where the table starts and the delimiter that a first line “sep=;” names, if there is one."""
    match = re.match(r'"?sep=(.)"?\r?\n', text)
    if match and match.group(1) in DELIMITERS:
        return match.end(), match.group(1)
    return 0, ""


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return ""
    zeros_odd, zeros_even = sample[1::2].count(0), sample[0::2].count(0)
    half = len(sample) / 2
    if zeros_odd > 0.6 * half and zeros_even < 0.05 * half:
        return "utf-16-le"
    if zeros_even > 0.6 * half and zeros_odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, error.start) from None


def _checked(text: str, encoding: str) -> tuple[str, str]:
    sample = text[:100_000]
    strange = sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in sample)
    if strange > len(sample) / 500:
        raise _binary()
    return text, encoding


def _refuse_mixture(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse a file most of whose letters beyond English are UTF-8, but not all."""
    letters = len(_UTF8_LETTER.findall(data))
    if letters < 2:
        return
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    if letters > broken:
        raise _wrong_encoding(data, error.start)


def _wrong_encoding(data: bytes, position: int) -> Unreadable:
    row = data.count(b"\n", 0, position) + 1
    return Unreadable(
        _(
            "The file mixes two ways of writing letters;"
            " the first that cannot be read is in line %(row)d. Save it again as “CSV UTF-8”."
        )
        % {"row": row},
        code="wrong_encoding",
    )


def _binary() -> Unreadable:
    return Unreadable(
        _(
            "This is not a text file and not an Excel file. Save the spreadsheet as CSV or XLSX and upload that."
        ),
        code="binary",
    )
