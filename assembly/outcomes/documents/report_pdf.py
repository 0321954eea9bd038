"""The published report as a PDF, normal or in large print."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from assembly.documents.frame import INK, LINE, PANEL, Heading, Styles, build_document, text_size
from assembly.outcomes.documents.report_outline import (
    BAR,
    HEADING,
    LABELLED,
    SMALL,
    TABLE,
    TITLE,
    Block,
    outline_of,
)
from assembly.outcomes.vote_pictures import ABSTAIN, AGAINST, FOR, Bar

_WIDTH = 170 * mm
_COLOURS = {FOR: PANEL, AGAINST: HexColor("#b3261e"), ABSTAIN: HexColor("#9aa5a3")}


def report_pdf(content: Mapping[str, Any], *, page: str, digest: str, is_large: bool = False) -> bytes:
    """Return the document; `page` is where the same stands on a screen, `digest` that of the data file."""
    with override(content["language"]):
        styles = Styles(text_size(is_large=is_large))
        return build_document(
            _flow(content, styles, page, digest),
            title=content["title"],
            author=content["assembly"]["name"],
            subject=content["remit"]["question"],
            footer=f"{content['assembly']['name']}: {content['title']}",
            is_large=is_large,
        )


def _flow(content: Mapping[str, Any], styles: Styles, page: str, digest: str) -> Iterator[Flowable]:
    for place, block in enumerate(outline_of(content)):
        yield from _drawn(block, styles)
        if place == 1:
            said = _("The same as an accessible page: %(page)s")
            yield Paragraph(escape(said % {"page": page}), styles.small())
    said = _("All of this is made of one data file. Its SHA-256 is %(digest)s.")
    yield Paragraph(escape(said % {"digest": digest}), styles.small())


def _drawn(block: Block, styles: Styles) -> Iterator[Flowable]:
    text = escape(block.text).replace("\n", "<br/>")
    if block.kind == TITLE:
        yield Heading(text, styles.title(), block.key)
    elif block.kind == HEADING:
        yield Heading(text, styles.heading(), block.key, level=block.level)
    elif block.kind == LABELLED:
        yield Paragraph(f"<b>{escape(block.label)}</b><br/>{text}", styles.text())
    elif block.kind == TABLE:
        yield KeepTogether([_table(block, styles)])
    elif block.kind == BAR and block.bar is not None:
        yield _bar(block.bar)
    else:
        yield Paragraph(text, styles.small() if block.kind == SMALL else styles.text())


def _table(block: Block, styles: Styles) -> Table:
    rows = [
        [Paragraph(escape(cell), styles.cell(is_head=not place)) for cell in row]
        for place, row in enumerate(block.rows)
    ]
    many = len(block.rows[0])
    widths = [_WIDTH * 0.7, _WIDTH * 0.3] if many == 2 else [_WIDTH * 0.15, _WIDTH * 0.55, _WIDTH * 0.3]
    table = Table(rows, colWidths=widths, repeatRows=1, hAlign="LEFT", spaceAfter=styles.size * 0.6)
    table.setStyle(
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (0, -1), 0)])
    )
    return table


def _bar(bar: Bar) -> Drawing:
    drawing = Drawing(_WIDTH, 18)
    for each in bar.segments:
        drawing.add(
            Rect(
                _WIDTH * each.start / 100,
                4,
                _WIDTH * each.width / 100,
                10,
                rx=2,
                ry=2,
                fillColor=_COLOURS[each.tone],
                strokeColor=None,
            )
        )
    if bar.line is not None:
        at = _WIDTH * bar.line / 100
        drawing.add(Line(at, 1, at, 17, strokeColor=INK, strokeWidth=1.2))
    return drawing
