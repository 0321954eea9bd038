"""The sheet of an evidence pack: upright and landscape pages, and contents that know where each paper begins.

That is known only at the end. So contents, like feet, refer to pieces that are drawn last, and the pages need not be
laid out twice.
"""

from collections.abc import Callable
from typing import IO, Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from assembly.documents.fonts import REGULAR
from assembly.documents.frame import ACCENT, INK, MARGIN, NumberedCanvas
from assembly.documents.qr import draw_qr_code

UPRIGHT, LANDSCAPE = "upright", "landscape"
FOOT = 11 * mm
NUMBER_WIDTH = 16 * mm


class PackCanvas(NumberedCanvas):
    """Draws, when all pages are laid out, also the numbers of the contents."""

    def __init__(self, *args: Any, text_size: float, **options: Any) -> None:
        super().__init__(*args, **options)
        self.begins: dict[str, int] = {}
        """On which page each bookmark stands."""
        self._text_size = text_size
        self._wanted: list[str] = []

    def number_of(self, key: str) -> None:
        """Draw here, ending at the origin, the number of the page on which a bookmark will stand."""
        self._wanted.append(key)
        self.doForm(f"number-{key}")

    def save(self) -> None:
        """Draw what was referred to, and write the file."""
        for key in self._wanted:
            self.beginForm(f"number-{key}", -NUMBER_WIDTH, -10, 0, 40)
            self.setFont(REGULAR, self._text_size)
            self.setFillColor(INK)
            self.drawRightString(0, 0, str(self.begins[key]))
            self.endForm()
        super().save()


class Mark(Flowable):
    """The head of a page, invisible: a bookmark that says where something begins."""

    def __init__(self, title: str, key: str, level: int = 0) -> None:
        super().__init__()
        self.title, self.key, self.level = title, key, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 (the signature is ReportLab's)
        """Take next to no room, yet enough to make a page of its own."""
        return 0, 0.1

    def draw(self) -> None:
        """Set the bookmark."""
        self.canv.begins[self.key] = self.canv.getPageNumber()
        self.canv.bookmarkPage(self.key)
        if self.title:
            self.canv.addOutlineEntry(self.title, self.key, self.level, closed=self.level == 0)


class AttachedPage(Flowable):
    """A page left empty for one of an attached file: `tell` is given its number."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__()
        self._tell = tell

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002
        """Take next to no room, yet enough to make a page of its own."""
        return 0, 0.1

    def draw(self) -> None:
        """Say which page it is."""
        self._tell(self.canv.getPageNumber())


class ContentsLine(Flowable):
    """A line of the contents: a title that leads to its page, and the page's number."""

    def __init__(self, markup: str, style: ParagraphStyle, key: str) -> None:
        super().__init__()
        self._paragraph, self._style, self._key = Paragraph(markup, style), style, key

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Leave room for the number."""
        _width, self.height = self._paragraph.wrap(width - NUMBER_WIDTH, height)
        self.width = width
        return width, self.height

    def getSpaceAfter(self) -> float:  # noqa: N802 (ReportLab's name)
        """Keep the lines apart."""
        return float(self._style.spaceAfter)

    def draw(self) -> None:
        """Draw title and number; the whole line is a link."""
        self._paragraph.drawOn(self.canv, 0, 0)
        self.canv.saveState()
        # The number stands on the base of the title's last line.
        self.canv.translate(self.width, self._style.leading - self._style.fontSize * 1.05)
        self.canv.number_of(self._key)
        self.canv.restoreState()
        self.canv.linkRect("", self._key, (0, 0, self.width, self.height), relative=1)


class Code(Flowable):
    """A QR code."""

    def __init__(self, text: str, side: float = 30 * mm) -> None:
        super().__init__()
        self._text, self._side = text, side

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002
        """Take a square."""
        return self._side, self._side

    def draw(self) -> None:
        """Draw it; it is a link as well."""
        draw_qr_code(self.canv, self._text, 0, 0, self._side)
        self.canv.linkURL(self._text, (0, 0, self._side, self._side), relative=1)


def build_pages(
    out: IO[bytes],
    flow: list[Flowable],
    *,
    title: str,
    author: str,
    subject: str,
    language: str,
    footer: str,
    text_size: float,
    foot_size: float,
) -> None:
    """Lay out all pages of a pack and write them as PDF; the fonts are known to ReportLab already."""
    document = BaseDocTemplate(
        out,
        title=title,
        author=author,
        subject=subject,
        creator="Assembly",
        lang=language,
        displayDocTitle=1,
        pageCompression=1,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    document.addPageTemplates([_template(UPRIGHT, A4), _template(LANDSCAPE, landscape(A4))])

    def canvas(*args: Any, **options: Any) -> PackCanvas:
        return PackCanvas(*args, footer=footer, foot_size=foot_size, text_size=text_size, **options)

    document.build(flow, canvasmaker=canvas)


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    frame = Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, 0, 0, 0, 0, id=name)
    return PageTemplate(name, [frame], pagesize=size)


LINK = ACCENT.hexval().replace("0x", "#")
"""The colour of links, for markup."""
