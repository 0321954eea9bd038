"""What a session must provide, for the venue and its kitchen: counts, no names, and only the words that were ticked."""

from collections.abc import Collection, Iterator
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from scheduling.models import Session
from scheduling.selectors.session_needs import NeedCount, SessionNeeds


def needs_paper(
    session: Session, needs: SessionNeeds, ticked: Collection[str], *, is_large: bool = False
) -> bytes:
    """Return the paper; `ticked` holds the keys of the counts whose words may go out."""
    styles = Styles(text_size(is_large=is_large))
    title = _("What session %(number)s needs") % {"number": session.number}
    return build_document(
        _flow(session, needs, ticked, styles, title),
        title=title,
        author=session.assembly.name,
        subject=session.title,
        footer=f"{session.assembly.name}, {session}",
        is_large=is_large,
    )


def _flow(
    session: Session, needs: SessionNeeds, ticked: Collection[str], styles: Styles, title: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    day = date_format(session.starts_at.astimezone(session.zone), "l, j F Y, H:i")
    place = f", {session.venue}" if session.venue else ""
    yield Paragraph(escape(f"{session.assembly.name}: {day}{place}"), styles.text())
    yield Paragraph(
        escape(
            ngettext("%(n)s member is expected.", "%(n)s members are expected.", needs.expected)
            % {"n": needs.expected}
        ),
        styles.text(),
    )
    yield Heading(_("Diets"), styles.heading(), "diets")
    yield from _list(needs.diets, ticked, styles, _("No diet was named."))
    yield Heading(_("What rooms must have"), styles.heading(), "features")
    if needs.features:
        yield _table([(str(each.label), each.count) for each in needs.features], styles)
    else:
        yield Paragraph(_("Nothing special was named."), styles.text())
    yield Heading(_("What else must be there"), styles.heading(), "others")
    yield from _list(needs.others, ticked, styles, _("Nothing else was named."))


def _list(
    counts: list[NeedCount], ticked: Collection[str], styles: Styles, nothing: str
) -> Iterator[Flowable]:
    if not counts:
        yield Paragraph(nothing, styles.text())
        return
    shown = [(each.words, each.count) for each in counts if each.key in ticked]
    if shown:
        yield _table(shown, styles)
    if rest := sum(each.count for each in counts if each.key not in ticked):
        said = ngettext(
            "%(n)s more, which we tell you about in person.",
            "%(n)s more, which we tell you about in person.",
            rest,
        )
        yield Paragraph(escape(said % {"n": rest}), styles.text())


def _table(rows: list[tuple[str, int]], styles: Styles) -> Flowable:
    cells = [
        [Paragraph(str(count), styles.cell(is_number=True)), Paragraph(escape(words), styles.cell())]
        for words, count in rows
    ]
    table = Table(cells, colWidths=[18 * mm, 152 * mm], hAlign="LEFT")
    table.setStyle(
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table
