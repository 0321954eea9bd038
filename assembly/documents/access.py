"""The copy of one's data as a readable PDF."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, Paragraph, Spacer

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.exports_access import Held


def access_pdf(
    held: Sequence[Held], *, controller: str, page_url: str, now: datetime, is_large: bool = False
) -> bytes:
    """Return everything that is held about somebody, one heading for each kind of data."""
    styles = Styles(text_size(is_large=is_large))
    title = _("A copy of your data")
    return build_document(
        _flow(held, styles, title=title, controller=controller, page_url=page_url, now=now),
        title=title,
        author=controller,
        subject=_("Everything that is held about one person"),
        footer=title,
        is_large=is_large,
    )


def _flow(
    held: Sequence[Held], styles: Styles, *, title: str, controller: str, page_url: str, now: datetime
) -> Iterator[Flowable]:
    yield Heading(title, styles.title(), "title")
    day = date_format(localtime(now), "DATE_FORMAT")
    said = _("This is everything that %(controller)s held about you in this system on %(day)s.")
    yield Paragraph(escape(said % {"controller": controller, "day": day}), styles.text())
    link = f'<link href="{escape(page_url)}" color="#046357"><u>{escape(page_url)}</u></link>'
    yield Paragraph(_("How data are protected, and your rights: %(link)s") % {"link": link}, styles.text())
    for number, each in enumerate(held):
        yield Heading(escape(_capital(each.label)), styles.heading(), f"held-{number}")
        if each.purpose:
            purpose = _("Held for: %(purpose)s") % {"purpose": each.purpose}
            yield Paragraph(escape(purpose), styles.small())
        for row in each.rows:
            for label, value in row:
                shown = escape(value) if value else f"<i>{_('blank')}</i>"
                yield Paragraph(f"<b>{escape(_capital(label))}</b>: {shown}", styles.text())
            yield Spacer(1, styles.size * 0.6)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
