"""One entrance for uploaded files: tell what kind it is by its content, never by its name."""

from django.utils.translation import gettext as _

from sortition.reading.errors import Unreadable
from sortition.reading.table import Table
from sortition.reading.text import read_text
from sortition.reading.workbook import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_file(data: bytes, *, sheet: str = "", header_row: int = 0) -> Table:
    """Read an uploaded file as a table of text; `header_row` 0 finds the headings.

    Raises:
        Unreadable: with a message for the person who chose the file.
    """
    if not data.strip():
        raise Unreadable(
            _("The file is empty. Choose a file with one row of headings and one row per person."),
            code="empty",
        )
    if data.startswith(_ARCHIVES):
        return read_workbook(data, sheet=sheet, header_row=header_row)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable(
                _(
                    "This Excel file is locked with a password. Save a copy without the password and upload that."
                ),
                code="encrypted",
            )
        raise Unreadable(
            _(
                "This is an old Excel file (.xls). Open it and save it as “Excel workbook (.xlsx)”, then upload that."
            ),
            code="old_excel",
        )
    if data.startswith(b"%PDF"):
        raise Unreadable(
            _("This is a PDF. Upload the spreadsheet that it was made from, as CSV or XLSX."), code="pdf"
        )
    return read_text(data, header_row=header_row)
