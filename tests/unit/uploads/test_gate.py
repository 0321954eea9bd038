"""What the gate keeps of a file, what it takes out, and what it refuses."""

import io
import zipfile

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from assembly.errors import FileRefused
from evidence.uploads.checked import CheckedFile
from evidence.uploads.gate import checked_file, shown_name
from evidence.uploads.washer import MOST_PAGES
from tests import hostile_files as hostile


def _through(data: bytes, name: str = "study.pdf") -> CheckedFile:
    return checked_file(io.BytesIO(data), name)


def _refused(data: bytes, name: str = "study.pdf") -> str:
    with pytest.raises(FileRefused) as refused:
        _through(data, name)
    assert str(refused.value)
    return refused.value.code


def _became(data: bytes) -> str:
    """Return the type of what was kept, or the code of the refusal."""
    try:
        return _through(data, "thing").content_type
    except FileRefused as refused:
        return refused.code


def _archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * 1000)
    return out.getvalue()


def test_a_plain_pdf_passes_with_its_pages_and_text() -> None:
    checked = _through(hostile.pdf(3))
    assert (checked.content_type, checked.ending, checked.pages, checked.remarks) == (
        "application/pdf",
        "pdf",
        3,
        (),
    )
    document = pypdfium2.PdfDocument(checked.content.read())
    assert [page.get_textpage().get_text_range().strip() for page in document] == [
        "Page 1",
        "Page 2",
        "Page 3",
    ]


def test_whatever_acts_is_taken_out_of_a_pdf_and_what_people_read_stays() -> None:
    checked = _through(hostile.acting_pdf())
    data = checked.content.read()
    for word in (
        *(b"JavaScript", b"/JS", b"/Launch", b"cmd.exe", b"evil", b"EmbeddedFile", b"/OpenAction", b"/AA"),
        *(b"/AcroForm", b"RichMedia", b"SubmitForm", b"javascript:", b"file:///", b"private remark"),
        *(b"Somebody At Home", b"secret title"),
    ):
        assert word not in data, word
    assert set(checked.remarks) == {"attachments", "forms", "links", "notes", "scripts"}
    page = hostile.read_back(data).pages[0]
    links = [mark.get_object() for mark in page["/Annots"] if mark.get_object()["/Subtype"] == "/Link"]
    assert [link["/A"]["/URI"] for link in links] == ["https://good.example/study"]
    assert [dict(link["/A"]) for link in links] == [{"/S": "/URI", "/URI": "https://good.example/study"}]
    assert "Readable 1" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    # What was filled into the form is still to be seen, as a picture of itself.
    stamps = [mark.get_object() for mark in page["/Annots"] if mark.get_object()["/Subtype"] == "/Stamp"]
    assert b"filled in by hand" in stamps[0]["/AP"]["/N"].get_object().get_data()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and nothing more", "damaged"),
        (hostile.pdf()[:400], "damaged"),
        (hostile.encrypted_pdf(), "encrypted"),
        (hostile.bomb_pdf(), "bomb"),
        (hostile.huge_picture_pdf(), "too_many_pixels"),
        (hostile.outside_pdf(), "outside_data"),
        (hostile.pdf(size=(20_000, 500)), "page_size"),
        (hostile.SVG, "drawing"),
        (b'<?xml version="1.0"?>' + hostile.SVG, "drawing"),
        (hostile.HTML, "web_page"),
        (b"\xef\xbb\xbf  <script>alert(1)</script>", "web_page"),
        (b"MZ\x90\x00 a program", "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b"\x7fELF" + b"\0" * 60, "program"),
        (b"MZ %PDF-1.7", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (_archive("[Content_Types].xml", "word/document.xml"), "office"),
        (_archive("../../etc/passwd"), "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (hostile.bomb_picture(), "too_many_pixels"),
        (b"\x89PNG\r\n\x1a\n and nothing more", "damaged"),
        (b"\xff\xd8\xff\xe0 and nothing more", "damaged"),
        (b"text \x00 with a zero", "unknown"),
        (b"caf\xe9 in an old encoding", "unknown"),
        (b"bell \x07", "unknown"),
        (b"a" * (2 * 1024 * 1024 + 1), "text_too_long"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert _refused(data) == code


def test_one_page_too_many_is_refused() -> None:
    assert _refused(hostile.pdf(MOST_PAGES + 1)) == "too_many_pages"


def test_a_tree_of_pages_that_bites_its_tail_ends_with_a_refusal_or_the_pages() -> None:
    assert _became(hostile.circular_pdf()) in ("application/pdf", "damaged", "bomb")


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_upright_and_without_what_it_hid(form: str) -> None:
    checked = _through(hostile.picture(form), "home.jpg")
    data = checked.content.read()
    assert b"taken at home" not in data
    assert b"script" not in data
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == (form, (40, 60), {})
    assert checked.remarks == ("hidden",)


def test_the_type_is_that_of_the_content_whatever_the_name_says() -> None:
    checked = _through(hostile.picture("PNG"), "study.pdf")
    assert (checked.content_type, checked.ending, checked.shown_name) == ("image/png", "png", "study.png")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("Grüße aus Riverbend\n".encode(), "text/plain"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", "text/vtt"),
        (b"\x00\x00\x00\x18ftypisom" + b"\0" * 40, "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A " + b"\0" * 40, "audio/mp4"),
        (b"\x1aE\xdf\xa3\x42\x82\x84webm" + b"\0" * 40, "video/webm"),
        (b"ID3\x04" + b"\0" * 40, "audio/mpeg"),
        (b"OggS" + b"\0" * 40, "audio/ogg"),
    ],
)
def test_text_and_what_is_played_are_known_by_their_content(data: bytes, kind: str) -> None:
    checked = _through(data, "thing")
    assert (checked.content_type, checked.content.read(), checked.size) == (kind, data, len(data))


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\study.PDF", "study.pdf"),
        ("study\u202efdp.exe", "studyfdp.pdf"),
        ("a\nb\0c.pdf", "abc.pdf"),
        ("", "File.pdf"),
        ("...", "File.pdf"),
        ("x" * 500 + ".pdf", "x" * 115 + ".pdf"),
        ('<img src=x onerror="alert(1)">.pdf', "img src=x onerror=alert(1).pdf"),
    ],
)
def test_a_name_is_shown_without_path_control_marks_and_false_ending(name: str, called: str) -> None:
    assert shown_name(name, "pdf") == called


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_is_short_and_plain(name: str) -> None:
    shown = shown_name(name, "pdf")
    assert len(shown) <= 120
    assert shown.isprintable()
    assert not set(shown) & set('/\\<>:"|?*')
    assert shown.endswith(".pdf")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_kept_as_they_are_or_refused(data: bytes) -> None:
    assert _became(data)
