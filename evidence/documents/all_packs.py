"""Several packs as one PDF, to read where there is no network; each keeps its own page numbers and bookmarks."""

from collections.abc import Sequence
from typing import IO

from django.db.models.fields.files import FieldFile
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject


def join_packs(
    out: IO[bytes], packs: Sequence[tuple[str, FieldFile]], *, title: str, author: str, language: str
) -> None:
    """Write the packs one after another, each below a bookmark with its title."""
    writer = PdfWriter()
    for name, file in packs:
        with file.open("rb") as source:
            writer.append(source, outline_item=name)
    writer.add_metadata({"/Title": title, "/Author": author, "/Creator": "Assembly"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    writer.create_viewer_preferences().display_doctitle = True
    writer.page_mode = "/UseOutlines"
    writer.pdf_header = "%PDF-1.7"
    writer.write(out)
