"""The close-out certificate as a PDF: everything that the page says, its number, its digest, and where to check it."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.evaluation.models import CloseOutCertificate
from assembly.evaluation.selectors.close_out import ToldCertificate, told
from scheduling.documents.member_codes import Code
from sortition.draw_pages import in_groups


def certificate_pdf(certificate: CloseOutCertificate, *, page: str, is_large: bool = False) -> bytes:
    """Return a certificate; `page` is the public page on which it stands."""
    assembly = certificate.assembly
    return build_document(
        _flow(certificate, told(certificate.content), Styles(text_size(is_large=is_large)), page),
        title=str(certificate),
        author=assembly.name,
        subject=str(_("What was promised, what was delivered, and what stays")),
        footer=f"{assembly.name}: {certificate}",
        is_large=is_large,
    )


def _flow(
    certificate: CloseOutCertificate, content: ToldCertificate, styles: Styles, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(str(certificate)), styles.title(), "title")
    yield Paragraph(escape(certificate.assembly.name), styles.text())
    issued = _("Issued on %(day)s.") % {"day": date_format(localtime(certificate.issued_at), "j F Y")}
    yield Paragraph(escape(issued), styles.text())
    if certificate.assembly.is_rehearsal:
        yield Paragraph(escape(_("This is a rehearsal: people and answers are invented.")), styles.text())
    if certificate.replaces is not None:
        words = {"number": certificate.replaces.number, "reason": certificate.reason}
        yield Paragraph(escape(_("It replaces certificate %(number)s: %(reason)s") % words), styles.text())
    yield from _not_delivered(content, styles)
    for section in content.sections:
        lines = [f"<b>{escape(str(line.label))}:</b> {escape(str(line.value))}" for line in section.lines]
        first, *rest = (Paragraph(line, styles.text()) for line in lines)
        heading = Heading(escape(str(section.label)), styles.heading(), f"section-{section.key}")
        yield KeepTogether([heading, first])
        yield from rest
    yield Heading(escape(_("What stays open, and who follows it up")), styles.heading(), "open")
    for matter in content.matters:
        parts = [
            f"<b>{escape(matter.matter)}</b>",
            escape(f"{matter.who}. {matter.contact}"),
            escape(_("By when: %(day)s") % {"day": matter.by_when}),
            escape(matter.note),
        ]
        yield Paragraph("<br/>".join(filter(None, parts)), styles.text())
    yield Heading(escape(_("How to check it")), styles.heading(), "check")
    said = _(
        "Fetch the file close_out.json from the page below, and reckon its SHA-256. It must be the same as here, in "
        "the record and on the page."
    )
    yield Paragraph(escape(said), styles.text())
    yield Paragraph(escape(" ".join(in_groups(certificate.sha256))), styles.text())
    yield KeepTogether([Paragraph(escape(page), styles.text()), Code(page)])


def _not_delivered(content: ToldCertificate, styles: Styles) -> Iterator[Flowable]:
    if not content.not_delivered:
        return
    yield Heading(escape(_("Not delivered as promised")), styles.heading(), "not-delivered")
    for line in content.not_delivered:
        yield Paragraph(f"– <b>{escape(str(line.label))}:</b> {escape(str(line.value))}", styles.text())
