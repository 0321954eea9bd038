"""Papers of a seating plan: plan by round, list by name, name cards and table numbers to fold, facilitators' sheets."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, Spacer, Table, TableStyle

from assembly.documents.fonts import BOLD, REGULAR, register_fonts
from assembly.documents.frame import (
    INK,
    INK_2,
    LINE,
    MARGIN,
    Heading,
    Styles,
    build_document,
    text_size,
)
from assembly.models import Person
from scheduling.models import PlanTable, SeatingPlan
from scheduling.selectors.seating import facilitators_of, people_by_key, rounds_of, seated_in

WIDTH, HEIGHT = A4
CARD_SIZES = (72, 60, 48, 40, 32, 26, 20)
MOST_ROUNDS_ACROSS = 6


class _Facts:
    """All that papers need of a plan, read once."""

    def __init__(self, plan: SeatingPlan) -> None:
        self.plan, self.session = plan, plan.session
        self.rounds, self.facilitators = rounds_of(plan), facilitators_of(plan)
        self.tables: dict[int, PlanTable] = {
            table.number: table for table in plan.tables.select_related("room__venue")
        }
        running = {person for each in self.facilitators for person in each.values()}
        self.people = people_by_key(seated_in(self.rounds) | running)

    def seated(self, number: int, table: int) -> list[Person]:
        """Return who sits at a table in a round, by name."""
        there = [self.people[key] for key, at in self.rounds[number - 1].items() if at == table]
        return _by_name(there)

    def facilitator(self, number: int, table: int) -> Person | None:
        """Return who facilitates there."""
        key = self.facilitators[number - 1].get(table)
        return self.people[key] if key is not None else None

    def title(self, name: str) -> str:
        """Return a paper's title."""
        return _("%(name)s, session %(number)s") % {"name": name, "number": self.session.number}

    def day(self) -> str:
        """Return the day by the session's clock."""
        return date_format(localtime(self.session.starts_at, self.session.zone), "DATE_FORMAT")


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda each: (str(each).casefold(), each.pk))


def plan_pdf(plan: SeatingPlan, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:
    """Return the tables of each round, each round on a new page."""
    facts, styles = _Facts(plan), Styles(text_size(is_large=is_large))

    def flow() -> Iterator[Flowable]:
        yield from _head(facts, _("Table plan"), styles, page_url)
        for number in range(1, plan.rounds + 1):
            if number > 1:
                yield PageBreak()
            yield Heading(_("Round %(number)s") % {"number": number}, styles.heading(), f"round-{number}")
            blocks = [_table_block(facts, number, table, styles) for table in facts.tables.values()]
            columns = 1 if styles.is_large else 3
            rows = [blocks[start : start + columns] for start in range(0, len(blocks), columns)]
            rows = [[*row, *[""] * (columns - len(row))] for row in rows]
            width = (WIDTH - 2 * MARGIN) / columns
            yield Table(rows, colWidths=[width] * columns, style=_BLOCKS)

    return _document(facts, flow(), _("Table plan"), now=now, is_large=is_large)


_BLOCKS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
        ("LINEABOVE", (0, 0), (-1, -1), 0.5, LINE),
    ]
)


def _table_block(facts: _Facts, number: int, table: PlanTable, styles: Styles) -> list[Flowable]:
    facilitator = facts.facilitator(number, table.number)
    about = [str(table.room)] if table.room else []
    if facilitator:
        about.append(_("with %(name)s") % {"name": facilitator})
    lines = [Paragraph(escape(str(table)), styles.cell(is_head=True))]
    if about:
        lines.append(Paragraph(escape(", ".join(about)), styles.small()))
    return [
        *lines,
        *[Paragraph(escape(str(each)), styles.cell()) for each in facts.seated(number, table.number)],
    ]


def list_pdf(plan: SeatingPlan, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:
    """Return who sits where, by name, to hang beside the doors."""
    facts, styles = _Facts(plan), Styles(text_size(is_large=is_large))
    most = 3 if is_large else MOST_ROUNDS_ACROSS
    everybody = _by_name(facts.people[key] for key in seated_in(facts.rounds))

    def flow() -> Iterator[Flowable]:
        yield from _head(facts, _("Who sits where"), styles, page_url)
        for start in range(1, plan.rounds + 1, most):
            across = range(start, min(start + most, plan.rounds + 1))
            if start > 1:
                yield PageBreak()
            head = [_("Name"), *[_("Round %(number)s") % {"number": number} for number in across]]
            rows = [
                [
                    Paragraph(escape(text), styles.cell(is_head=True, is_number=place > 0))
                    for place, text in enumerate(head)
                ]
            ]
            for person in everybody:
                places = [facts.rounds[number - 1].get(person.pk) for number in across]
                cells = [str(place) if place else "–" for place in places]
                rows.append(
                    [
                        Paragraph(escape(str(person)), styles.cell()),
                        *[Paragraph(cell, styles.cell(is_number=True)) for cell in cells],
                    ]
                )
            room = WIDTH - 2 * MARGIN
            column = min(room * 0.55 / len(across), styles.size * 7)
            yield Table(
                rows,
                colWidths=[room - column * len(across), *[column] * len(across)],
                repeatRows=1,
                style=_RULED,
            )

    return _document(facts, flow(), _("Who sits where"), now=now, is_large=is_large)


_RULED = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ]
)


def facilitators_pdf(
    plan: SeatingPlan,
    *,
    page_url: str,  # noqa: ARG001
    now: datetime,
    is_large: bool = False,
) -> bytes:
    """Return a sheet for each facilitator: their tables by round with the names on the badges, and nothing private.

    Tables without a facilitator have a sheet of their own.
    """
    facts, styles = _Facts(plan), Styles(text_size(is_large=is_large))
    sheets: dict[tuple[int, str, int], list[tuple[int, int]]] = defaultdict(list)
    for number in range(1, plan.rounds + 1):
        for table in facts.tables:
            person = facts.facilitator(number, table)
            key = (0, str(person).casefold(), person.pk) if person else (1, "", table)
            sheets[key].append((number, table))

    def flow() -> Iterator[Flowable]:
        for place, key in enumerate(sorted(sheets)):
            if place:
                yield PageBreak()
            name = str(facts.tables[key[2]]) if key[0] else str(facts.people[key[2]])
            yield Paragraph(escape(facts.title(_("Facilitator’s sheet"))), styles.small())
            yield Heading(escape(name), styles.title(), f"sheet-{place}")
            for number, table in sheets[key]:
                yield from _round_of_sheet(facts, number, facts.tables[table], styles, place)

    return _document(facts, flow(), _("Sheets for facilitators"), now=now, is_large=is_large)


def _round_of_sheet(
    facts: _Facts, number: int, table: PlanTable, styles: Styles, sheet: int
) -> Iterator[Flowable]:
    words = {"round": number, "table": table.number}
    heading = _("Round %(round)s: table %(table)s") % words
    room = f", {table.room}" if table.room else ""
    key = f"sheet-{sheet}-{number}-{table.number}"
    rows = [["☐", Paragraph(escape(each.badge), styles.cell()), ""] for each in _badges(facts, number, table)]
    block: list[Flowable] = [Heading(escape(heading + room), styles.heading(), key, 1)]
    if rows:
        for row in rows:
            row[0] = _Box(styles.size)
        room_left = WIDTH - 2 * MARGIN
        block.append(
            Table(
                rows,
                colWidths=[styles.size * 2, room_left * 0.4, room_left * 0.6 - styles.size * 2],
                style=_RULED,
            )
        )
    yield KeepTogether([*block, Spacer(1, styles.size)])


def _badges(facts: _Facts, number: int, table: PlanTable) -> list[Person]:
    return sorted(facts.seated(number, table.number), key=lambda each: (each.badge.casefold(), each.pk))


class _Box(Flowable):
    """A box to tick."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self.width = self.height = size

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return the room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColor(INK_2)
        self.canv.rect(0, 0, self.width * 0.85, self.height * 0.85)


def cards_pdf(plan: SeatingPlan, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:  # noqa: ARG001
    """Return a name card for everybody: A4, folded once, with the name on both sides and their tables below it."""
    facts = _Facts(plan)
    people = sorted(
        (facts.people[key] for key in seated_in(facts.rounds)),
        key=lambda each: (each.badge.casefold(), each.pk),
    )
    pages = []
    for person in people:
        at = [(number, seats.get(person.pk)) for number, seats in enumerate(facts.rounds, start=1)]
        lines = [
            _("Round %(round)s: table %(table)s") % {"round": number, "table": table}
            for number, table in at
            if table
        ]
        pages.append((person.badge, lines))
    return _folded(facts, _("Name cards"), pages)


def signs_pdf(plan: SeatingPlan, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:  # noqa: ARG001
    """Return a number for every table: A4, folded once."""
    facts = _Facts(plan)
    pages = [(str(table), [str(table.room)] if table.room else []) for table in facts.tables.values()]
    return _folded(facts, _("Table numbers"), pages)


def _folded(facts: _Facts, name: str, pages: list[tuple[str, list[str]]]) -> bytes:
    register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, lang=get_language() or "en", initialFontName=REGULAR)
    canvas.setTitle(facts.title(name))
    canvas.setAuthor(facts.session.assembly.name)
    canvas.setCreator("Assembly")
    for text, lines in pages:
        canvas.saveState()
        canvas.translate(WIDTH, HEIGHT)
        canvas.rotate(180)
        _half(canvas, text, [])
        canvas.restoreState()
        _half(canvas, text, lines)
        canvas.setStrokeColor(LINE)
        canvas.setDash(3, 4)
        canvas.line(0, HEIGHT / 2, WIDTH, HEIGHT / 2)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _half(canvas: Canvas, text: str, lines: list[str]) -> None:
    """Write a name as large as two lines allow on the lower half of the page, small lines under it."""
    size, rows = _fitted(text, WIDTH - 2 * MARGIN)
    middle = HEIGHT / 4 + (6 * mm if lines else 0)
    top = middle + size * 1.15 * len(rows) / 2 - size * 0.85
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, size)
    for place, row in enumerate(rows):
        canvas.drawCentredString(WIDTH / 2, top - place * size * 1.15, row)
    canvas.setFillColor(INK_2)
    canvas.setFont(REGULAR, 11)
    columns = [lines[start : start + 3] for start in range(0, len(lines), 3)]
    for place, row in enumerate(columns):
        canvas.drawCentredString(WIDTH / 2, 28 * mm - place * 15, "   ·   ".join(row))


def _fitted(text: str, room: float) -> tuple[float, list[str]]:
    """Return the largest size at which a text stands on one line, or on two or three of its words, and the lines."""
    words = text.split() or [""]
    for size in CARD_SIZES:
        rows = [""]
        for word in words:
            longer = f"{rows[-1]} {word}".strip()
            if stringWidth(longer, BOLD, size) <= room:
                rows[-1] = longer
            else:
                rows.append(word)
        rows = [row for row in rows if row]
        if len(rows) <= 2 and all(stringWidth(row, BOLD, size) <= room for row in rows):
            return size, rows
    # One endless word: shrunk until it fits.
    size = CARD_SIZES[-1]
    widest = max(stringWidth(word, BOLD, size) for word in words)
    return size * min(1.0, room / widest), [" ".join(words)] if len(words) == 1 else words


def _head(facts: _Facts, name: str, styles: Styles, page_url: str) -> Iterator[Flowable]:
    yield Paragraph(escape(facts.session.assembly.name), styles.small())
    yield Heading(escape(facts.title(name)), styles.title(), "title")
    venue = f", {facts.session.venue}" if facts.session.venue else ""
    yield Paragraph(escape(f"{facts.day()}{venue}"), styles.text())
    link = f'<link href="{escape(page_url)}" color="#046357"><u>{escape(page_url)}</u></link>'
    yield Paragraph(
        _("The same content as an accessible web page: %(link)s") % {"link": link}, styles.small()
    )


def _document(facts: _Facts, flow: Iterator[Flowable], name: str, *, now: datetime, is_large: bool) -> bytes:
    time = date_format(localtime(now, facts.session.zone), "j F Y, H:i")
    made = _("%(title)s, %(plan)s, as of %(time)s") % {
        "title": facts.title(name),
        "plan": facts.plan,
        "time": time,
    }
    return build_document(
        flow,
        title=facts.title(name),
        author=facts.session.assembly.name,
        subject=name,
        footer=made,
        is_large=is_large,
    )


PAPERS: Mapping[str, Callable[..., bytes]] = MappingProxyType(
    {
        "plan": plan_pdf,
        "list": list_pdf,
        "cards": cards_pdf,
        "signs": signs_pdf,
        "facilitators": facilitators_pdf,
    }
)
