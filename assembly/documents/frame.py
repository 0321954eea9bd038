"""The page frame of every document: title, language, bookmarks, headings, numbered pages, normal or large print.

ReportLab writes no structure tree, so these documents are not tagged; the page with the same content is linked
on the first page of each.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from assembly.documents.fonts import BOLD, REGULAR, register_fonts

INK = HexColor("#142222")
INK_2 = HexColor("#42504f")
LINE = HexColor("#dcddd7")
ACCENT = HexColor("#046357")
QUOTA = HexColor("#c1e6dc")
QUOTA_EDGE = HexColor("#83beb1")
POOL = HexColor("#7c8d99")
PANEL = HexColor("#0b7566")

MARGIN = 20 * mm


@dataclass(frozen=True)
class Styles:
    """Text styles of a document; `size` is that of running text in points (large print: 18)."""

    size: float

    def text(self) -> ParagraphStyle:
        """Return running text."""
        return self._style("text", 1, spaceAfter=0.5)

    def small(self) -> ParagraphStyle:
        """Return notes; in large print nothing is small."""
        return self._style("small", 1 if self.is_large else 0.85, textColor=INK_2, spaceAfter=0.5)

    def title(self) -> ParagraphStyle:
        """Return the document's title."""
        return self._style("title", 1.9, fontName=BOLD, spaceAfter=0.4)

    def heading(self) -> ParagraphStyle:
        """Return a heading, which becomes a bookmark and stays with what follows."""
        return self._style("heading", 1.3, fontName=BOLD, spaceBefore=1.2, spaceAfter=0.5, keepWithNext=True)

    def cell(self, *, is_number: bool = False, is_head: bool = False) -> ParagraphStyle:
        """Return a table's cell."""
        name = f"cell-{is_number}-{is_head}"
        style = self._style(name, 1 if self.is_large else 0.9, fontName=BOLD if is_head else REGULAR)
        style.alignment = 2 if is_number else 0
        return style

    @property
    def is_large(self) -> bool:
        """Whether this is large print."""
        return self.size >= 16

    def _style(self, name: str, factor: float, **parts: Any) -> ParagraphStyle:
        size = self.size * factor
        spaces = {key: parts.pop(key) * self.size for key in ("spaceBefore", "spaceAfter") if key in parts}
        options = {"fontName": REGULAR, "textColor": INK} | parts | spaces
        return ParagraphStyle(name, fontSize=size, leading=size * 1.4, **options)


class Heading(Paragraph):
    """A heading that is also a bookmark."""

    def __init__(self, text: str, style: ParagraphStyle, key: str, level: int = 0) -> None:
        super().__init__(text, style)
        self.bookmark = (key, level)

    def draw(self) -> None:
        """Set the bookmark where the heading stands."""
        key, level = self.bookmark
        self.canv.bookmarkHorizontal(key, 0, self.height)
        self.canv.addOutlineEntry(self.getPlainText(), key, level, closed=False)
        super().draw()


class _NumberedCanvas(Canvas):
    """Holds pages back until their number is known, to write “Page 2 of 3”."""

    def __init__(self, *args: Any, footer: str, size: float, **options: Any) -> None:
        super().__init__(*args, **{**options, "initialFontName": REGULAR})
        self._held: list[dict[str, Any]] = []
        self._footer = footer
        self._size = size

    def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
        """Keep the page for later."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and write the file."""
        total = len(self._held)
        for state in self._held:
            self.__dict__.update(state)
            self._write_footer(total)
            super().showPage()
        super().save()

    def _write_footer(self, total: int) -> None:
        self.setFont(REGULAR, self._size)
        self.setFillColor(INK_2)
        self.drawString(MARGIN, 11 * mm, self._footer)
        number = _("Page %(number)s of %(total)s") % {"number": self._pageNumber, "total": total}
        self.drawRightString(A4[0] - MARGIN, 11 * mm, number)


def text_size(*, is_large: bool) -> float:
    """Return the size of running text in points."""
    return 18.0 if is_large else 10.5


def build_document(
    flow: Iterator[Flowable], *, title: str, author: str, subject: str, footer: str, is_large: bool
) -> bytes:
    """Lay out a document and return it as PDF."""
    register_fonts()
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author=author,
        subject=subject,
        creator="Assembly",
        lang=get_language() or "en",
        displayDocTitle=1,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN, 0, 0, 0, 0, id="page")
    document.addPageTemplates([PageTemplate("page", [frame])])
    size = 14 if is_large else 8.5

    def canvas(*args: Any, **options: Any) -> _NumberedCanvas:
        return _NumberedCanvas(*args, footer=footer, size=size, **options)

    document.build(list(flow), canvasmaker=canvas)
    return out.getvalue()
