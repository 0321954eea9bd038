"""A sheet of members' codes, to be cut out: for badges, or to lie in letters."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from assembly.documents.frame import LINE, Styles, build_document, text_size
from assembly.documents.qr import draw_qr_code
from assembly.models import Assembly, Person
from scheduling.attendance_codes import member_code

ACROSS = 2
CARD = (85 * mm, 48 * mm)
SIDE = 28 * mm
QUIET = 4 * mm
"""At least the four modules that a reader needs around the code."""


class Code(Flowable):
    """The picture of an address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.width = self.height = SIDE + 2 * QUIET

    def draw(self) -> None:
        """Draw it within its quiet zone."""
        draw_qr_code(self.canv, self.address, QUIET, QUIET, SIDE)


def member_codes_pdf(assembly: Assembly, codes: Sequence[tuple[Person, str]]) -> bytes:
    """Return a card for each member, two in a row, by seat."""
    return build_document(
        _flow(codes),
        title=_("Codes to sign in"),
        author=assembly.name,
        subject=_("One card for each member"),
        footer=assembly.name,
        is_large=False,
    )


def _flow(codes: Sequence[tuple[Person, str]]) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=False))
    yield Paragraph(_("Codes to sign in"), styles.title())
    yield Paragraph(
        _("Staff scan a code at the door with their own phone. It tells nothing to anybody else."),
        styles.text(),
    )
    for first in range(0, len(codes), ACROSS):
        row = [_card(person, address, styles) for person, address in codes[first : first + ACROSS]]
        row += [""] * (ACROSS - len(row))
        yield KeepTogether([_row(row)])


def _row(cards: list[object]) -> Table:
    drawn = [("BOX", (place, 0), (place, 0), 0.5, LINE) for place, card in enumerate(cards) if card]
    table = Table([cards], colWidths=[CARD[0]] * ACROSS, rowHeights=[CARD[1]])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *drawn]))
    return table


def _card(person: Person, address: str, styles: Styles) -> Table:
    words = [
        Paragraph(_escaped(_shortened(person.badge)), styles.cell(is_head=True)),
        Paragraph(_("Seat %(number)s") % {"number": person.seat_number}, styles.small()),
        Paragraph(member_code(person).upper(), styles.small()),
    ]
    table = Table([[Code(address), words]], colWidths=[SIDE + 2 * QUIET, None])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]))
    return table


def _shortened(name: str) -> str:
    """Cut a name that would not fit the card."""
    return name if len(name) <= 60 else f"{name[:59]}…"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
