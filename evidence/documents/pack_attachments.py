"""Pages of attached PDFs on the pages of a pack: upright, made to fit, with room for the pack's own numbers."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from evidence.errors import EvidenceRefused

BROKEN = (
    PyPdfError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    zlib.error,
)
"""What pypdf raises on files that are damaged in one way or another; readers of other makes may still open them."""
_NOT_SEEN = 0b100010
"""The flags of notes that are hidden, or not shown on a screen."""
SIDE, TOP, BOTTOM = 10 * mm, 10 * mm, 19 * mm
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Attached:
    """One file: its pages, and on which pages of the pack they go."""

    title: str
    reader: PdfReader
    boxes: list["Box"]
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Box:
    """What is seen of a page, in its own coordinates, and by how much it is turned clockwise."""

    left: float
    low: float
    right: float
    high: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as they are seen."""
        width, height = self.right - self.left, self.high - self.low
        return (height, width) if self.turn in (90, 270) else (width, height)

    @property
    def is_landscape(self) -> bool:
        """Whether it is wider than high, by more than a hair."""
        width, height = self.size
        return width > height * 1.05

    def upright(self) -> Matrix:
        """Return the matrix that turns the page upright, its lower left corner at the origin."""
        return {
            0: (1, 0, 0, 1, -self.left, -self.low),
            90: (0, -1, 1, 0, -self.low, self.right),
            180: (-1, 0, 0, -1, self.right, self.high),
            270: (0, 1, -1, 0, self.high, -self.left),
        }[self.turn]

    def placed(self, page: tuple[float, float]) -> Matrix:
        """Return the matrix that puts it in the middle of a page of the pack, as large as fits above the number."""
        width, height = self.size
        room = page[0] - 2 * SIDE, page[1] - TOP - BOTTOM
        scale = min(room[0] / width, room[1] / height)
        across = SIDE + (room[0] - width * scale) / 2
        # A page that is lower than the room begins at its top, as one begins to read.
        up = BOTTOM + room[1] - height * scale
        a, b, c, d, e, f = (scale * each for each in self.upright())
        return a, b, c, d, e + across, f + up


def open_attached(file: IO[bytes], title: str) -> Attached:
    """Return a file's pages as they will be placed.

    Raises:
        EvidenceRefused: it cannot be read.
    """
    try:
        reader = PdfReader(file)
        return Attached(title, reader, [_box(page) for page in reader.pages])
    except BROKEN as broken:
        raise unreadable(title) from broken


def unreadable(title: str) -> EvidenceRefused:
    """Return what is said of a file that cannot be put in."""
    return EvidenceRefused(
        _("The file of “%(title)s” cannot be read. Print its summary alone, or replace the file.")
        % {"title": title},
        code="file_unreadable",
        params={"title": title},
    )


def _box(page: PageObject) -> Box:
    seen, whole = page.cropbox, page.mediabox
    left, right = max(seen.left, whole.left), min(seen.right, whole.right)
    low, high = max(seen.bottom, whole.bottom), min(seen.top, whole.top)
    turn = int(page.rotation or 0) % 360
    turn = turn if turn in (90, 180, 270) else 0
    if right - left < 1 or high - low < 1:
        return Box(0, 0, A4[0], A4[1], turn)
    return Box(float(left), float(low), float(right), float(high), turn)


def put_pages_in(
    pages: IO[bytes], attached: Iterable[Attached], out: IO[bytes], *, on_page: Callable[[], None]
) -> None:
    """Put the pages of files on the empty pages that were left for them, and write the whole.

    Each becomes a drawing of its own: what it leaves set or open cannot reach the number at the foot. Fonts and
    pictures that its pages share stay shared. `on_page` is called after each, and may raise to stop.

    Raises:
        EvidenceRefused: a page cannot be read; `params["title"]` says of which file.
    """
    writer = PdfWriter(clone_from=PdfReader(pages))
    targets = list(writer.pages)
    for file in attached:
        for page, box, number in zip(file.reader.pages, file.boxes, file.numbers, strict=True):
            target = targets[number - 1]
            try:
                _put_in(writer, target, page, box)
            except BROKEN as broken:
                raise unreadable(file.title) from broken
            on_page()
    # Drawings that shine through came with version 1.4; ReportLab alone would say 1.3.
    writer.pdf_header = "%PDF-1.7"
    writer.write(out)


def _put_in(writer: PdfWriter, target: PageObject, page: PageObject, box: Box) -> None:
    matrix = box.placed((float(target.mediabox.width), float(target.mediabox.height)))
    # The foot is a drawing already, so the page has a list of them.
    drawings = cast("DictionaryObject", cast("DictionaryObject", target["/Resources"])["/XObject"])
    drawings[_n("/Paper")] = writer._add_object(_as_drawing(writer, page, box))
    steps = [_draw("/Paper", (1, 0, 0, 1, 0, 0))]
    for index, (stream, place) in enumerate(_stamps(page)):
        drawings[_n(f"/Stamp{index}")] = stream.clone(writer).indirect_reference
        steps.append(_draw(f"/Stamp{index}", place))
    content = DecodedStreamObject()
    content.set_data(b"q " + _matrix(matrix) + b" cm\n" + b"".join(steps) + b"Q\n")
    below = target.get("/Contents")
    standing = below.get_object() if below is not None else ArrayObject()
    rest = list(standing) if isinstance(standing, ArrayObject) else [below]
    target[_n("/Contents")] = ArrayObject([writer._add_object(content), *rest])


def _as_drawing(writer: PdfWriter, page: PageObject, box: Box) -> StreamObject:
    """Return a page's content as a form that brings its own resources along."""
    content = page.get_contents()
    plain = DecodedStreamObject()
    plain.set_data(content.get_data() if content is not None else b"")
    drawing = plain.flate_encode()
    drawing[_n("/Type")], drawing[_n("/Subtype")] = _n("/XObject"), _n("/Form")
    drawing[_n("/BBox")] = ArrayObject(FloatObject(each) for each in (box.left, box.low, box.right, box.high))
    for key in ("/Resources", "/Group"):
        if key in page:
            drawing[_n(key)] = cast("DictionaryObject", page[key]).clone(writer)
    return drawing


def _stamps(page: PageObject) -> Iterator[tuple[StreamObject, Matrix]]:
    """Yield what stands on a page as notes, stamps and filled fields: how each looks, and the matrix to its place."""
    notes = _at(page, "/Annots")
    for reference in notes if isinstance(notes, ArrayObject) else ():
        note = cast("DictionaryObject", reference.get_object())
        if note.get("/Subtype") in ("/Link", "/Popup") or int(note.get("/F", 0)) & _NOT_SEEN:
            continue
        looks = _at(note, "/AP")
        look = _at(looks, "/N") if isinstance(looks, DictionaryObject) else None
        if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
            # A box that is ticked or not has a look for each.
            look = _at(look, note.get("/AS", ""))
        if not isinstance(look, StreamObject) or "/BBox" not in look:
            continue
        a, b, c, d, e, f = (float(each) for each in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
        left, low, right, high = (float(each) for each in cast("ArrayObject", look["/BBox"]))
        corners = [(x, y) for x in (left, right) for y in (low, high)]
        across = [a * x + c * y + e for x, y in corners]
        up = [b * x + d * y + f for x, y in corners]
        to = [float(each) for each in cast("ArrayObject", note["/Rect"])]
        width, height = max(across) - min(across), max(up) - min(up)
        if not width or not height:
            continue
        wide, tall = abs(to[2] - to[0]) / width, abs(to[3] - to[1]) / height
        place = min(to[0], to[2]) - min(across) * wide, min(to[1], to[3]) - min(up) * tall
        yield look, (wide, 0, 0, tall, *place)


def _draw(name: str, matrix: Matrix) -> bytes:
    return b"q " + _matrix(matrix) + f" cm {name} Do Q\n".encode("ascii")


def _matrix(matrix: Matrix) -> bytes:
    return " ".join(f"{each:.5f}" for each in matrix).encode("ascii")


def _at(things: DictionaryObject, key: str) -> Any:
    """Return what stands under a key, also where that only refers to it; None where nothing does."""
    found = things.get(key)
    return found.get_object() if found is not None else None


def _n(name: str) -> NameObject:
    return NameObject(name)
