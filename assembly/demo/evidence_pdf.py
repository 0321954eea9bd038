"""The story's papers as PDF files, made from their words: what a witness would have sent."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from reportlab.platypus import Flowable, Paragraph

from assembly.documents.frame import Heading, Styles, build_document, text_size


def paper_pdf(title: str, source: str, text: str, *, is_large: bool = False) -> bytes:
    """Return a paper of a page or two."""
    styles = Styles(text_size(is_large=is_large))

    def flow() -> Iterator[Flowable]:
        yield Heading(escape(title), styles.title(), "title")
        yield Paragraph(escape(source), styles.small())
        for paragraph in text.split("\n\n"):
            yield Paragraph(escape(paragraph), styles.text())

    return build_document(flow(), title=title, author=source, subject=title, footer=title, is_large=is_large)
