"""The PDF of a pack, read by another library than the one that wrote it."""

import io
from dataclasses import dataclass

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from evidence.enums import FormatKind
from evidence.models import EvidenceFormat
from evidence.services.packs_build import build_file
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_evidence import make_item, make_pack, make_stored_file, make_witness
from tests.factories_packs import make_waiting
from tests.hostile_files import pdf

LANDSCAPE = (842, 595)
PAGE = "https://riverbend.example/assemblies/riverbend/evidence/reading/packs/1/"


@dataclass(frozen=True, slots=True)
class Printed:
    """A built PDF: its bytes, and the text of each page."""

    data: bytes
    texts: list[str]
    bookmarks: list[tuple[int, str, int]]
    sizes: list[tuple[int, int]]

    def page_with(self, words: str) -> int:
        """Return the number of the only page that holds words."""
        (found,) = [number for number, text in enumerate(self.texts, start=1) if words in text]
        return found

    def beginning(self, title: str) -> str:
        """Return the text of the page on which a paper begins."""
        (page,) = [page for _level, mark, page in self.bookmarks if mark == title]
        return self.texts[page - 1]


def read(data: bytes) -> Printed:
    document = pypdfium2.PdfDocument(data)
    try:
        pages = list(document)
        texts = []
        for page in pages:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
        sizes = [(round(page.get_width()), round(page.get_height())) for page in pages]
        bookmarks = [
            (mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()
        ]
        for page in pages:
            page.close()
    finally:
        document.close()
    return Printed(data, texts, bookmarks, sizes)


def turned(data: bytes, degrees: int) -> bytes:
    """Return a PDF whose pages say that they are turned, each with a note on it."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for number, page in enumerate(writer.pages):
        page[NameObject("/Rotate")] = NumberObject(degrees)
        note = writer.add_annotation(number, FreeText(text="A note", rect=(50, 50, 200, 100)))
        look = DecodedStreamObject()
        look.set_data(b"BT /F1 12 Tf 4 4 Td (A note) Tj ET")
        look[NameObject("/Subtype")] = NameObject("/Form")
        look[NameObject("/BBox")] = ArrayObject(FloatObject(each) for each in (0, 0, 75, 25))
        look[NameObject("/Resources")] = page["/Resources"]
        note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# Whoever asks a module's fixture for the database has to say so for each test: else none is laid.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Printed]:
    """A pack of six papers in both sizes of print; costly, so it is built once."""
    from django.db import transaction
    from django.test import override_settings

    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        assembly = AssemblyFactory(name="Riverbend & Hill", commissioning_authority="Riverbend Council")
        witness = make_witness(
            assembly, state="accepted", name="Dr Hana Osei", interests="Owns a <bus>", interests_at=NOON
        )
        pack = make_pack(assembly, items=0, is_issued=False)
        kept = {
            "long": make_stored_file(assembly, pdf(3, text="Attached")),
            "slides": make_stored_file(assembly, pdf(2, text="Slide", size=LANDSCAPE)),
            "turned": make_stored_file(assembly, turned(pdf(1, text="Turned"), 90)),
            "large": make_stored_file(assembly, pdf(1, text="Grown")),
            "sheet": make_stored_file(assembly, b"a,b", name="data.csv", content_type="text/csv", pages=None),
        }
        items = [
            make_item(
                assembly,
                title="Air <and> health",
                summary="Better air.\n\nStill ill.",
                text="Word. " * 1200,
                file=kept["long"],
                source="Board of Health",
                licence="CC BY 4.0",
                witness=witness,
            ),
            make_item(assembly, title="Talk", file=kept["slides"]),
            make_item(assembly, title="Scan", file=kept["turned"]),
            make_item(assembly, title="In short alone", file=kept["long"]),
            make_item(assembly, title="Figures", file=kept["sheet"]),
        ]
        EvidenceFormat.objects.create(
            version=items[1].versions.get(),
            kind=FormatKind.LARGE_PRINT,
            file=kept["large"],
            added_at=NOON,
            added_by=UserFactory(),
        )
        content = {
            "title": "First pack",
            "intro": "Welcome to it.",
            "language": "en",
            "entries": [
                {"version": item.versions.get().pk, "title": "", "summary": "", "summary_only": place == 3}
                for place, item in enumerate(items)
            ],
        }
        version = pack.versions.create(
            number=1, content=content, note="", issued_at=NOON, issued_by=UserFactory()
        )
        found = {}
        for size in ("normal", "large"):
            file = make_waiting(version, size)
            assert build_file(file.pk, page_url=PAGE, clock=lambda: NOON)
            file.refresh_from_db()
            assert file.problem == ""
            with file.file.open("rb") as source:
                found[size] = read(source.read())
            assert file.pages == len(found[size].texts)
        transaction.set_rollback(True)
    return found


def test_every_page_is_numbered_the_attached_ones_too(printed):
    for each in printed.values():
        total = len(each.texts)
        for number, text in enumerate(each.texts, start=1):
            assert f"Page {number} of {total}" in text


def test_the_cover_says_what_it_is_and_where_the_page_is(printed):
    cover = printed["normal"].texts[0]
    for words in (
        "Riverbend & Hill",
        "First pack",
        "Session 1",
        "Saturday 6 June 2026",
        "Town Hall",
        "Version 1, issued on 2 March 2026.",
        "Welcome to it.",
        "It holds 5 papers: Air <and> health; Talk; Scan; In short alone; Figures.",
    ):
        assert words in cover
    assert PAGE in cover.replace("\r\n", "")


def test_the_contents_and_the_bookmarks_lead_to_the_pages_on_which_papers_begin(printed):
    for each in printed.values():
        papers = [(title, page) for level, title, page in each.bookmarks if level == 0][2:]
        assert [title for title, _page in papers] == [
            "1. Air <and> health",
            "2. Talk",
            "3. Scan",
            "4. In short alone",
            "5. Figures",
        ]
        lines = [line.strip() for line in each.texts[1].splitlines()]
        assert [line for line in lines if line.isdecimal()] == [str(page) for _title, page in papers]
        for title, page in papers:
            assert title in each.texts[page - 1]


def test_a_paper_comes_with_its_source_its_witness_and_their_interests(printed):
    page = printed["normal"].texts[printed["normal"].page_with("Board of Health") - 1]
    for words in (
        "Better air.",
        "Still ill.",
        "CC BY 4.0",
        "Dr Hana Osei, ⟪Riverbend University⟫, Technical expert",
        "Owns a <bus>",
    ):
        assert words.replace("⟪", "").replace("⟫", "") in page.replace("⟪", "").replace("⟫", "")


def test_attached_pages_stand_whole_and_upright_each_on_a_page_like_it(printed):
    normal = printed["normal"]
    first = normal.page_with("Attached 1")
    assert [normal.page_with(f"Attached {number}") for number in (1, 2, 3)] == [first, first + 1, first + 2]
    slide, turned_page = normal.page_with("Slide 1"), normal.page_with("Turned 1")
    assert [normal.sizes[page - 1] for page in (first, slide, turned_page)] == [
        (595, 842),
        (842, 595),
        (842, 595),
    ]
    page = PdfReader(io.BytesIO(normal.data)).pages[turned_page - 1]
    assert (page.rotation, "/Annots" in page) == (0, False)
    assert "A note" in normal.texts[turned_page - 1]


def test_nothing_of_an_attached_page_reaches_beyond_its_frame(printed):
    """Drawn as a picture, the foot of an attached page is white but for the number."""
    document = pypdfium2.PdfDocument(printed["normal"].data)
    page = document[printed["normal"].page_with("Slide 1") - 1]
    picture = page.render(scale=1).to_pil().convert("L")
    page.close()
    document.close()
    foot = picture.crop((0, picture.height - 48, picture.width, picture.height))
    dark = [x for x in range(foot.width) if any(foot.getpixel((x, y)) < 128 for y in range(foot.height))]
    # The title of the pack left, the number right, as far in as all text stands.
    assert (min(dark) >= 56, max(dark) <= 842 - 56) == (True, True)


def test_of_a_summary_alone_and_of_a_file_that_is_no_pdf_readers_are_told(printed):
    normal = printed["normal"]
    assert "Here stands the summary alone." in normal.beginning("4. In short alone")
    assert "data.csv" in normal.beginning("5. Figures")


def test_large_print_is_large_takes_the_large_file_and_says_what_cannot_grow(printed):
    large = printed["large"]
    assert large.page_with("Grown 1")
    assert not any("Slide" in text for text in large.texts)
    assert sum("cannot be made larger" in text for text in large.texts) == 2
    assert not any("cannot be made larger" in text for text in printed["normal"].texts)
    assert len(large.texts) > len(printed["normal"].texts)


def test_title_author_and_language_are_told_to_reading_programs_and_our_fonts_come_along(printed):
    reader = PdfReader(io.BytesIO(printed["large"].data))
    assert (reader.metadata.title, reader.metadata.author) == (
        "First pack: Riverbend & Hill",
        "Riverbend Council",
    )
    assert reader.root_object["/Lang"] == "en"
    assert reader.viewer_preferences.display_doctitle
    fonts = reader.pages[0]["/Resources"]["/Font"].get_object()
    own = [font.get_object() for font in fonts.values() if "Noto" in font.get_object()["/BaseFont"]]
    assert own
    assert all("/FontFile2" in font["/FontDescriptor"] for font in own)


@pytest.mark.django_db
def test_a_pack_is_printed_in_its_language(assembly):
    pack = make_pack(assembly, items=0, is_issued=False)
    witness = make_witness(assembly, state="accepted", has_no_interests=True, interests_at=NOON)
    file = make_stored_file(assembly, pdf(1, text="Attached"))
    item = make_item(assembly, title="L’air et la santé", text="Mesuré.", witness=witness, file=file)
    content = {
        "title": "Premier dossier",
        "intro": "Bienvenue.",
        "language": "fr",
        "entries": [
            {"version": item.versions.get().pk, "title": "", "summary": "", "summary_only": False},
        ],
    }
    version = pack.versions.create(
        number=2, content=content, note="Les coûts", issued_at=NOON, issued_by=UserFactory()
    )
    waiting = make_waiting(version, "large")
    assert build_file(waiting.pk, page_url=PAGE, clock=lambda: NOON)
    waiting.refresh_from_db()
    with waiting.file.open("rb") as source:
        data = source.read()
    printed = read(data)
    reader = PdfReader(io.BytesIO(data))
    assert (reader.root_object["/Lang"], reader.metadata.subject) == (
        "fr",
        "Dossier d’information, en gros caractères",
    )
    assert [title for _level, title, _page in printed.bookmarks] == [
        "Premier dossier",
        "Sommaire",
        "1. L’air et la santé",
        "Le document",
    ]
    said = " ".join(" ".join(printed.texts).split())
    for words in (
        "Séance 1 : Where the dirty air comes from",
        "samedi 6 juin 2026",
        "Version 2, parue le 2 mars 2026.",
        "Ce qui est nouveau : Les coûts",
        "Il contient un document : L’air et la santé.",
        "En bref",
        "Intérêts déclarés : Déclare n’en avoir aucun.",
        "Le texte",
        "Les pages qui suivent ne peuvent pas être agrandies.",
        f"Page 1 sur {len(printed.texts)}",
    ):
        assert words in said
