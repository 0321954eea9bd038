"""The frame of every document: bookmarks that lead to their pages, and the number at each foot."""

import pypdfium2
import pytest
from reportlab.platypus import Flowable, PageBreak

from assembly.documents.fonts import register_fonts
from assembly.documents.frame import Heading, PieceBegins, Styles, build_document, text_size


def _document(*, is_large: bool, footer: str = "The foot") -> pypdfium2.PdfDocument:
    register_fonts()
    styles = Styles(text_size(is_large=is_large))
    flow: list[Flowable] = []
    for name in ("First", "Second", "Third"):
        flow += [Heading(name, styles.heading(), name), PageBreak()]
    data = build_document(
        iter(flow), title="⟪Title⟫", author="A", subject="S", footer=footer, is_large=is_large
    )
    return pypdfium2.PdfDocument(data)


@pytest.mark.parametrize("is_large", [False, True])
def test_each_bookmark_leads_to_the_page_on_which_it_was_set(is_large: bool) -> None:
    document = _document(is_large=is_large)
    found = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert found == [("First", 0), ("Second", 1), ("Third", 2)]


@pytest.mark.parametrize("is_large", [False, True])
def test_each_foot_has_the_number_of_the_page_out_of_all(is_large: bool) -> None:
    document = _document(is_large=is_large)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert [f"Page {number} of 3" in text for number, text in enumerate(texts, start=1)] == [True, True, True]
    assert all("The foot" in text for text in texts)


def test_a_foot_that_is_too_long_is_cut_and_the_number_stays() -> None:
    text = _document(is_large=True, footer="Much " * 60)[0].get_textpage().get_text_range()
    assert "…" in text
    assert "Page 1 of 3" in text


def test_in_a_stack_of_papers_each_piece_counts_its_own_pages() -> None:
    register_fonts()
    heading = Styles(text_size(is_large=False)).heading()
    flow: list[Flowable] = [
        PieceBegins(),
        Heading("One", heading, "1"),
        PageBreak(),
        Heading("Two", heading, "2"),
    ]
    flow += [PageBreak(), PieceBegins(), Heading("Three", heading, "3")]
    data = build_document(iter(flow), title="T", author="A", subject="S", footer="", is_large=False)
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    said = ("Page 1 of 2", "Page 2 of 2", "Page 1 of 1")
    assert [words in text for words, text in zip(said, texts, strict=True)] == [True, True, True]
