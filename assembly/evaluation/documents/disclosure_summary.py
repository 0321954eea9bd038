"""The answer to a request on paper: what the pack holds, what was left out and why."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.platypus import Flowable, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size
from assembly.evaluation.documents.disclosure_pack import applied_rules
from assembly.evaluation.models import DisclosurePack
from sortition.draw_pages import in_groups


def summary_pdf(pack: DisclosurePack, *, is_large: bool = False) -> bytes:
    """Return the summary of a pack that is ready. It names nobody: whoever posts it writes the address."""
    assembly = pack.request.assembly
    title = _("Answer to your request for information")
    return build_document(
        _flow(pack, Styles(text_size(is_large=is_large)), title),
        title=title,
        author=assembly.name,
        subject=str(pack.request),
        footer=f"{assembly.name}: {pack.request}",
        is_large=is_large,
    )


def _flow(pack: DisclosurePack, styles: Styles, title: str) -> Iterator[Flowable]:
    def text(words: Any) -> Paragraph:
        return Paragraph(escape(str(words)), styles.text())

    asked = pack.request
    yield Heading(escape(title), styles.title(), "title")
    yield text(asked.assembly.name)
    words = {
        "number": asked.number,
        "day": date_format(asked.asked_on, "j F Y"),
        "moment": date_format(localtime(pack.asked_at), "j F Y, H:i"),
    }
    yield text(_("You asked on %(day)s. This is the answer to request %(number)s.") % words)
    yield text(_("It tells what stood in the records on %(moment)s.") % words)
    if asked.period_from or asked.period_to:
        days = [date_format(day, "j F Y") if day else "…" for day in (asked.period_from, asked.period_to)]
        yield text(
            _("You asked about the days from %(first)s to %(last)s.") % {"first": days[0], "last": days[1]}
        )
    yield Heading(escape(_("What you can have")), styles.heading(), "files")
    said = _(
        "All files together fit on a stick or into an e-mail. Tell us which of them you want on paper as well."
    )
    yield text(said)
    for entry in _once(pack.contents):
        rows = entry["rows"]
        told = "" if rows is None else ngettext("%(n)s row", "%(n)s rows", rows) % {"n": rows}
        yield text("– " + ": ".join(filter(None, (entry["title"], told))))
    yield Heading(escape(_("What was left out, and why")), styles.heading(), "rules")
    for each in applied_rules(pack.contents):
        yield text(f"{each['rule'].words} {each['rule'].idea}")
        yield Paragraph(escape(_applied(each["count"])), styles.small())
    yield Heading(escape(_("If you do not agree")), styles.heading(), "appeal")
    yield text(
        _(
            "Write or call, and ask for somebody else to look at it again. You need not say why, and it costs nothing."
        )
    )
    yield Paragraph(escape(_("Fingerprint of the pack (SHA-256):")), styles.small())
    yield Paragraph(escape(" ".join(in_groups(pack.sha256))), styles.small())


def _once(contents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the entries, a table that stands in two files once."""
    names = {entry["name"] for entry in contents}
    for entry in contents:
        stem, _dot, end = entry["name"].rpartition(".")
        if not (end == "json" and f"{stem}.csv" in names):
            yield entry


def _applied(n: int) -> str:
    return ngettext("Applied once.", "Applied %(n)s times.", n) % {"n": n}
