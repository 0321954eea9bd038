"""An evidence pack as PDF: cover, contents, then each paper with its summary, its text and the pages of its file."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Paragraph, Spacer

from assembly.documents.fonts import BOLD, register_fonts
from assembly.documents.frame import INK_2, Styles, text_size
from evidence.documents.pack_attachments import Attached, open_attached, put_pages_in
from evidence.documents.pack_frame import (
    LANDSCAPE,
    LINK,
    UPRIGHT,
    AttachedPage,
    Code,
    ContentsLine,
    Mark,
    build_pages,
)

Progress = Callable[[int, int], None]
"""Told how many pages are done, out of how many; may raise to stop."""
IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the first pages."""

    assembly: str
    authority: str
    title: str
    intro: str
    lines: tuple[str, ...]
    """Session, day and venue."""
    issued: str
    """Which version it is, of which day."""
    note: str
    page_url: str
    """The page with the same content."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as it is printed."""

    title: str
    summary: str
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value: source, licence, witness, interests."""
    text: str = ""
    remark: str = ""
    """What readers are told before the pages of the file."""
    file: IO[bytes] | None = None


def write_pack(
    out: IO[bytes],
    cover: Cover,
    papers: Sequence[Paper],
    *,
    language: str,
    is_large: bool,
    on_progress: Progress,
) -> int:
    """Write a pack and return the number of its pages. It is written in the language that is active.

    Raises:
        EvidenceRefused: the file of a paper cannot be read.
    """
    register_fonts()
    attached = {
        place: open_attached(paper.file, paper.title)
        for place, paper in enumerate(papers)
        if paper.file is not None
    }
    styles = Styles(text_size(is_large=is_large))
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as pages:
        build_pages(
            pages,
            list(_flow(cover, papers, attached, styles)),
            title=f"{cover.title}: {cover.assembly}",
            author=cover.authority,
            subject=_("Evidence pack, in large print") if is_large else _("Evidence pack"),
            language=language,
            footer=f"{cover.title} · {cover.assembly}",
            text_size=styles.size,
            foot_size=14 if is_large else 8.5,
        )
        own = _pages_of(pages)
        done = own - sum(len(file.boxes) for file in attached.values())
        on_progress(done, own)

        def on_page() -> None:
            nonlocal done
            done += 1
            on_progress(done, own)

        pages.seek(0)
        put_pages_in(pages, attached.values(), out, on_page=on_page)
    return own


def _flow(
    cover: Cover, papers: Sequence[Paper], attached: dict[int, Attached], styles: Styles
) -> Iterator[Flowable]:
    yield from _cover(cover, papers, styles)
    yield from _contents(papers, styles)
    for place, paper in enumerate(papers):
        yield from _paper(place, paper, styles)
        if place in attached:
            yield from _file(place, attached[place])


def _cover(cover: Cover, papers: Sequence[Paper], styles: Styles) -> Iterator[Flowable]:
    yield Mark(cover.title, "cover")
    yield Paragraph(escape(cover.assembly), styles.small())
    yield Spacer(1, styles.size * 2)
    yield Paragraph(escape(cover.title), styles.title())
    for line in cover.lines:
        yield Paragraph(f"<b>{escape(line)}</b>", styles.text())
    yield Spacer(1, styles.size)
    yield Paragraph(escape(cover.issued), styles.text())
    if cover.note:
        yield Paragraph(escape(_("New in it: %(note)s") % {"note": cover.note}), styles.text())
    yield from _paragraphs(cover.intro, styles.text())
    if papers:
        holds = ngettext("It holds one paper:", "It holds %(n)s papers:", len(papers)) % {"n": len(papers)}
        titles = "; ".join(paper.title for paper in papers[:12]) + ("; …" if len(papers) > 12 else ".")
        yield Paragraph(escape(f"{holds} {titles}"), styles.text())
    yield Spacer(1, styles.size)
    link = f'<link href="{escape(cover.page_url)}" color="{LINK}"><u>{escape(cover.page_url)}</u></link>'
    said = _("The same content as an accessible web page: %(link)s") % {"link": link}
    yield Paragraph(said, styles.text())
    yield Code(cover.page_url)


def _contents(papers: Sequence[Paper], styles: Styles) -> Iterator[Flowable]:
    yield PageBreak()
    title = _("Contents")
    yield Mark(title, "contents")
    yield Paragraph(escape(title), styles.heading())
    for place, paper in enumerate(papers):
        yield ContentsLine(f"{place + 1}. {escape(paper.title)}", styles.text(), _key(place))


def _paper(place: int, paper: Paper, styles: Styles) -> Iterator[Flowable]:
    # Before it, a file may have ended on a landscape page.
    yield NextPageTemplate(UPRIGHT)
    yield PageBreak()
    title = f"{place + 1}. {paper.title}"
    yield Mark(title, _key(place))
    yield Paragraph(escape(title), styles.title())
    small = ParagraphStyle(
        "part", parent=styles.text(), fontName=BOLD, spaceBefore=styles.size, keepWithNext=1
    )
    if paper.summary:
        yield Paragraph(escape(_("In short")), small)
        yield from _paragraphs(paper.summary, styles.text())
    ink = INK_2.hexval().replace("0x", "#")
    if paper.facts:
        yield Spacer(1, styles.size * 0.6)
    for label, value in paper.facts:
        said = escape(_("%(label)s:") % {"label": label})
        yield Paragraph(f'<font color="{ink}">{said}</font> {_in_lines(value)}', styles.text())
    if paper.text:
        yield Paragraph(escape(_("The text")), small)
        yield from _paragraphs(paper.text, styles.text())
    if paper.remark:
        yield Spacer(1, styles.size * 0.6)
        yield Paragraph(escape(paper.remark), styles.text())


def _file(place: int, file: Attached) -> Iterator[Flowable]:
    for number, box in enumerate(file.boxes):
        yield NextPageTemplate(LANDSCAPE if box.is_landscape else UPRIGHT)
        yield PageBreak()
        if not number:
            yield Mark(_("The document"), f"{_key(place)}-file", level=1)
        yield AttachedPage(file.numbers.append)


def _key(place: int) -> str:
    return f"paper-{place + 1}"


def _paragraphs(text: str, style: ParagraphStyle) -> Iterator[Flowable]:
    """Yield a text by its blank lines; within a paragraph lines stay."""
    for part in "\n".join(line.rstrip() for line in text.splitlines()).split("\n\n"):
        if part.strip():
            yield Paragraph(_in_lines(part.strip("\n")), style)


def _in_lines(text: str) -> str:
    return "<br/>".join(escape(line) for line in text.splitlines())


def _pages_of(pages: IO[bytes]) -> int:
    pages.seek(0)
    return len(open_attached(pages, "").boxes)
