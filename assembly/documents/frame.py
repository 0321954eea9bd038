"""The page frame of every document: title, language, bookmarks, headings, numbered pages, normal or large print.

ReportLab writes no structure tree, so these documents are not tagged; the page with the same content is linked
on the first page of each.
"""

import io
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
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


class PieceBegins(Flowable):
    """Begins a piece of paper for somebody else on this page: its pages are numbered by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 0

    def draw(self) -> None:
        """Tell the canvas, and leave no mark."""
        self.canv.begin_piece()


class NumberedCanvas(Canvas):
    """Writes “Page 2 of 3” at the foot of each page; in a stack of papers each piece counts its own.

    How many pages there are is known only at the end: feet are pieces that pages refer to and that are drawn last. So
    pages need not be held back, and a bookmark leads to the page on which it was set.
    """

    def __init__(self, *args: Any, footer: str, foot_size: float, **options: Any) -> None:
        super().__init__(*args, **{**options, "initialFontName": REGULAR})
        self._footer, self._foot_size = footer, foot_size
        self._widths: list[float] = []
        self._firsts = [1]

    def begin_piece(self) -> None:
        """Number the pages from this one on anew."""
        if self.getPageNumber() > self._firsts[-1]:
            self._firsts.append(self.getPageNumber())

    def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
        """End the page with its foot."""
        self._widths.append(self._pagesize[0])
        self.doForm(f"foot-{self.getPageNumber()}")
        super().showPage()

    def save(self) -> None:
        """Draw the feet, and write the file."""
        for number, width in enumerate(self._widths, start=1):
            self.beginForm(f"foot-{number}", 0, 0, width, MARGIN)
            self._draw_foot(number, width)
            self.endForm()
        super().save()

    def _draw_foot(self, number: int, width: float) -> None:
        self.setFont(REGULAR, self._foot_size)
        self.setFillColor(INK_2)
        place = bisect_right(self._firsts, number)
        first = self._firsts[place - 1]
        end = self._firsts[place] if place < len(self._firsts) else len(self._widths) + 1
        said = _("Page %(number)s of %(total)s") % {"number": number - first + 1, "total": end - first}
        free = width - 2 * MARGIN - stringWidth(said, REGULAR, self._foot_size) - self._foot_size
        # In large print the two do not always fit beside each other: then the number stands above.
        is_beside = stringWidth(self._footer, REGULAR, self._foot_size) <= free
        bottom, above = (11 * mm, 0.0) if is_beside else (7 * mm, 1.3 * self._foot_size)
        lines = simpleSplit(self._footer, REGULAR, self._foot_size, width - 2 * MARGIN if above else free)
        self.drawString(MARGIN, bottom, lines[0] + (" …" if len(lines) > 1 else "") if lines else "")
        self.drawRightString(width - MARGIN, bottom + above, said)


def text_size(*, is_large: bool) -> float:
    """Return the size of running text in points."""
    return 18.0 if is_large else 10.5


def build_document(
    flow: Iterator[Flowable],
    *,
    title: str,
    author: str,
    subject: str,
    footer: str,
    is_large: bool,
    is_landscape: bool = False,
) -> bytes:
    """Lay out a document and return it as PDF."""
    register_fonts()
    out = io.BytesIO()
    width, height = size = landscape(A4) if is_landscape else A4
    document = BaseDocTemplate(
        out,
        pagesize=size,
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
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0, id="page")
    document.addPageTemplates([PageTemplate("page", [frame], pagesize=size)])
    foot_size = 14 if is_large else 8.5

    def canvas(*args: Any, **options: Any) -> NumberedCanvas:
        return NumberedCanvas(*args, footer=footer, foot_size=foot_size, **options)

    document.build(list(flow), canvasmaker=canvas)
    return out.getvalue()
