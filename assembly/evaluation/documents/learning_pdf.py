"""The learning record as a PDF, normal or in large print."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.evaluation.learning_outline import shown_stages, summary_parts


def learning_pdf(content: Mapping[str, Any], *, page: str, is_large: bool = False) -> bytes:
    """Return the document; `page` is where the same stands on a screen. Without an edition it is the team's draft."""
    styles, name = Styles(text_size(is_large=is_large)), content["assembly"]["name"]
    return build_document(
        _flow(content, styles, page),
        title=_("What was learnt"),
        author=name,
        subject=_("The learning record of %(assembly)s") % {"assembly": name},
        footer=_("%(assembly)s: what was learnt") % {"assembly": name},
        is_large=is_large,
    )


def _flow(content: Mapping[str, Any], styles: Styles, page: str) -> Iterator[Flowable]:
    assembly = content["assembly"]
    yield Heading(escape(_("What was learnt")), styles.title(), "title")
    yield Paragraph(escape(f"{assembly['name']} · {assembly['commissioning_authority']}"), styles.small())
    yield Paragraph(escape(_edition(content)), styles.small())
    if assembly["is_rehearsal"]:
        yield Paragraph(escape(_("Rehearsal: everything here is invented.")), styles.small())
    yield Paragraph(escape(_("The same as an accessible page: %(page)s") % {"page": page}), styles.small())
    for key, label, text in summary_parts(content):
        yield Heading(escape(capfirst(str(label))), styles.heading(), key)
        yield from _paragraphs(text, styles)
    for stage in shown_stages(content):
        yield Heading(escape(str(stage.label)), styles.heading(), stage.key)
        for each in stage.entries:
            yield Paragraph(f"<b>{escape(str(each.kind))}</b>", styles.text())
            yield from _paragraphs(each.text, styles)
            said = f"{each.who_said}, {date_format(each.said_on, 'j F Y')}"
            yield Paragraph(escape(said), styles.small())
            if each.note:
                changed = _("What changed: %(note)s") % {"note": each.note}
                yield Paragraph(escape(changed), styles.small())


def _edition(content: Mapping[str, Any]) -> str:
    if "edition" not in content:
        return _("Of the team, not published. It holds entries that the public does not read.")
    said = _("Edition %(number)s, published on %(day)s.") % {
        "number": content["edition"],
        "day": date_format(date.fromisoformat(content["published_on"]), "j F Y"),
    }
    return f"{said} {content['note']}".strip()


def _paragraphs(text: str, styles: Styles) -> Iterator[Flowable]:
    for part in text.split("\n\n"):
        if part.strip():
            yield Paragraph(escape(part.strip()).replace("\n", "<br/>"), styles.text())
