"""The record of processing as a PDF, for the supervisory authority and for who audits."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.platypus import Flowable, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.models import Assembly


def processing_pdf(
    assembly: Assembly,
    *,
    parts: Sequence[tuple[str, str]],
    processing: Sequence[tuple[Any, Any]],
    clocks: Sequence[Any],
    readers: Sequence[tuple[str, str]],
    now: datetime,
    is_large: bool = False,
) -> bytes:
    """Return the record; a part that nobody has written says so."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Record of processing")

    def flow() -> Iterator[Flowable]:
        yield Heading(title, styles.title(), "title")
        day = date_format(localtime(now), "j F Y")
        said = _("%(assembly)s, held for %(authority)s. As it stood on %(day)s.")
        words = {"assembly": assembly, "authority": assembly.commissioning_authority, "day": day}
        yield Paragraph(escape(said % words), styles.text())
        for number, (label, text) in enumerate(parts):
            yield Heading(escape(label), styles.heading(), f"part-{number}")
            blank = _("Not written yet.")
            yield Paragraph(escape(text or blank).replace("\n", "<br/>"), styles.text())
        yield Heading(_("What is held, and what for"), styles.heading(), "held")
        for purpose, held in processing:
            names = "; ".join(str(each.name) for each in held)
            yield Paragraph(f"<b>{escape(str(purpose))}</b>: {escape(names)}", styles.text())
        yield Heading(_("For how long"), styles.heading(), "clocks")
        for clock in clocks:
            yield Paragraph(
                f"<b>{escape(str(clock.retention.label))}</b>: {escape(_kept_for(clock))}", styles.text()
            )
        yield Heading(_("Who reads people’s data"), styles.heading(), "readers")
        for what, who in readers:
            yield Paragraph(f"<b>{escape(what)}</b>: {escape(who)}", styles.text())

    return build_document(
        flow(),
        title=title,
        author=assembly.commissioning_authority,
        subject=str(assembly),
        footer=title,
        is_large=is_large,
    )


def _kept_for(clock: Any) -> str:
    months = ngettext("%(months)s month %(after)s", "%(months)s months %(after)s", clock.months)
    return months % {"months": clock.months, "after": clock.retention.clock}
