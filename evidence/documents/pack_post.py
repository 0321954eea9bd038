"""What goes out with packs on paper: a letter that lies on top, for a window envelope, and labels for thicker ones."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from assembly.documents.fonts import REGULAR, register_fonts
from assembly.documents.frame import INK, INK_2
from assembly.documents.letters import (
    Letter,
    LetterRefused,
    LetterSender,
    address_lines,
    check_letter,
    write_letters,
)
from evidence.documents.pack_papers import session_lines
from evidence.models import PackVersion
from evidence.selectors.deliveries import Reader
from scheduling.audiences_people import spoken_language

WIDTH, HEIGHT, COLUMNS, ROWS = 99.1 * mm, 38.1 * mm, 2, 7
GAP = 2.5 * mm
SHEET_LEFT = (A4[0] - COLUMNS * WIDTH - GAP) / 2
SHEET_TOP = (A4[1] - ROWS * HEIGHT) / 2
"""Fourteen labels on a sheet, as label sheets L7163 are cut."""
INDENT, FIRST_LINE = 8 * mm, 7 * mm


def address_of(reader: Reader) -> tuple[str, ...]:
    """Return where a copy goes; without an address the name alone, for whoever hands it over."""
    return reader.address or (str(reader.person),)


def cover_letter(version: PackVersion, reader: Reader, *, page_url: str, today: date) -> Letter:
    """Return what lies on a copy, in its reader's language: what it is, what is new, what to do with the one before."""
    person, pack = reader.person, version.pack
    language = spoken_language(person)
    with override(language):
        named = {"title": version.content["title"], "assembly": pack.assembly.name}
        paragraphs = [
            _("Dear %(name)s,") % {"name": person},
            _("here is “%(title)s”, what members of %(assembly)s read before this session:") % named,
            "\n".join(session_lines(pack.session)),
        ]
        if version.note:
            paragraphs.append(_("What is new in it: %(note)s") % {"note": version.note})
        if reader.old is not None:
            old = _("It takes the place of version %(number)s, which you have. Please use this one.")
            paragraphs.append(old % {"number": reader.old})
        paragraphs.append(
            _(
                "If it is hard to read, or if you would rather have it in large print or on a screen, please tell us."
            )
        )
        return Letter(
            address=address_of(reader),
            subject=_("To read before session %(number)s") % {"number": pack.session.number},
            paragraphs=tuple(paragraphs),
            language=language,
            date=date_format(today, "j F Y"),
            reference=f"{version}, {reader.print_label}",
            link=page_url if person.user_id else "",
            link_label=_("It is also here, for who signs in") if person.user_id else "",
        )


class PackPost:
    """A PDF for those whose address it can print; `left_out` are the others."""

    def __init__(self, version: PackVersion) -> None:
        self.version = version
        self.printed: list[Reader] = []
        self.left_out: list[Reader] = []
        self.pdf = b""

    def write_letters(
        self, readers: Iterable[Reader], *, sender: LetterSender, page_url: str, today: date
    ) -> None:
        """Write a letter for each.

        Raises:
            LetterRefused: none can be printed, or the sender cannot.
        """
        letters = {each: cover_letter(self.version, each, page_url=page_url, today=today) for each in readers}
        self._sort(letters, lambda each: check_letter(letters[each]))
        out = io.BytesIO()
        write_letters(out, [letters[each] for each in self.printed], sender=sender)
        self.pdf = out.getvalue()

    def write_labels(self, readers: Iterable[Reader]) -> None:
        """Write a label for each: the address as it stands in the window of an envelope, and which copy it is.

        Raises:
            LetterRefused: none can be printed.
        """
        self._sort(readers, lambda each: address_lines(address_of(each)))
        if not self.printed:
            raise LetterRefused(_("No address can be printed."), code="no_address")
        self.pdf = labels_pdf(self.version, self.printed)

    def _sort(self, readers: Iterable[Reader], check: Callable[[Reader], object]) -> None:
        for each in readers:
            try:
                check(each)
            except LetterRefused:
                self.left_out.append(each)
            else:
                self.printed.append(each)


def labels_pdf(version: PackVersion, readers: Sequence[Reader]) -> bytes:
    """Return sheets of labels."""
    register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, initialFontName=REGULAR)
    canvas.setTitle(f"{_('Labels')}: {version.content['title']}")
    canvas.setAuthor(version.pack.assembly.commissioning_authority)
    canvas.setCreator("Assembly")
    for number, reader in enumerate(readers):
        place = number % (COLUMNS * ROWS)
        if number and place == 0:
            canvas.showPage()
        column, row = place % COLUMNS, place // COLUMNS
        left = SHEET_LEFT + column * (WIDTH + GAP) + INDENT
        _draw_label(canvas, version, reader, left, A4[1] - SHEET_TOP - row * HEIGHT)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_label(canvas: Canvas, version: PackVersion, reader: Reader, left: float, top: float) -> None:
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(INK_2)
    which = _("Session %(number)s") % {"number": version.pack.session.number}
    canvas.drawString(left, top - FIRST_LINE + 1 * mm, f"{which} · {version} · {reader.print_label}")
    size, lines = address_lines(address_of(reader))
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(INK)
    for number, line in enumerate(lines, start=1):
        canvas.drawString(left, top - FIRST_LINE - number * size * 1.2, line)
