"""The balance ledger as a document: for each scope what lacks, and the counts with bars."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from assembly.documents.frame import LINE, PANEL, Heading, Styles, build_document, text_size
from evidence.balance import DIMENSIONS
from evidence.balance_words import DIMENSION_NAMES, rule_words
from evidence.selectors.balance import Account, Ledger

_BAR = 50 * mm


def balance_pdf(ledger: Ledger, *, assembly: str, now: datetime, link: str, is_large: bool = False) -> bytes:
    """Return the document."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Balance of the evidence")
    return build_document(
        chain(_head(styles, title, assembly, now, link), _body(ledger, styles)),
        title=title,
        author=assembly,
        subject=assembly,
        footer=f"{assembly}: {title}",
        is_large=is_large,
    )


def _head(styles: Styles, title: str, assembly: str, now: datetime, link: str) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    stands = _("%(assembly)s, as it stood on %(day)s.") % {
        "assembly": assembly,
        "day": date_format(timezone.localtime(now), "j F Y, H:i"),
    }
    yield Paragraph(escape(stands), styles.text())
    counted = _(
        "Counted are witnesses who said yes, by what they say of themselves; those who are invited and have not "
        "answered are counted apart."
    )
    yield Paragraph(escape(counted), styles.text())
    yield Paragraph(escape(_("The same as an accessible page: %(link)s") % {"link": link}), styles.small())


def _body(ledger: Ledger, styles: Styles) -> Iterator[Flowable]:
    for account in ledger.accounts:
        yield from _account(account, styles)
    yield Heading(escape(_("What counts as a gap")), styles.heading(), "rules")
    for rule in rule_words():
        yield Paragraph(escape(rule), styles.text(), bulletText="•")


def _account(account: Account, styles: Styles) -> Iterator[Flowable]:
    yield Heading(escape(account.title), styles.heading(), f"{account.kind}-{account.key}")
    said = _("Said yes: %(coming)s. Invited: %(invited)s.") % {
        "coming": account.coming.total,
        "invited": account.invited.total,
    }
    yield Paragraph(escape(said), styles.text())
    for sentence in account.sentences:
        yield Paragraph(escape(sentence), styles.text(), bulletText="•")
    if account.coming.total or account.invited.total:
        for name in DIMENSIONS:
            yield KeepTogether([_table(account, name, styles)])


def _table(account: Account, dimension: str, styles: Styles) -> Flowable:
    def cell(words: str, *, is_number: bool = False, is_head: bool = False) -> Paragraph:
        return Paragraph(escape(words), styles.cell(is_number=is_number, is_head=is_head))

    total = account.coming.total or 1
    head = [
        cell(str(DIMENSION_NAMES[dimension]), is_head=True),
        "",
        cell(_("Said yes"), is_number=True, is_head=True),
        cell(_("Invited"), is_number=True, is_head=True),
    ]
    rows = [
        [
            cell(label),
            _bar(coming / total),
            cell(str(coming), is_number=True),
            cell(str(invited), is_number=True),
        ]
        for label, coming, invited in account.rows(dimension)
    ]
    table = Table([head, *rows], colWidths=[66 * mm, _BAR + 4 * mm, 25 * mm, 25 * mm], hAlign="LEFT")
    table.setStyle(
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    )
    return table


def _bar(share: float) -> Drawing:
    drawing = Drawing(_BAR, 8)
    if share:
        drawing.add(Rect(0, 1, _BAR * share, 6, rx=1.5, ry=1.5, fillColor=PANEL, strokeColor=None))
    return drawing
