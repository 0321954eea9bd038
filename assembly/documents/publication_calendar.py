"""The publication calendar on paper, for the notice board and for whoever asks by post."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.models import Assembly
from assembly.publication_days import DELIVERED, OVERDUE, WITHDRAWN
from assembly.publication_words import summary_words
from assembly.selectors_publication import PublicationRow, PublicationSummary


def publication_calendar_pdf(
    assembly: Assembly, summary: PublicationSummary, *, page: str, today: date, is_large: bool = False
) -> bytes:
    """Return what was promised and how it stands, overdue first; `page` is where it can be read on a screen."""
    styles = Styles(text_size(is_large=is_large))
    title = _title()
    return build_document(
        _flow(assembly, summary, styles, page, today),
        title=title,
        author=assembly.commissioning_authority,
        subject=assembly.name,
        footer=assembly.name,
        is_large=is_large,
    )


def _flow(
    assembly: Assembly, summary: PublicationSummary, styles: Styles, page: str, today: date
) -> Iterator[Flowable]:
    yield Heading(escape(_title()), styles.title(), "title")
    said = _("%(assembly)s. As it stands on %(day)s.")
    yield Paragraph(escape(said % {"assembly": assembly.name, "day": _day(today)}), styles.text())
    yield Paragraph(escape(" ".join(summary_words(summary))), styles.text())
    yield Paragraph(escape(_("On a screen: %(page)s") % {"page": page}), styles.small())
    groups = (
        (_("Overdue"), [row for row in summary.rows if row.standing == OVERDUE]),
        (
            _("Still to come"),
            [row for row in summary.rows if row.standing not in (OVERDUE, DELIVERED, WITHDRAWN)],
        ),
        (_("Out"), [row for row in summary.rows if row.standing == DELIVERED]),
        (_("Withdrawn"), [row for row in summary.rows if row.standing == WITHDRAWN]),
    )
    for number, (label, rows) in enumerate(groups):
        # The heading goes with the first promise: ReportLab parts it from a piece that is itself kept together.
        above: list[Flowable] = [Heading(escape(label), styles.heading(), f"group-{number}")]
        for row in rows:
            yield KeepTogether([*above, *_promise(row, styles)])
            above = []


def _title() -> str:
    return _("What was promised, and what is out")


def _promise(row: PublicationRow, styles: Styles) -> Iterator[Flowable]:
    yield Paragraph(f"<b>{escape(row.title)}</b>: {escape(row.words)}", styles.text())
    if row.item.what:
        yield Paragraph(escape(row.item.what), styles.text())
    lines = [_("Promised for %(day)s.") % {"day": _day(row.first_due_on)}]
    lines += [
        _("Moved to %(day)s: %(reason)s") % {"day": _day(each.due_on), "reason": each.reason}
        for each in row.moves
    ]
    if row.done_on:
        lines.append(_("Out since %(day)s.") % {"day": _day(row.done_on)})
    lines += [text for text in (row.item.note, row.item.link) if text]
    if row.item.reason:
        lines.append(_("Withdrawn: %(reason)s") % {"reason": row.item.reason})
    if row.item.correction:
        lines.append(_("Corrected: %(reason)s") % {"reason": row.item.correction})
    yield Paragraph("<br/>".join(map(escape, lines)), styles.small())


def _day(day: date) -> str:
    return date_format(day, "j F Y")
