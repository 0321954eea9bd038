"""Sealed slips: a voting code on each, to be cut out, folded with the print inside, and drawn from a box."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from assembly.documents.fonts import BOLD
from assembly.documents.frame import INK, LINE, Styles, build_document, text_size
from assembly.documents.qr import draw_qr_code
from assembly.outcomes.models import Ballot

WIDTH = 170 * mm
HALF = WIDTH / 2
_SIDE, _QUIET = 24 * mm, 4 * mm
HEIGHT, LARGE_INSIDE = 60 * mm, 33 * mm


class _Code(Flowable):
    """The picture of the voting page's address, which every slip has in common."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.width = self.height = _SIDE + 2 * _QUIET

    def draw(self) -> None:
        """Draw it within its quiet zone."""
        draw_qr_code(self.canv, self.address, _QUIET, _QUIET, _SIDE)


def voting_slips(ballot: Ballot, codes: Sequence[str], *, page: str, is_large: bool = False) -> bytes:
    """Return a slip for each code, as it is to be shown; `page` is where votes are cast."""
    return build_document(
        _flow(ballot, codes, page, is_large),
        title=f"{_('Voting slips')}: {ballot.title}",
        author=ballot.assembly.name,
        subject=ballot.title,
        footer=_("Cut along the lines, fold with the print inside, and close with a sticker."),
        is_large=is_large,
    )


def _flow(ballot: Ballot, codes: Sequence[str], page: str, is_large: bool) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    for code in codes:
        inside, outside = _inside(code, page, styles), _outside(ballot, page, styles)
        # In large print the halves stand one above the other: no word and no address is broken.
        if is_large:
            yield KeepTogether([_slip([[inside], [outside]], [WIDTH], [LARGE_INSIDE, None])])
        else:
            yield _slip([[inside, outside]], [HALF, HALF], [HEIGHT])


def _slip(
    halves: list[list[Flowable | list[Flowable]]], widths: list[float], heights: list[float | None]
) -> Table:
    """Return one slip, with a broken line where it is folded."""
    table = Table(halves, colWidths=widths, rowHeights=heights, hAlign="CENTER")
    fold = (
        ("LINEAFTER", (0, 0), (0, 0), 0.5, LINE, None, (2, 4))
        if len(widths) > 1
        else ("LINEBELOW", (0, 0), (0, 0), 0.5, LINE, None, (2, 4))
    )
    table.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.5, LINE),
                fold,
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4 * mm),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return table


def _inside(code: str, page: str, styles: Styles) -> Table | list[Flowable]:
    room = (WIDTH - _SIDE - 2 * _QUIET if styles.is_large else HALF) - 10 * mm
    big = min(styles.size * (1.4 if styles.is_large else 1.9), room / stringWidth(code, BOLD, 1))
    shown = ParagraphStyle("code", fontName=BOLD, fontSize=big, leading=big * 1.3, textColor=INK)
    words = [Paragraph(escape(_("Your voting code")), styles.small()), Paragraph(escape(code), shown)]
    if not styles.is_large:
        return [*words, _Code(page)]
    picture = _Code(page)
    table = Table([[words, picture]], colWidths=[WIDTH - 8 * mm - picture.width, picture.width])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _outside(ballot: Ballot, page: str, styles: Styles) -> list[Flowable]:
    day = date_format(ballot.held_on, "j F Y")
    how = [
        _("Open this page on any device, or go to a tablet in the room:"),
        page,
        _("Type the code. It works once, and nobody knows that it is yours."),
        _("Lost codes are not replaced. There is no voting by telephone: it would not be secret."),
    ]
    return [
        Paragraph(f"<b>{escape(ballot.title)}</b>", styles.cell()),
        Paragraph(escape(f"{ballot.assembly.name}, {day}"), styles.small()),
        *(Paragraph(escape(line), styles.small()) for line in how),
    ]
