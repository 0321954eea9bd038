"""Papers with names: sheets to sign in for each half of a session, and badges. Nothing private stands on them."""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, Table, TableStyle

from assembly.documents.fonts import BOLD, REGULAR, register_fonts
from assembly.documents.frame import INK, INK_2, LINE, Heading, Styles, build_document, text_size
from assembly.models import Assembly, Person
from scheduling.models import Session
from scheduling.programme_words import session_name, session_when
from scheduling.selectors.programme import published_session

ROW = 11 * mm
"""High enough to sign in."""
LABEL_WIDTH, LABEL_HEIGHT, COLUMNS, ROWS = 90 * mm, 55 * mm, 2, 5
SHEET_LEFT, SHEET_TOP = (A4[0] - COLUMNS * LABEL_WIDTH) / 2, (A4[1] - ROWS * LABEL_HEIGHT) / 2


def sign_in_pdf(session: Session, members: Collection[Person]) -> bytes:
    """Return one sheet for each half: seat, name, and a box to sign in."""
    styles = Styles(text_size(is_large=False))
    seen = published_session(session, ())
    title = _("Sign-in sheet: session %(number)s") % {"number": session.number}

    def flow() -> Iterator[Flowable]:
        for number, half in enumerate(session.halves):
            if number:
                yield PageBreak()
            name = f"{title}, {half.label}" if len(session.halves) > 1 else title
            yield Paragraph(escape(session.assembly.name), styles.small())
            yield Heading(escape(name), styles.title(), f"half-{half.value}")
            yield Paragraph(escape(f"{session_name(seen)}: {session.title}"), styles.text())
            yield Paragraph(escape(session_when(seen)), styles.text())
            yield _sheet(members, styles)

    return build_document(
        flow(),
        title=f"{title}, {session.assembly.name}",
        author=session.assembly.commissioning_authority,
        subject=_("To note on paper who is there"),
        footer=f"{session.assembly.name} · {title}",
        is_large=False,
    )


def _sheet(members: Collection[Person], styles: Styles) -> Table:
    head = [
        Paragraph(escape(word), styles.cell(is_head=True)) for word in (_("Seat"), _("Name"), _("Signature"))
    ]
    rows: list[list[object]] = [head]
    for person in members:
        seat = "" if person.seat_number is None else str(person.seat_number)
        rows.append([Paragraph(seat, styles.cell()), Paragraph(escape(str(person)), styles.cell()), ""])
    lines = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("GRID", (0, 1), (-1, -1), 0.5, INK_2),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    # A name of two lines makes its row higher; the others are as high as a signature needs.
    heights = [None, *(ROW if len(str(person)) <= 34 else None for person in members)]
    return Table(rows, [16 * mm, 74 * mm, 80 * mm], heights, style=lines, repeatRows=1, hAlign="LEFT")


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one badge: the name by which somebody is called, their whole name, and as what they are there."""

    called: str
    name: str
    role: str


def badge_of(person: Person) -> Badge:
    """Return somebody's badge; the whole name is left out where it is what stands large."""
    name = "" if str(person) == person.badge else str(person)
    return Badge(person.badge, name, str(person.get_kind_display()))


def badges_pdf(assembly: Assembly, badges: Collection[Badge]) -> bytes:
    """Return sheets of ten labels of 90 × 55 mm with marks to cut by."""
    register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, initialFontName=REGULAR)
    canvas.setTitle(f"{_('Badges')}: {assembly.name}")
    canvas.setAuthor(assembly.commissioning_authority)
    canvas.setCreator("Assembly")
    for number, badge in enumerate(badges):
        place = number % (COLUMNS * ROWS)
        if number and place == 0:
            canvas.showPage()
        column, row = place % COLUMNS, place // COLUMNS
        x = SHEET_LEFT + column * LABEL_WIDTH
        y = A4[1] - SHEET_TOP - (row + 1) * LABEL_HEIGHT
        _draw_badge(canvas, badge, assembly.name, x, y)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_badge(canvas: Canvas, badge: Badge, assembly_name: str, x: float, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.rect(x, y, LABEL_WIDTH, LABEL_HEIGHT)
    middle = x + LABEL_WIDTH / 2
    lines = (
        (assembly_name, REGULAR, 9.0, 47, INK_2),
        (badge.called, BOLD, 34.0, 27, INK),
        (badge.name, REGULAR, 12.0, 17, INK),
        (badge.role, BOLD, 12.0, 6, INK_2),
    )
    for text, font, size, height, colour in lines:
        fitted, its_size = _fitted(text, font, size)
        canvas.setFont(font, its_size)
        canvas.setFillColor(colour)
        canvas.drawCentredString(middle, y + height * mm, fitted)


def _fitted(text: str, font: str, size: float) -> tuple[str, float]:
    """Return a text and the size in which it fits on a label; one that is too long even small is cut."""
    room = LABEL_WIDTH - 8 * mm
    smallest = min(size, 9.0)
    its_size = max(smallest, min(size, size * room / max(stringWidth(text, font, size), 1)))
    while text and stringWidth(text, font, its_size) > room:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
        if text == "…":
            break
    return text, its_size
