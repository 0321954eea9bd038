"""The table as it was understood, kept beside the uploaded file so that no later step parses the original again."""

import csv
import io
from collections.abc import Sequence
from typing import IO

import pandas as pd

from sortition.reading.rows import EXTRA, ROW
from sortition.reading.table import Table


def table_as_csv(table: Table) -> bytes:
    """Return the rows as UTF-8 CSV: row number, count of cells too many, then the cells."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([number, table.overlong.get(number, 0), *cells] for number, cells in table.records)
    return buffer.getvalue().encode()


def frame_from_csv(file: IO[bytes], columns: Sequence[str]) -> pd.DataFrame:
    """Read back what `table_as_csv` wrote. Every cell is text; nothing is taken for missing."""
    names = [ROW, EXTRA, *columns]
    frame = pd.read_csv(
        file, header=None, names=names, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8"
    )
    for column in columns:
        frame[column] = frame[column].astype(object)
    return frame.astype({ROW: int, EXTRA: int})


def frame_from_table(table: Table) -> pd.DataFrame:
    """Return the frame of a table that was just read."""
    return frame_from_csv(io.BytesIO(table_as_csv(table)), table.columns)
