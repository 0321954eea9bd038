"""The list of those who get a pack on paper, to tick while it is packed, posted or handed over."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from evidence.models import PackVersion
from evidence.selectors.deliveries import Reader
from scheduling.models import Session


def delivery_list_pdf(session: Session, version: PackVersion | None, readers: Sequence[Reader]) -> bytes:
    """Return the list, by seats."""
    styles = Styles(text_size(is_large=False))
    title = _("On paper: pack of session %(number)s") % {"number": session.number}

    def flow() -> Iterator[Flowable]:
        yield Paragraph(escape(session.assembly.name), styles.small())
        yield Heading(escape(title), styles.title(), "title")
        if version is not None:
            yield Paragraph(escape(f"{version.content['title']}, {version}"), styles.text())
        many = ngettext("%(n)s copy.", "%(n)s copies.", len(readers)) % {"n": len(readers)}
        large = sum(reader.size_of_print == "large" for reader in readers)
        said = _("%(copies)s In large print: %(large)s.") % {"copies": many, "large": large}
        yield Paragraph(escape(said), styles.text())
        if readers:
            yield _table(readers, styles)

    return build_document(
        flow(),
        title=f"{title}, {session.assembly.name}",
        author=session.assembly.commissioning_authority,
        subject=_("Who gets the pack on paper, and in which print"),
        footer=f"{session.assembly.name} · {title}",
        is_large=False,
    )


def _table(readers: Sequence[Reader], styles: Styles) -> Table:
    head, cell = styles.cell(is_head=True), styles.cell()
    labels = (_("Seat"), _("Name"), _("Print"), _("Address"), _("Noted"), _("Sent"))
    rows = [[Paragraph(escape(str(label)), head) for label in labels]]
    for reader in readers:
        noted = (
            _("has it")
            if reader.has_paper
            else _("has version %(n)s") % {"n": reader.old}
            if reader.old
            else ""
        )
        texts = (
            str(reader.person.seat_number or ""),
            str(reader.person),
            reader.print_label,
            ", ".join(reader.address[1:]) or _("by hand: no address is known"),
            noted,
            "",
        )
        rows.append([Paragraph(escape(str(text)), cell) for text in texts])
    table = Table(rows, colWidths=[14 * mm, 40 * mm, 26 * mm, 50 * mm, 25 * mm, 15 * mm], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                # Room to tick.
                ("BOX", (-1, 1), (-1, -1), 0.5, LINE),
            ]
        )
    )
    return table
