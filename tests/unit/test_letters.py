"""Letters: one PDF, the address in the window, codes, bookmarks, and what cannot be printed."""

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from assembly.documents.letters import (
    Letter,
    LetterRefused,
    LetterSender,
    ReplySlip,
    address_lines,
    write_letters,
)

SENDER = LetterSender(
    "City of Riverbend", ("Town Hall, 1 Bridge Street", "Riverbend RB1 1AA", "01632 960 001")
)
LETTER = Letter(
    address=("Łucja Öztürk", "14 Weir Lane", "Riverbend RB4 2TQ"),
    subject="You are invited to the citizens’ assembly on clean air",
    paragraphs=("Dear resident,", "Your address was drawn by lot. " * 12),
    language="en",
    date="24 November 2026",
    reference="Wave 1 · 0001",
    code="KX7M-2HPR-9TQD",
    code_label="Your code",
    link="https://example.org/r/ab3de7/",
    link_label="Register here",
)


def written(letters: Iterable[Letter]) -> tuple[PdfReader, int]:
    """Return the opened PDF and the number of pages that was answered."""
    target = io.BytesIO()
    pages = write_letters(target, letters, sender=SENDER)
    return PdfReader(target), pages


def test_a_letter_holds_address_text_code_and_link() -> None:
    reader, pages = written([LETTER])
    text = reader.pages[0].extract_text()
    assert pages == len(reader.pages) == 1
    assert [
        each for each in (*LETTER.address, LETTER.subject, LETTER.code, LETTER.date) if each not in text
    ] == []
    assert "example.org/r/ab3de7/" in text
    assert reader.pages[0]["/Annots"][0].get_object()["/A"]["/URI"] == LETTER.link
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == LETTER.subject


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    """DIN 5008, form B: 62.7 to 90 mm from the upper edge, 20 to 105 mm from the left."""
    places: dict[str, tuple[float, float]] = {}

    def visit(text: str, user: list[float], matrix: list[float], *_font: object) -> None:
        if text.strip():
            places[text.strip()] = (matrix[4] * user[0] + user[4], matrix[5] * user[3] + user[5])

    long = ("Dr Maria Magdalena Papadopoulou-Featherstonehaugh", "c/o Jones", "Flat 3", "1 A Road", "A", "B")
    for address in (LETTER.address, long):
        places.clear()
        reader, _pages = written([replace(LETTER, address=address)])
        page = reader.pages[0]
        page.extract_text(visitor_text=visit)
        shown = {line for text in places for line in text.split("\n")}
        assert set(address_lines(address)[1]) <= shown
        spots = [
            spot for text, spot in places.items() if set(text.split("\n")) & set(address_lines(address)[1])
        ]
        assert spots
        for x, y in spots:
            assert 20 * mm <= x <= 105 * mm
            assert 62.7 * mm <= float(page.mediabox.height) - y <= 90 * mm


def test_a_letter_in_large_print_keeps_its_address_in_the_window() -> None:
    sizes: dict[str, float] = {}

    def visit(text: str, _user: object, _matrix: object, _font: object, size: float) -> None:
        sizes.update((line.strip(), size) for line in text.split("\n") if line.strip())

    reader, pages = written([replace(LETTER, is_large=True)])
    reader.pages[0].extract_text(visitor_text=visit)
    assert pages == 1
    assert [sizes[words] for words in ("Dear resident,", LETTER.address[0])] == [18.0, 10.5]


def test_a_long_letter_goes_on_on_a_second_page_and_keeps_the_code_whole() -> None:
    long = replace(LETTER, paragraphs=("A sentence that takes its time. " * 30,) * 4)
    reader, pages = written([long, LETTER])
    texts = [page.extract_text() for page in reader.pages]
    assert pages == 3
    assert "Wave 1 · 0001 · Page 1" in texts[0]
    assert "Wave 1 · 0001 · Page 2" in texts[1]
    assert [LETTER.code in text for text in texts] == [False, True, True]
    assert "Page" not in texts[2]


def test_every_letter_has_a_bookmark_within_its_hundred() -> None:
    reader, pages = written(replace(LETTER, reference=f"N{number}") for number in range(1, 131))
    first, ones, second, rest = reader.outline
    assert pages == 130
    assert (first.title, second.title) == ("Letters 1 to 100", "Letters 101 to 130")
    assert (len(ones), len(rest)) == (100, 30)
    assert rest[-1].title == "N130 · Łucja Öztürk"
    assert reader.get_destination_page_number(rest[-1]) == 129


def test_each_letter_is_reported_as_it_is_done() -> None:
    seen: list[int] = []
    write_letters(io.BytesIO(), [LETTER] * 3, sender=SENDER, on_letter=seen.append)
    assert seen == [1, 2, 3]


def test_an_address_is_made_smaller_before_it_is_refused() -> None:
    assert address_lines(("Anna", "1 Road"))[0] == 10.5
    size, lines = address_lines(tuple(f"Line {number}" for number in range(8)))
    assert (size, len(lines)) == (8.0, 8)
    with pytest.raises(LetterRefused) as refused:
        address_lines(tuple(f"Line {number}" for number in range(9)))
    assert refused.value.code == "address_too_long"
    with pytest.raises(LetterRefused):
        address_lines(("X" * 80,))


@pytest.mark.parametrize(
    ("address", "code"), [((" ", ""), "no_address"), (("王小明", "1 Road"), "no_such_character")]
)
def test_what_cannot_be_printed_is_refused_with_the_number_of_the_letter(
    address: tuple[str, ...], code: str
) -> None:
    target = io.BytesIO()
    with pytest.raises(LetterRefused) as refused:
        write_letters(target, [LETTER, replace(LETTER, address=address)], sender=SENDER)
    assert (refused.value.code, refused.value.params) == (code, {"number": 2})
    assert target.getvalue() == b""


def test_no_letters_are_refused() -> None:
    with pytest.raises(LetterRefused) as refused:
        written([])
    assert refused.value.code == "no_letter"


SLIP = ReplySlip(
    title="My answer (7-12)",
    choices=("Yes, I take part.", "No, I cannot take part."),
    lines=("Date and signature:",),
    note="Send it to: City of Riverbend, Town Hall, 1 Bridge Street",
)


def test_a_slip_stands_at_the_foot_of_the_letter() -> None:
    reader, pages = written([replace(LETTER, slip=SLIP)])
    text = reader.pages[0].extract_text()
    assert pages == 1
    assert [each for each in SLIP.texts if each not in text] == []
    assert text.index(SLIP.title) > text.index("example.org/r/ab3de7/")


@pytest.mark.parametrize("words", [60, 120, 180, 240])
def test_a_slip_is_never_torn_in_two(words: int) -> None:
    """Where the page has no room left it stands whole on the next one."""
    reader, _pages = written([replace(LETTER, paragraphs=("lot " * words * 6,), slip=SLIP)])
    texts = [page.extract_text() for page in reader.pages]
    assert [sum(part in text for part in SLIP.texts) for text in texts if SLIP.title in text] == [
        len(SLIP.texts)
    ]


def test_a_slip_with_a_character_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(LetterRefused):
        written([replace(LETTER, slip=replace(SLIP, title="𓀀"))])
