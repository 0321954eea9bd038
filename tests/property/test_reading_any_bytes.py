"""Whatever is uploaded, the answer is a table or a message."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.exports_pool import CSV, XLSX, table_file
from sortition.reading.errors import Unreadable
from sortition.reading.files import read_file
from sortition.reading.stored import frame_from_table
from sortition.reading.table import clean_cell

CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n"]
)


def read_or_refuse(data):
    try:
        table = read_file(data)
    except Unreadable as refused:
        if not str(refused):
            raise
        return
    frame = frame_from_table(table)
    assert [list(row) for row in frame[table.columns].itertuples(index=False)] == [
        cells for _row, cells in table.records
    ]


@settings(deadline=None)
@given(STARTS, st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(start, data):
    """Never another exception; what is read is kept cell by cell."""
    read_or_refuse(start + data)


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"]),
)
def test_any_workbook_is_read_or_refused(content, part):
    """A good workbook with one part replaced by anything."""
    good = table_file([["id", "name"], ["1", "Ada"]], XLSX, "Pool")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    read_or_refuse(stream.getvalue())


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from([CSV, XLSX])
)
def test_what_is_exported_is_read_again_as_it_was(rows, file_format):
    """Also what looks like a formula; only blank rows go, and blanks at the ends of a cell."""
    expected = [[clean_cell(cell) for cell in row] for row in rows]
    # The export only ever holds cells that were cleaned when they came in.
    data = table_file([["Heading one", "Heading two"], *expected], file_format, "Pool")
    if not any(any(row) for row in expected):
        return
    assert [cells for _row, cells in read_file(data).records] == [
        [clean_cell(cell) for cell in row] for row in expected if any(row)
    ]
