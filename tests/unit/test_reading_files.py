"""Files as people have them: each is read as meant, or refused in words that help."""

import io
import zipfile

import openpyxl
import pytest

from sortition.reading import workbook
from sortition.reading.errors import Unreadable
from sortition.reading.files import read_file
from sortition.reading.table import reading_in_words

TEXT = "id,name,town\n1,Zoë,Łódź\n2,Ana,“Mill”\n"
WESTERN = "id,name,town\n1,Zoë,Mill\n2,Ana,“Mill”\n"


def book(rows, **sheets):
    """Make a workbook with one sheet of rows, and others by name."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for name, others in sheets.items():
        sheet = made.create_sheet(name)
        for row in others:
            sheet.append(row)
    return saved(made)


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def archive(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding", "understood"),
    [
        (TEXT, "utf-8", "utf-8"),
        (TEXT, "utf-8-sig", "utf-8"),
        (TEXT, "utf-16", "utf-16"),
        (TEXT, "utf-16-le", "utf-16"),
        (WESTERN, "cp1252", "cp1252"),
    ],
)
def test_usual_encodings_are_told_apart(text, encoding, understood):
    """The words come out right, and the page can say how the file was read."""
    table = read_file(text.encode(encoding))
    assert table.encoding == understood
    assert table.columns == ["id", "name", "town"]
    assert table.records[0][1][1] == "Zoë"
    assert table.records[1][1][2] == "“Mill”"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings_are_found(delimiter, ending):
    """Cells with another delimiter in quotes do not mislead."""
    lines = [["id", "name", "note"], ["1", "Ada", '"a,b;c|d"'], ["2", "Ben", '"x,y"']]
    table = read_file(ending.join(delimiter.join(line) for line in lines).encode())
    assert table.delimiter == delimiter
    assert table.records == [(2, ["1", "Ada", "a,b;c|d"]), (3, ["2", "Ben", "x,y"])]


def test_rows_keep_the_numbers_of_the_spreadsheet():
    """Blank rows are left out but counted; the headings are row 1."""
    assert read_file(b"id,name\n\n1,Ada\n,\n2,Ben\n").records == [(3, ["1", "Ada"]), (5, ["2", "Ben"])]


def test_the_reading_is_told_in_words():
    """Encoding, delimiter, rows and columns."""
    assert reading_in_words(read_file(b"id;name\n1;Ada\n").as_reading()) == (
        "A text file in Unicode (UTF-8), columns parted by semicolons: 1 row below the headings, 2 columns."
    )


def test_cells_of_a_workbook_become_text():
    """Whole numbers without a point, dates in ISO form, formulas as the text they are: nothing is computed."""
    import datetime

    table = read_file(
        book([["id", "born", "sum", "yes"], [1.0, datetime.datetime(1980, 12, 31), "=1+1", True]])  # noqa: DTZ001
    )
    assert table.kind == "xlsx"
    assert table.records == [(2, ["1", "1980-12-31", "=1+1", "true"])]


def test_the_first_sheet_that_holds_a_table_is_read_and_the_others_are_offered():
    """A cover sheet does not stop the import."""
    data = book([["Our pool"]], People=[["id", "name"], [1, "Ada"]], Old=[["id", "name"], [2, "Ben"]])
    assert read_file(data).sheet == "People"
    assert read_file(data).sheets == ("Sheet", "People", "Old")
    assert read_file(data, sheet="Old").records == [(2, ["2", "Ben"])]


def test_an_escaped_formula_comes_back_as_it_was():
    """The apostrophe that the export put there is taken off."""
    assert read_file(b"id,phone\n1,'+44 20\n").records == [(2, ["1", "+44 20"])]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "is empty"),
        (b" \n \n", "empty", "is empty"),
        (b"\x00\x01\x02\xff" * 50, "binary", "not a text file"),
        (bytes(range(256)) * 4, "binary", "not a text file"),
        ("id,name\n1,Zoë\n2,Łódź\n3,Zoë\n".encode() + b"4,Zo\xeb\n", "wrong_encoding", "in line 5"),
        (b"id,name\n", "no_rows", "only one row"),
        (b"id,age,age\n1,2,3\n", "duplicate_header", "Columns B and C are both called"),
        (b"id,,name\n1,x,Ada\n", "merged_header", "no heading for column B"),
        (b"Person,,More\nid,name,age\n1,Ada,20\n", "merged_header", "merged cells"),
        (b"1,1980-12-31\n2,1981-12-31\n", "no_header", "looks like a person"),
        (b"female,young\nmale,young\nfemale,old\nmale,young", "no_header", "looks like a person"),
        (b'id,name\n1,"Ada\n' + b"2,Ben\n" * 40_000, "broken_quotes", "quotation mark"),
        (b"%PDF-1.7 ...", "pdf", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel", "old Excel file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "password",
        ),
        (archive(**{"a.csv": "id,name\n1,Ada\n"}), "not_a_workbook", "ZIP archive"),
        (b"PK\x03\x04 but nothing more", "not_a_workbook", "ZIP archive"),
        (
            archive(**{"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
            "damaged_workbook",
            "damaged",
        ),
        (
            archive(**{"xl/workbook.xml": "<!DOCTYPE x><x/>", "[Content_Types].xml": "<x/>"}),
            "not_a_workbook",
            "ZIP archive",
        ),
        (b"id," + b",".join(b"c%d" % n for n in range(300)) + b"\n1,2\n", "too_wide", "301 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, code, words):
    """The message says what the file is and what to do."""
    with pytest.raises(Unreadable) as refused:
        read_file(data)
    assert refused.value.code == code
    assert words in str(refused.value)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    """A zip bomb states its size."""
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 100_000)
    data = archive(
        **{"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>", "xl/bomb.xml": " " * 1_000_000}
    )
    with pytest.raises(Unreadable) as refused:
        read_file(data)
    assert refused.value.code == "unpacked_too_large"


def test_a_row_at_the_end_of_the_sheet_does_not_make_a_million_rows():
    """A stray cell far below stops the reading with a message."""
    made = openpyxl.Workbook()
    made.active.append(["id", "name"])
    made.active.append([1, "Ada"])
    made.active.cell(row=1_000_000, column=1, value="stray")
    with pytest.raises(Unreadable) as refused:
        read_file(saved(made))
    assert refused.value.code == "too_long"


@pytest.mark.parametrize(
    "data",
    [
        b"Our pool,,\n,,\nid,name,age\n1,Ada,20\n",
        b"Our pool\nAs of 3 March 2026\nid,name,age\n1,Ada,20\n",
        b"Our pool\nAs of 3 March 2026\nid;name;age\n1;Ada;20\n2;Ben;30\n3;Cy;40\n",
        b"Person,,\nid,name,age\n1,Ada,20\n",
        book([["Our pool"], ["id", "name", "age"], [1, "Ada", 20]]),
    ],
)
def test_titles_above_the_headings_are_left_out(data):
    """Also a date below the title, and groups of columns; the rows keep their numbers."""
    table = read_file(data)
    assert table.columns == ["id", "name", "age"]
    assert table.records[0] == (table.header_row + 1, ["1", "Ada", "20"])


def test_a_person_is_never_taken_for_the_headings_below_a_title():
    """Numbers, dates and addresses are no headings."""
    with pytest.raises(Unreadable):
        read_file(b"id,,name,age\n1,x,Ada,20\n2,y,Ben,30\n")


def test_the_row_of_the_headings_can_be_chosen():
    """Where the first row could be headings too."""
    data = b"group,group 2\nid,name\n1,Ada\n"
    assert read_file(data).columns == ["group", "group 2"]
    assert read_file(data, header_row=2).columns == ["id", "name"]
    with pytest.raises(Unreadable) as refused:
        read_file(data, header_row=9)
    assert str(refused.value) == "Row 9 is blank, so it holds no headings."
