"""The published report as a Word file. This is the only file that knows the library."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn

from assembly.outcomes.documents.report_outline import (
    BAR,
    HEADING,
    LABELLED,
    QUOTE,
    TABLE,
    TITLE,
    Block,
    outline_of,
)


def report_docx(content: Mapping[str, Any], *, page: str, digest: str) -> bytes:
    """Return the document; `page` is where the same stands on a screen, `digest` that of the data file."""
    paper = Document()
    with override(content["language"]):
        _describe(paper, content)
        for block in outline_of(content):
            _write(paper, block)
        said = _("The same as an accessible page: %(page)s")
        paper.add_paragraph(said % {"page": page})
        said = _("All of this is made of one data file. Its SHA-256 is %(digest)s.")
        paper.add_paragraph(said % {"digest": digest})
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _describe(paper: Paper, content: Mapping[str, Any]) -> None:
    properties = paper.core_properties
    properties.title = content["title"]
    properties.author = content["assembly"]["name"]
    properties.subject = content["remit"]["question"][:255]
    properties.language = content["language"]
    properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(content["published_on"])
    # Word and screen readers speak in the language of the style, not in that of the properties.
    fonts = paper.styles.element.find(f".//{qn('w:lang')}")
    if fonts is not None:
        fonts.set(qn("w:val"), content["language"])


def _write(paper: Paper, block: Block) -> None:
    if block.kind == TITLE:
        paper.add_heading(block.text, level=0)
    elif block.kind == HEADING:
        paper.add_heading(block.text, level=block.level)
    elif block.kind == LABELLED:
        paragraph = paper.add_paragraph()
        paragraph.add_run(block.label).bold = True
        paragraph.add_run(f"\n{block.text}")
    elif block.kind == TABLE:
        _table(paper, block)
    elif block.kind != BAR:
        # What the bar shows stands in words before and in the table behind it.
        paper.add_paragraph(block.text, style="Intense Quote" if block.kind == QUOTE else None)


def _table(paper: Paper, block: Block) -> None:
    table = paper.add_table(rows=0, cols=len(block.rows[0]), style="Light Grid Accent 1")
    for row in block.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    paper.add_paragraph()
