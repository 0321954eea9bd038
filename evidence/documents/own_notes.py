"""A member's own notes, to take along."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.models import Assembly
from evidence.selectors.reading import NamedNote


def notes_text(assembly: Assembly, notes: Sequence[NamedNote]) -> str:
    """Return the notes as plain text, one after another."""
    head = f"{_('My notes')}: {assembly.name}\n"
    parts = [f"{_heading(each)}\n{_when(each)}\n\n{each.note.text}\n" for each in notes]
    return "\n\n".join([head, *parts])


def notes_pdf(assembly: Assembly, notes: Sequence[NamedNote]) -> bytes:
    """Return the notes as PDF."""
    styles = Styles(text_size(is_large=False))
    title = _("My notes")

    def flow() -> Iterator[Flowable]:
        yield Paragraph(escape(assembly.name), styles.small())
        yield Heading(escape(title), styles.title(), "title")
        if not notes:
            yield Paragraph(escape(_("You have not written any yet.")), styles.text())
        for each in notes:
            yield Heading(escape(_heading(each)), styles.heading(), f"note-{each.note.pk}")
            yield Paragraph(escape(_when(each)), styles.small())
            text = "<br/>".join(escape(line) for line in each.note.text.splitlines())
            yield Paragraph(text, styles.text())

    return build_document(
        flow(),
        title=f"{title}: {assembly.name}",
        author=assembly.name,
        subject=title,
        footer=f"{title} · {assembly.name}",
        is_large=False,
    )


def _heading(each: NamedNote) -> str:
    number = _("Evidence %(number)s") % {"number": each.note.item.number}
    return f"{number}: {each.title}" if each.is_readable else number


def _when(each: NamedNote) -> str:
    return date_format(localtime(each.note.changed_at), "j F Y, H:i")
