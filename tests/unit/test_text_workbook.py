"""Workbooks of text cells: read back by a spreadsheet library as they were meant."""

import io

import openpyxl

from sortition.reading.files import read_file
from sortition.text_workbook import write_workbook


def written(rows, title="Pool"):
    stream = io.BytesIO()
    write_workbook(stream, rows, title)
    return stream.getvalue()


def test_every_cell_is_text_and_nothing_is_run():
    """Formulas, numbers, markup, line breaks, spaces at the ends."""
    rows = [["id", "x"], ["=1+1", "12"], ["<b>&amp;", " a\nb "], ["", "Łódź 🙂"]]
    sheet = openpyxl.load_workbook(io.BytesIO(written(rows))).active
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert {cell.data_type for row in sheet.iter_rows(max_row=2) for cell in row} == {"s"}


def test_characters_that_the_format_cannot_hold_are_left_out():
    """And a text that looks like the format's own way to write them comes back as it was."""
    table = read_file(written([["id", "x"], ["a\x00b\x1fc", "_x0041_ and _x"]]))
    assert table.records == [(2, ["abc", "_x0041_ and _x"])]


def test_titles_are_cut_to_what_a_sheet_may_be_called():
    book = openpyxl.load_workbook(
        io.BytesIO(written([["a"]], "Rejected: [all] rows / of a very long import"))
    )
    assert book.sheetnames == ["Rejected   all  rows   of a ver"]
    assert openpyxl.load_workbook(io.BytesIO(written([["a"]], ""))).sheetnames == ["Sheet"]
