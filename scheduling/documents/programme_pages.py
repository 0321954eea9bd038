"""The programme on paper: as it is published for members, normal and large; as it is planned for staff, with notes."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, Spacer

from assembly.documents.fonts import BOLD
from assembly.documents.frame import ACCENT, INK_2, Heading, Styles, build_document, text_size
from assembly.models import Assembly
from scheduling.documents.member_codes import Code
from scheduling.enums import ItemKind
from scheduling.models import AgendaItem, ProgrammeVersion, Room, Session
from scheduling.programme_content import Programme, PublishedSession
from scheduling.programme_words import public_people, session_name, session_when, time_words
from scheduling.selectors.free_times import Freedom
from scheduling.selectors.on_duty import OnDuty
from scheduling.selectors.programme import published_session


def in_lines(text: str) -> str:
    """Return a text as a paragraph's markup that keeps its lines."""
    return "<br/>".join(escape(line) for line in text.splitlines())


def programme_pdf(
    assembly: Assembly,
    version: ProgrammeVersion,
    programme: Programme,
    names: Mapping[int, str],
    *,
    page_url: str,
    is_large: bool = False,
    calendar: tuple[str, str] | None = None,
) -> bytes:
    """Return the published programme as members get it.

    calendar: for whom it is printed, and the secret address of their calendar.
    """
    styles = Styles(text_size(is_large=is_large))
    title = _("Programme")

    def flow() -> Iterator[Flowable]:
        yield Paragraph(escape(assembly.name), styles.small())
        yield Heading(title, styles.title(), "title")
        day = date_format(localtime(version.published_at), "j F Y")
        said = _("Version %(number)s, published on %(day)s. What changes later is sent to you.")
        yield Paragraph(said % {"number": version.number, "day": day}, styles.text())
        link = f'<link href="{escape(page_url)}" color="#046357"><u>{escape(page_url)}</u></link>'
        yield Paragraph(
            _("The same content as an accessible web page: %(link)s") % {"link": link}, styles.text()
        )
        if calendar:
            yield from _calendar(*calendar, styles)
        for session in programme:
            yield from _session_head(session, styles)
            for item in session.items:
                heard = ", ".join(public_people(item, names))
                yield from _item(
                    time_words(session, item.starts_at, item.ends_at),
                    item.title,
                    [item.room, heard, item.description],
                    styles,
                )

    return build_document(
        flow(),
        title=f"{title}: {assembly.name}",
        author=assembly.commissioning_authority,
        subject=_("When and where the assembly meets, and what happens there"),
        footer=assembly.name,
        is_large=is_large,
    )


def _calendar(name: str, address: str, styles: Styles) -> Iterator[Flowable]:
    yield Heading(escape(_("The calendar of %(name)s") % {"name": name}), styles.heading(), "calendar")
    said = _(
        "Scan the picture with a phone, or type the address into a calendar program: what is moved moves there, and "
        "what is cancelled is marked. Whoever has this address can read this calendar."
    )
    yield KeepTogether(
        [Paragraph(said, styles.text()), Code(address), Paragraph(escape(address), styles.small())]
    )


def _session_head(session: PublishedSession, styles: Styles) -> Iterator[Flowable]:
    name = f"{session_name(session)}: {session.title}"
    yield Heading(escape(name), styles.heading(), f"session-{session.uid}")
    stays = ParagraphStyle("stays", parent=styles.text(), keepWithNext=True)
    yield Paragraph(f"<b>{escape(session_when(session))}</b>", stays)
    place = ", ".join(filter(None, (session.venue, *session.address.splitlines())))
    if place:
        yield Paragraph(escape(place), stays)
    if session.note:
        yield Paragraph(in_lines(session.note), styles.text())


def _item(when: str, title: str, lines: Collection[str], styles: Styles) -> Iterator[Flowable]:
    """Yield one item: its time stands out, what belongs to it is set in, and nothing is cut where a page ends."""
    head = ParagraphStyle(
        "item", parent=styles.text(), fontName=BOLD, keepWithNext=True, spaceBefore=styles.size * 0.7
    )
    inset = ParagraphStyle("inset", parent=styles.text(), leftIndent=6 * mm)
    told = [line for line in lines if line]
    head.keepWithNext = bool(told)
    yield Paragraph(
        f'<font color="{ACCENT.hexval().replace("0x", "#")}">{escape(when)}</font>  {escape(title)}', head
    )
    for line in told:
        yield Paragraph(in_lines(line), inset)


def run_sheet_pdf(
    session: Session,
    items: Collection[AgendaItem],
    on_duty: Collection[OnDuty],
    away: Mapping[int, Freedom],
    *,
    standing: str,
    now: datetime,
) -> bytes:
    """Return everything that staff need on the day.

    away: who of those with a part is away for some of the session. standing: how the plan compares with what is
    published.
    """
    styles = Styles(text_size(is_large=False))
    seen = published_session(session, ())
    title = _("Run sheet: session %(number)s") % {"number": session.number}

    def flow() -> Iterator[Flowable]:
        yield Paragraph(escape(session.assembly.name), styles.small())
        yield Heading(escape(title), styles.title(), "title")
        made = _("For staff only. Made on %(moment)s.")
        yield Paragraph(
            made % {"moment": date_format(localtime(now, session.zone), "j F Y, H:i")}, styles.text()
        )
        yield Paragraph(escape(standing), styles.text())
        yield from _session_head(seen, styles)
        if session.staff_notes:
            yield from _labelled(_("Notes for staff"), session.staff_notes, styles)
        if session.venue and session.venue.staff_notes:
            yield from _labelled(_("About the venue"), session.venue.staff_notes, styles)
        if on_duty:
            yield from _labelled(_("On duty"), "\n".join(_on_duty_line(each) for each in on_duty), styles)
        yield Spacer(1, styles.size * 0.5)
        for item in items:
            yield from _run_item(session, item, away, styles)

    return build_document(
        flow(),
        title=f"{title}, {session.assembly.name}",
        author=session.assembly.commissioning_authority,
        subject=_("What happens when, who does it, what must be there"),
        footer=f"{session.assembly.name} · {title}",
        is_large=False,
    )


def _on_duty_line(each: OnDuty) -> str:
    told = (each.part, each.person.phone, each.away)
    return f"{each.person} ({', '.join(filter(None, told))})"


def _run_item(
    session: Session, item: AgendaItem, away: Mapping[int, Freedom], styles: Styles
) -> Iterator[Flowable]:
    seen = published_session(session, ())
    begins, ends = item.starts_at or session.starts_at, item.ends_at or session.ends_at
    kind = ItemKind(item.kind).label
    where = " · ".join(filter(None, (str(kind), item.room.name if item.room else _("no room"))))
    yield from _item(time_words(seen, begins, ends), item.title, [where], styles)
    for slot in item.slots.all():
        freedom = away.get(slot.person_id)
        warning = _("not free then") if freedom and freedom.is_away_at(begins, ends) else ""
        told = (str(slot.person), slot.person.organisation, slot.person.phone, warning)
        contact = ", ".join(filter(None, told))
        yield from _labelled(str(slot.get_part_display()), contact, styles)
    for label, text in (
        (_("What it is about"), item.description),
        (_("What must be there"), item.material),
        (_("Notes for staff"), item.staff_notes),
    ):
        if text:
            yield from _labelled(label, text, styles)


def _labelled(label: str, text: str, styles: Styles) -> Iterator[Flowable]:
    inset = ParagraphStyle("labelled", parent=styles.text(), leftIndent=6 * mm)
    colour = INK_2.hexval().replace("0x", "#")
    yield Paragraph(f'<font color="{colour}">{escape(label)}:</font> {in_lines(text)}', inset)


def room_signs_pdf(session: Session, rooms: Collection[tuple[Room, list[AgendaItem]]]) -> bytes:
    """Return one page for the door of each room: its name as large as fits, and what happens when. Nobody's name."""
    styles = Styles(text_size(is_large=True))
    seen = published_session(session, ())
    head = ParagraphStyle("room", parent=styles.title(), fontSize=54, leading=62, spaceAfter=14)
    time = ParagraphStyle(
        "time",
        parent=styles.heading(),
        fontSize=24,
        leading=30,
        spaceBefore=16,
        spaceAfter=2,
        keepWithNext=True,
    )
    what = ParagraphStyle("what", parent=styles.text(), fontSize=26, leading=33)

    def flow() -> Iterator[Flowable]:
        for number, (room, items) in enumerate(rooms):
            if number:
                yield PageBreak()
            head_of = ParagraphStyle(f"room-{number}", parent=head)
            # A long name is set smaller, so that it takes two lines at most.
            head_of.fontSize = max(30, min(54, 54 * 26 / max(26, len(room.name))))
            head_of.leading = head_of.fontSize * 1.15
            yield Heading(escape(room.name), head_of, f"room-{room.pk}")
            yield Paragraph(escape(f"{session_name(seen)} · {session_when(seen)}"), styles.text())
            for item in items:
                begins, ends = item.starts_at or session.starts_at, item.ends_at or session.ends_at
                yield Paragraph(escape(time_words(seen, begins, ends)), time)
                yield Paragraph(escape(item.title), what)
            if room.directions:
                yield Spacer(1, styles.size)
                yield Paragraph(in_lines(room.directions), styles.text())

    return build_document(
        flow(),
        title=_("Room signs: session %(number)s") % {"number": session.number},
        author=session.assembly.commissioning_authority,
        subject=_("One page for the door of each room"),
        footer=session.assembly.name,
        is_large=True,
    )
