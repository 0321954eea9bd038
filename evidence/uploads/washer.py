"""Take a PDF or a picture apart and put back only what people read: run in a process of its own with narrow limits.

    python washer.py pdf|picture < FILE > ANSWER

The answer is one line of JSON, then the washed bytes. Standard library, pypdf and Pillow only: a hostile file that
breaks out of the parser finds neither the product's settings nor its database.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 40
MOST_PAGES = 1_000
MOST_PIXELS = 60_000_000
"""More than any telephone's camera; of one picture, alone or in a PDF."""
MOST_POINTS = 14_400
"""The longest side of a page that the PDF standard knows."""

_PAGE_KEYS = {
    *("/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox"),
    *("/Rotate", "/UserUnit", "/Group", "/Annots"),
}
_MARKS = {
    *("/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/FreeText", "/Ink", "/Line", "/Square"),
    *("/Circle", "/Polygon", "/PolyLine", "/Stamp", "/Caret"),
}
_NEVER = {
    *("/JavaScript", "/JS", "/OpenAction", "/EmbeddedFiles", "/EF", "/AF", "/AcroForm", "/XFA"),
    *("/RichMediaContent", "/FFilter", "/FDecodeParms", "/Perms"),
}
"""Keys that are nowhere in what is kept: pages and annotations are made of what is known, this is a second look."""
_NEVER_IN_STREAMS = {"/Ref", "/OPI", "/PieceInfo", "/Metadata"}


class Refused(Exception):  # noqa: N818 (errors are named for what happened)
    """The file is not kept; the argument is the code of the reason."""


def wash_pdf(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what is said of a PDF, and its pages without anything that acts."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused("encrypted")
    count = len(reader.pages)
    if count == 0:
        raise Refused("empty")
    if count > MOST_PAGES:
        raise Refused("too_many_pages")
    remarks = _remarks_of(reader)
    writer = PdfWriter()
    for page in reader.pages:
        _check_page(page)
        remarks |= _wash_page(page)
        writer.add_page(page)
    _wash_objects(writer)
    # Nothing is told of who made the file and with what.
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return {"pages": count, "remarks": sorted(remarks)}, out.getvalue()


def _remarks_of(reader: PdfReader) -> set[str]:
    """Return what the document as a whole brings along and will not keep."""
    root = reader.root_object
    found = set()
    names = _plain(root.get("/Names"))
    names = names if isinstance(names, dict) else {}
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in names:
        found.add("scripts")
    if "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root:
        found.add("attachments")
    form = _plain(root.get("/AcroForm"))
    if isinstance(form, dict) and ("/XFA" in form or form.get("/Fields")):
        found.add("forms")
        # Of such a form a page only says that another program is needed.
        if "/XFA" in form and len(reader.pages) == 1 and not form.get("/Fields"):
            raise Refused("form_only")
    return found


def _check_page(page: Any) -> None:
    width, height = abs(float(page.mediabox.width)), abs(float(page.mediabox.height))
    if not (1 <= width <= MOST_POINTS and 1 <= height <= MOST_POINTS):
        raise Refused("page_size")
    contents = page.get_contents()
    if contents is not None:
        contents.get_data()  # a stream that unpacks to more than pypdf's limits raises


def _wash_page(page: Any) -> set[str]:
    """Take out of one page what acts; return what that was."""
    found = set()
    if "/AA" in page:
        found.add("scripts")
    for key in [key for key in page if key not in _PAGE_KEYS]:
        del page[key]
    annotations = _plain(page.get("/Annots"))
    if annotations is None:
        return found
    kept = ArrayObject()
    for each in annotations if isinstance(annotations, list) else ():
        annotation = _plain(each)
        if not isinstance(annotation, DictionaryObject):
            continue
        washed, remark = _washed(annotation)
        if washed is not None:
            kept.append(washed)
        if remark:
            found.add(remark)
    page[NameObject("/Annots")] = kept
    return found


def _washed(annotation: DictionaryObject) -> tuple[DictionaryObject | None, str]:
    """Return an annotation as it may stay, None where it may not, and what was taken away."""
    kind = annotation.get("/Subtype")
    action = _plain(annotation.get("/A"))
    if kind == "/Link":
        uri = _plain(action.get("/URI")) if isinstance(action, dict) else None
        if isinstance(uri, bytes):
            uri = uri.decode("latin-1")
        if isinstance(uri, str) and uri.lower().startswith(("https://", "http://", "mailto:")):
            return _link(annotation, str(uri)), ""
        return None, "" if action is None or action.get("/S") == "/GoTo" else "links"
    if kind in _MARKS:
        return _picture_of(annotation, kind), "scripts" if action is not None else ""
    if kind == "/Widget":
        # What was filled in stays as a picture of itself.
        return _picture_of(annotation, "/Stamp"), "scripts" if {"/A", "/AA"} & annotation.keys() else "forms"
    if kind in ("/Text", "/Popup"):
        return None, "notes"
    return None, "attachments" if kind == "/FileAttachment" else "scripts"


def _link(annotation: DictionaryObject, uri: str) -> DictionaryObject:
    link = DictionaryObject()
    for key in ("/Rect", "/QuadPoints"):
        if key in annotation:
            link[NameObject(key)] = annotation[key]
    link[NameObject("/Type")], link[NameObject("/Subtype")] = NameObject("/Annot"), NameObject("/Link")
    link[NameObject("/Border")] = ArrayObject()
    link[NameObject("/UriOfLink")] = TextStringObject(uri)
    return link


def _picture_of(annotation: DictionaryObject, kind: str) -> DictionaryObject | None:
    """Return a mark that shows what the annotation shows, and does nothing."""
    looks = _plain(annotation.get("/AP"))
    look = _plain(looks.get("/N")) if isinstance(looks, dict) else None
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = _plain(look.get(annotation.get("/AS", "/Off")))
    if not isinstance(look, StreamObject) or "/Rect" not in annotation:
        return None
    mark = DictionaryObject()
    mark[NameObject("/Type")], mark[NameObject("/Subtype")] = NameObject("/Annot"), NameObject(kind)
    mark[NameObject("/Rect")] = annotation["/Rect"]
    mark[NameObject("/F")] = NumberObject(4)  # it is printed too
    mark[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look.indirect_reference or look})
    return mark


def _wash_objects(writer: PdfWriter) -> None:
    """Go through everything that will be written, and take away whatever the pages still brought along."""
    for each in list(writer._objects):
        if each is None:
            continue
        for found in _inside(each):
            if isinstance(found, StreamObject) and "/F" in found:
                raise Refused("outside_data")  # its content would be fetched from elsewhere
            if found.get("/Subtype") == "/Image":
                pixels = int(_plain(found.get("/Width")) or 0) * int(_plain(found.get("/Height")) or 0)
                if pixels > MOST_PIXELS:
                    raise Refused("too_many_pixels")
            never = _NEVER | _NEVER_IN_STREAMS if isinstance(found, StreamObject) else _NEVER
            for key in never & found.keys():
                del found[NameObject(key)]
            if "/UriOfLink" in found:
                action = DictionaryObject()
                action[NameObject("/S")] = NameObject("/URI")
                action[NameObject("/URI")] = found["/UriOfLink"]
                del found[NameObject("/UriOfLink")]
                found[NameObject("/A")] = action


def _inside(thing: Any) -> list[DictionaryObject]:
    """Return all dictionaries in an object, itself included, without following references."""
    found, waiting = [], [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            continue
        if isinstance(each, DictionaryObject):
            found.append(each)
            waiting.extend(each.raw_get(key) for key in each)
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))
    return found


def _plain(thing: Any) -> Any:
    """Return what a reference points to."""
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


def wash_picture(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return a picture drawn anew: upright, without place, camera or anything behind its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_many_pixels")
            form = picture.format or ""
            had_more = bool(picture.getexif()) or bool(picture.info.get("xmp") or picture.info.get("comment"))
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    out = io.BytesIO()
    if form == "JPEG":
        upright.convert("RGB" if upright.mode not in ("L", "RGB") else upright.mode).save(
            out, "JPEG", quality=90
        )
    else:
        mode = upright.mode if upright.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else "RGBA"
        clean = Image.frombytes(mode, upright.size, upright.convert(mode).tobytes())
        if mode == "P":
            clean.putpalette(upright.getpalette() or [])
        clean.save(out, "PNG")
    return {"remarks": ["hidden"] if had_more else [], "form": form}, out.getvalue()


def main() -> int:
    """Wash standard input; the answer says what became of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wash = {"pdf": wash_pdf, "picture": wash_picture}[sys.argv[1]]
    washed = b""
    try:
        said, washed = wash(sys.stdin.buffer.read())
    except Refused as refused:
        said = {"refused": str(refused)}
    except (LimitReachedError, MemoryError, Image.DecompressionBombError):
        said = {"refused": "bomb"}
    except RecursionError:
        said = {"refused": "damaged"}
    except (
        *(PyPdfError, UnidentifiedImageError, OSError, ArithmeticError, LookupError),
        *(TypeError, ValueError, AttributeError, SyntaxError, AssertionError),
    ):
        # Whatever a parser trips over in a file from outside: the file is not sound.
        said = {"refused": "damaged"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + washed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
