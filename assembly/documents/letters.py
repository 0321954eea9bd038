"""Letters for window envelopes: many in one PDF, straight on the canvas, so that thousands take seconds.

The sheet follows DIN 5008, form B: the address stands where the window of a DL or C5 envelope shows it. All texts of
a letter come filled in and translated; a letter that outgrows its page goes on on the next.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from assembly.documents.fonts import BOLD, REGULAR, register_fonts
from assembly.documents.frame import INK, INK_2, LINE, text_size
from assembly.documents.qr import draw_qr_code
from assembly.errors import HouseError

WIDTH, HEIGHT = A4
LEFT, RIGHT, BOTTOM = 25 * mm, WIDTH - 20 * mm, 22 * mm
TEXT_WIDTH = RIGHT - LEFT
SIZE, LEADING = 10.5, 15.0
WINDOW_TOP, WINDOW_WIDTH, WINDOW_HEIGHT = 62.7 * mm, 75 * mm, 27.3 * mm
"""The zone of the address: distance from the upper edge, and what of the window is sure to be seen."""
SENDER_LINE_TOP = 60 * mm
ADDRESS_SIZES = (10.5, 9.5, 8.5, 8.0)
MOST_ADDRESS_LINES = 8
INFORMATION_LEFT = 125 * mm
SUBJECT_TOP = 103 * mm
NEXT_PAGE_TOP = 25 * mm
FOLDS = (105 * mm, 210 * mm)
CODE_BOX_HEIGHT = 36 * mm
SLIP_LEADING, TICK = 18.0, 9.0
A_GROUP = 100


class LetterRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A letter cannot be written as it was given: its address does not fit, or the font lacks a character."""

    code = "letter_refused"


@dataclass(frozen=True, slots=True)
class LetterSender:
    """Who writes: the name, and the lines of the address and of how to reach them."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplySlip:
    """The foot of a letter that is cut off and sent back: choices to tick, then lines to write on."""

    title: str
    choices: tuple[str, ...]
    lines: tuple[str, ...]
    note: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return everything that is printed on it."""
        return (self.title, *self.choices, *self.lines, self.note)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `code` is printed large, `link` as a QR code with the address in print beside it; `slip` ends it.

    is_large: its text stands in large print; the address keeps the size that fits the window of the envelope.
    """

    address: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    language: str
    date: str
    reference: str = ""
    code: str = ""
    code_label: str = ""
    link: str = ""
    link_label: str = ""
    slip: ReplySlip | None = None
    is_large: bool = False


def write_letters(
    target: BinaryIO,
    letters: Iterable[Letter],
    *,
    sender: LetterSender,
    on_letter: Callable[[int], None] | None = None,
) -> int:
    """Write all letters as one PDF with bookmarks and return the number of pages.

    Letters are taken one by one; `on_letter` is told after each how many are done, and may raise to stop. Nothing is
    written to `target` before the last letter is done.

    Raises:
        LetterRefused: there is no letter, or one cannot be printed; `params["number"]` says which, counting from 1.
    """
    register_fonts()
    _check_characters((sender.name, *sender.lines))
    canvas: Canvas | None = None
    count = 0
    for group in _groups(letters):
        if canvas is None:
            canvas = _canvas(target, group[0], sender)
        title = _("Letters %(first)d to %(last)d") % {"first": count + 1, "last": count + len(group)}
        _bookmark(canvas, f"group-{count + 1}", title, level=0)
        for letter in group:
            count += 1
            try:
                lines = check_letter(letter)
            except LetterRefused as refused:
                raise LetterRefused(refused.message, code=refused.code, params={"number": count}) from None
            _bookmark(canvas, f"letter-{count}", " · ".join(filter(None, (letter.reference, lines[1][0]))))
            _Sheet(canvas, letter, sender).write(*lines)
            if on_letter is not None:
                on_letter(count)
    if canvas is None:
        raise LetterRefused(_("There is no letter to write."), code="no_letter")
    canvas.save()
    return int(canvas.getPageNumber()) - 1


def check_letter(letter: Letter) -> tuple[float, tuple[str, ...]]:
    """Return the size and the lines in which the address of a letter is printed.

    Raises:
        LetterRefused: the letter cannot be printed.
    """
    lines = address_lines(letter.address)
    _check_characters((letter.subject, letter.reference, letter.code_label, letter.link_label))
    _check_characters(letter.paragraphs)
    _check_characters(letter.slip.texts if letter.slip else ())
    return lines


@lru_cache(maxsize=256)
def address_lines(address: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    """Return the size in which an address fits the window, and its lines, long ones broken at a space.

    Raises:
        LetterRefused: it is empty, does not fit in the smallest size, or has characters that the font lacks.
    """
    register_fonts()
    wanted = [line.strip() for line in address if line.strip()]
    if not wanted:
        raise LetterRefused(_("The address is empty."), code="no_address")
    _check_characters(tuple(wanted))
    for size in ADDRESS_SIZES:
        if lines := _in_window(wanted, size):
            return size, tuple(lines)
    raise LetterRefused(
        _("The address does not fit the window of the envelope: at most %(lines)d lines of about 45 letters.")
        % {"lines": MOST_ADDRESS_LINES},
        code="address_too_long",
    )


def _in_window(wanted: list[str], size: float) -> list[str]:
    """Return the lines with long ones broken; none where they do not fit in this size."""
    lines: list[str] = []
    for line in wanted:
        if _is_narrow(line, size):
            lines.append(line)
            continue
        parts = simpleSplit(line, REGULAR, size, WINDOW_WIDTH)
        if not all(_is_narrow(part, size) for part in parts):
            return []
        lines += parts
    return lines if len(lines) <= MOST_ADDRESS_LINES and len(lines) * size * 1.2 <= WINDOW_HEIGHT else []


def _is_narrow(line: str, size: float) -> bool:
    return bool(stringWidth(line, REGULAR, size) <= WINDOW_WIDTH)


@lru_cache(maxsize=512)
def _check_characters(texts: tuple[str, ...]) -> None:
    known = getFont(REGULAR).face.charToGlyph
    missing = sorted({mark for text in texts for mark in text if mark != "\n" and ord(mark) not in known})
    if missing:
        raise LetterRefused(
            _("These characters cannot be printed: %(marks)s") % {"marks": " ".join(missing[:10])},
            code="no_such_character",
        )


@lru_cache(maxsize=512)
def _wrapped(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    return tuple(simpleSplit(text, font, size, width))


def _groups(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    rest = iter(letters)
    while group := list(islice(rest, A_GROUP)):
        yield group


def _canvas(target: BinaryIO, first: Letter, sender: LetterSender) -> Canvas:
    canvas = Canvas(target, pagesize=A4, pageCompression=1, lang=first.language, initialFontName=REGULAR)
    canvas.setTitle(first.subject)
    canvas.setAuthor(sender.name)
    canvas.setCreator("Assembly")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    return canvas


def _bookmark(canvas: Canvas, key: str, title: str, level: int = 1) -> None:
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key, level, closed=True)


@dataclass(slots=True)
class _Sheet:
    """One letter under way; `y` is how far down its text has come, as a baseline from the lower edge."""

    canvas: Canvas
    letter: Letter
    sender: LetterSender
    page: int = 1
    y: float = HEIGHT - SUBJECT_TOP

    def write(self, address_size: float, address: tuple[str, ...]) -> None:
        self._head(address_size, address)
        larger = text_size(is_large=self.letter.is_large) / SIZE
        self._text(self.letter.subject, BOLD, 12 * larger, 17 * larger)
        self.y -= 9
        for paragraph in self.letter.paragraphs:
            self._text(paragraph, REGULAR, SIZE * larger, LEADING * larger)
            self.y -= 7
        if self.letter.code or self.letter.link:
            self._code_box()
        if self.letter.slip:
            self._slip(self.letter.slip)
        self._end_page(is_last=True)

    def _head(self, address_size: float, address: tuple[str, ...]) -> None:
        canvas = self.canvas
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 15)
        canvas.drawString(LEFT, HEIGHT - 24 * mm, self.sender.name)
        canvas.setFillColor(INK_2)
        canvas.setFont(REGULAR, 7)
        canvas.drawString(LEFT, HEIGHT - SENDER_LINE_TOP, _sender_line(self.sender))
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, HEIGHT - SENDER_LINE_TOP - 3, LEFT + WINDOW_WIDTH, HEIGHT - SENDER_LINE_TOP - 3)
        for fold in FOLDS:
            canvas.line(5 * mm, HEIGHT - fold, 9 * mm, HEIGHT - fold)
        canvas.setFillColor(INK)
        self._block(LEFT, HEIGHT - WINDOW_TOP, address, address_size, address_size * 1.2)
        facts = (*self.sender.lines, "", *filter(None, (self.letter.reference, self.letter.date)))
        width = RIGHT - INFORMATION_LEFT
        lines = tuple(part for fact in facts for part in (_wrapped(fact, REGULAR, 9, width) or ("",)))
        self._block(INFORMATION_LEFT, HEIGHT - 50 * mm, lines, 9, 12.5)

    def _block(self, x: float, top: float, lines: tuple[str, ...], size: float, leading: float) -> None:
        text = self.canvas.beginText(x, top - size)
        text.setFont(REGULAR, size, leading)
        for line in lines:
            text.textLine(line)
        self.canvas.drawText(text)

    def _text(self, text: str, font: str, size: float, leading: float) -> None:
        self._lines(_wrapped(text, font, size, TEXT_WIDTH), font, size, leading)

    def _lines(self, lines: tuple[str, ...], font: str, size: float, leading: float) -> None:
        """Write lines of text from where the letter stands, over as many pages as they need."""
        rest = lines
        while rest:
            fitting = int((self.y - BOTTOM) // leading) + 1 if self.y >= BOTTOM else 0
            if not fitting:
                self._next_page()
                continue
            now, rest = rest[:fitting], rest[fitting:]
            text = self.canvas.beginText(LEFT, self.y)
            text.setFont(font, size, leading)
            for line in now:
                text.textLine(line)
            self.canvas.drawText(text)
            self.y -= leading * len(now)

    def _code_box(self) -> None:
        """Draw code and link side by side in a frame that stays whole."""
        if self.y - CODE_BOX_HEIGHT < BOTTOM - LEADING:
            self._next_page()
        canvas, letter = self.canvas, self.letter
        top = self.y + SIZE - 2
        low = top - CODE_BOX_HEIGHT
        canvas.setStrokeColor(INK_2)
        canvas.setLineWidth(0.8)
        canvas.roundRect(LEFT, low, TEXT_WIDTH, CODE_BOX_HEIGHT, 2 * mm)
        width = TEXT_WIDTH - 10 * mm
        if letter.link:
            side = 28 * mm
            x = RIGHT - side - 4 * mm
            draw_qr_code(canvas, letter.link, x, low + 4 * mm, side)
            canvas.linkURL(letter.link, (x, low + 4 * mm, x + side, low + 4 * mm + side))
            width -= side + 2 * mm
        y = top - 5 * mm
        for text, font, size in (
            (letter.code_label, REGULAR, 9),
            (letter.code, BOLD, 17),
            (letter.link_label, REGULAR, 9),
            (letter.link.partition("://")[2] or letter.link, BOLD, 9),
        ):
            for line in _wrapped(text, font, size, width)[:2]:
                y -= size
                canvas.setFont(font, size)
                canvas.drawString(LEFT + 5 * mm, y, line)
                y -= size * 0.4
            y -= 9 if font == BOLD else 0
        self.y = low - LEADING

    def _slip(self, slip: ReplySlip) -> None:
        """Draw the slip at the foot of a page, whole, with a line to cut along."""
        notes = _wrapped(slip.note, REGULAR, 9, TEXT_WIDTH)
        height = SLIP_LEADING * (2 + len(slip.choices) + len(slip.lines)) + 12 * len(notes)
        if self.y - height < BOTTOM - LEADING:
            self._next_page()
        canvas, y = self.canvas, BOTTOM - LEADING + height
        canvas.setStrokeColor(INK_2)
        canvas.setLineWidth(0.6)
        canvas.setDash(3, 3)
        canvas.line(5 * mm, y, WIDTH - 5 * mm, y)
        canvas.setDash()
        y -= SLIP_LEADING + 2
        canvas.setFont(BOLD, SIZE)
        canvas.drawString(LEFT, y, slip.title)
        canvas.setFont(REGULAR, SIZE)
        for choice in slip.choices:
            y -= SLIP_LEADING
            canvas.rect(LEFT, y - 1, TICK, TICK)
            canvas.drawString(LEFT + 2 * TICK, y, choice)
        for line in slip.lines:
            y -= SLIP_LEADING
            canvas.drawString(LEFT, y, line)
            start = LEFT + stringWidth(line, REGULAR, SIZE) + 6
            canvas.line(min(start, RIGHT - 40 * mm), y - 2, RIGHT, y - 2)
        y -= SLIP_LEADING
        self._block(LEFT, y + 9, notes, 9, 12)

    def _next_page(self) -> None:
        self._end_page(is_last=False)
        self.page += 1
        self.y = HEIGHT - NEXT_PAGE_TOP
        self.canvas.setFillColor(INK)

    def _end_page(self, *, is_last: bool) -> None:
        """Number the pages of a letter that has more than one, and turn the page."""
        if not is_last or self.page > 1:
            with override(self.letter.language):
                number = _("Page %(number)d") % {"number": self.page}
            note = " · ".join(filter(None, (self.letter.reference, number)))
            self.canvas.setFillColor(INK_2)
            self.canvas.setFont(REGULAR, 12 if self.letter.is_large else 8.5)
            self.canvas.drawRightString(RIGHT, 12 * mm, note)
        self.canvas.showPage()


@lru_cache(maxsize=8)
def _sender_line(sender: LetterSender) -> str:
    """Return the sender in one line above the address, as much of it as fits the window."""
    line = sender.name
    for part in sender.lines:
        longer = f"{line} · {part}"
        if stringWidth(longer, REGULAR, 7) > WINDOW_WIDTH:
            break
        line = longer
    while stringWidth(line, REGULAR, 7) > WINDOW_WIDTH:
        line = f"{line[:-2]}…"
    return line
