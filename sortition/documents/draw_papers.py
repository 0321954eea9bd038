"""The papers of a draw: its numbered panels, the sheet that witnesses sign, the certificate, letters to volunteers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from assembly.documents.fonts import REGULAR
from assembly.documents.frame import INK, INK_2, LINE, Heading, Styles, build_document, text_size
from assembly.models import Assembly
from sortition.draw_pages import in_groups, panel_digits
from sortition.draw_terms import source_of, source_words
from sortition.draw_words import draw_story, fairness_sentences, moment_words
from sortition.models import Draw
from sortition.selectors.draws import bundle_of

SIGNATURES = 6


def panels_pdf(draw: Draw, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:
    """Return all numbered panels by pseudonym, as they can be laid out in the hall."""
    panels = bundle_of(draw).frozen.panels
    styles = Styles(text_size(is_large=is_large))

    def flow() -> Iterator[Flowable]:
        yield from _head(draw, _("The numbered panels"), styles, page_url)
        yield from _sealed(draw, styles)
        small = ParagraphStyle(
            "names", parent=styles.small(), fontSize=styles.size * 0.72, leading=styles.size
        )
        heading = ParagraphStyle(
            "panel", parent=styles.cell(is_head=True), keepWithNext=True, spaceBefore=styles.size * 0.6
        )
        for number, panel in enumerate(panels):
            name = _("Panel %(number)s") % {"number": "".join(panel_digits(number, len(panels)))}
            # A bookmark for each hundred: a thousand would be no help.
            if number % 100 == 0:
                yield Heading(escape(name), heading, f"panel-{number}")
            else:
                yield Paragraph(escape(name), heading)
            yield Paragraph(" ".join(panel), small)

    return _document(draw, flow(), _("The numbered panels"), now=now, is_large=is_large)


def witnesses_pdf(draw: Draw, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:
    """Return the sheet on which witnesses write the hash down, what was drawn, and sign."""
    styles = Styles(text_size(is_large=is_large))

    def flow() -> Iterator[Flowable]:
        yield from _head(draw, _("Certificate of the witnesses"), styles, page_url)
        yield Paragraph(
            _(
                "We have watched this draw. The hash of the frozen file was read out before any number was known."
            ),
            styles.text(),
        )
        yield from _sealed(draw, styles)
        yield Heading(_("How the number came about"), styles.heading(), "how")
        yield Paragraph(escape(source_words(source_of(draw.source))), styles.text())
        yield Paragraph(_("Void rule: %(rule)s") % {"rule": escape(draw.void_rule)}, styles.text())
        yield Heading(_("What we saw"), styles.heading(), "saw")
        number = "" if draw.panel_number is None else str(draw.panel_number)
        yield _lines(
            [
                (_("The numbers, as they came"), ""),
                (_("Number of the panel"), number),
                (_("Place, day and time"), ""),
            ],
            styles,
        )
        yield Heading(_("Signatures"), styles.heading(), "signatures")
        names = [*draw.witnesses, *[""] * max(0, SIGNATURES - len(draw.witnesses))]
        yield _lines([(name, "") for name in names], styles)

    return _document(draw, flow(), _("Certificate of the witnesses"), now=now, is_large=is_large)


def certificate_pdf(draw: Draw, *, page_url: str, now: datetime, is_large: bool = False) -> bytes:
    """Return the certificate of a published draw: what was frozen, where the number came from, how fair it was."""
    styles = Styles(text_size(is_large=is_large))

    def flow() -> Iterator[Flowable]:
        yield from _head(draw, _("Certificate of the draw"), styles, page_url)
        for sentence in draw_story(draw):
            yield Paragraph(escape(sentence), styles.text())
        yield Heading(_("How fair it was"), styles.heading(), "fair")
        for sentence in fairness_sentences(draw):
            yield Paragraph(escape(sentence), styles.text())
        yield from _sealed(draw, styles)
        yield Heading(_("Who took part"), styles.heading(), "who")
        yield _lines(
            [
                (_("Prepared by"), str(draw.prepared_by)),
                (_("Approved by"), str(draw.approved_by or "")),
                (_("Witnesses"), ", ".join(draw.witnesses)),
                (_("Published"), moment_words(draw.published_at)),
            ],
            styles,
        )
        yield Heading(_("Check it yourself"), styles.heading(), "check")
        yield Paragraph(
            _(
                "The public file stands on the page named above. A short program, which needs nothing but Python, "
                "checks it against the hashes on this paper: python verify.py FILE --published HASH --published HASH"
            ),
            styles.text(),
        )

    return _document(draw, flow(), _("Certificate of the draw"), now=now, is_large=is_large)


def _document(draw: Draw, flow: Iterable[Flowable], title: str, *, now: datetime, is_large: bool) -> bytes:
    assembly: Assembly = draw.assembly
    made = _("made on %(time)s") % {"time": moment_words(now)}
    return build_document(
        iter(flow),
        title=f"{title}: {assembly.name}",
        author=assembly.commissioning_authority,
        subject=str(draw),
        footer=f"{assembly.name} · {draw} · {made}",
        is_large=is_large,
    )


def _head(draw: Draw, title: str, styles: Styles, page_url: str) -> Iterator[Flowable]:
    yield Paragraph(escape(draw.assembly.name), styles.small())
    yield Heading(title, styles.title(), "title")
    yield Paragraph(escape(f"{draw} · {moment_words(draw.held_at)}"), styles.text())
    link = f'<link href="{escape(page_url)}" color="#046357"><u>{escape(page_url)}</u></link>'
    yield Paragraph(_("The same content as an accessible web page: %(link)s") % {"link": link}, styles.text())


def _sealed(draw: Draw, styles: Styles) -> Iterator[Flowable]:
    """Print the hashes in groups of four, as they are read out."""
    hashes = [(_("Hash of the frozen file, published before the draw"), draw.frozen_hash)]
    if draw.bundle_hash:
        hashes.append((_("Hash of the file with the result"), draw.bundle_hash))
    for number, (name, digest) in enumerate(hashes):
        rows = [
            Heading(name, styles.heading(), f"hash-{number}"),
            Paragraph(" ".join(in_groups(digest)), styles.text()),
        ]
        yield KeepTogether(rows)


def _lines(rows: Sequence[tuple[str, str]], styles: Styles) -> Flowable:
    cells = [
        [Paragraph(escape(name), styles.cell()), Paragraph(escape(value), styles.cell())]
        for name, value in rows
    ]
    style = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK_2),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, INK),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), styles.size * 0.9),
            ("BOTTOMPADDING", (0, 0), (-1, -1), styles.size * 0.3),
        ]
    )
    table = Table(cells, [190, 290], style=style, hAlign="LEFT")
    return KeepTogether([table, Spacer(1, styles.size)])
