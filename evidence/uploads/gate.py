"""The gate: what a file is by its content, whether it may be kept, and what is kept of it.

PDFs and pictures are taken apart and put together anew by `washer.py`, in a process of its own; what is played is
known by its first bytes and never run by the server; text must be text. Everything else is refused with the reason,
and with what to do instead.
"""

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path, PurePath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.errors import FileRefused
from assembly.malware import looked_for_malware
from evidence.uploads.checked import CheckedFile

MOST_BYTES = 100 * 1024 * 1024
MOST_TEXT_BYTES = 2 * 1024 * 1024
_WASHER = Path(__file__).with_name("washer.py")
_PATIENCE = 90
"""Seconds of waiting for the washer, whose own limit of processor time is shorter."""
_FIRST = 4096

_REASONS = {
    "too_large": gettext_lazy("This file is larger than 100 MB. Make it smaller, or give its address on a page."),
    "empty": gettext_lazy("This file is empty."),
    "damaged": gettext_lazy("This file is damaged and cannot be read. Save it again from the program that made it."),
    "encrypted": gettext_lazy("This PDF is locked with a password. Save it without one."),
    "too_many_pages": gettext_lazy("This PDF has more than 1,000 pages. Send the part that members need."),
    "page_size": gettext_lazy("A page of this PDF is larger than a page can be. Save it on paper of a usual size."),
    "too_many_pixels": gettext_lazy("A picture in this file has too many pixels. Save it smaller."),
    "bomb": gettext_lazy("This file grows too large when it is unpacked. Save it again from the program that made it."),
    "form_only": gettext_lazy("This PDF is a form for one program only. Print it into a PDF."),
    "outside_data": gettext_lazy("This PDF fetches a part of itself from elsewhere. Save it whole."),
    "office": gettext_lazy("Documents, slides and tables are kept as PDF: save it as PDF in the program that made it."),
    "archive": gettext_lazy("Folders that are packed into one file are not opened. Send the files one by one."),
    "drawing": gettext_lazy("Drawings of this kind can hold programs. Save it as PNG or PDF."),
    "web_page": gettext_lazy("Web pages can hold programs. Save it as PDF, or give its address."),
    "program": gettext_lazy("This is a program, not a document."),
    "text_too_long": gettext_lazy("This text is too long to be kept as a file. Save it as PDF."),
    "unknown": gettext_lazy("This is none of what can be kept: PDF, JPEG, PNG, plain text, MP4, WebM, MP3, Ogg."),
}  # fmt: skip
_ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "text/vtt": "vtt",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
}
_WEB = (b"<!doctype", b"<html", b"<?xml", b"<script", b"<!--", b"<body", b"<head")
_PLAYED = ("video/mp4", "audio/mp4", "video/webm", "audio/mpeg", "audio/ogg")


def checked_file(source: IO[bytes], name: str) -> CheckedFile:
    """Return what may be kept of a file that somebody called `name`.

    Takes as long as washing and the look for malware take: called before a transaction begins, never inside one.

    Raises:
        FileRefused: it is not kept; the message says why and what to do, `code` names the check.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if size == 0:
        raise _refusal("empty")
    if size > MOST_BYTES:
        raise _refusal("too_large")
    kind = _kind_of(source.read(_FIRST))
    source.seek(0)
    if kind in _PLAYED:
        return _checked(File(source), kind, name, size=size)
    if kind == "text":
        return _text(source, name, size)
    said, washed = _wash("pdf" if kind == "application/pdf" else "picture", source.read())
    return _checked(
        ContentFile(washed), kind, name, size=len(washed), pages=said.get("pages"), remarks=said["remarks"]
    )


def shown_name(name: str, ending: str) -> str:
    """Return what people may call a file: no path, no control or direction marks, the ending of what it is."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(mark for mark in last if mark.isprintable() and mark not in '<>:"|?*\u00ad').strip(" .")
    stem = plain.rpartition(".")[0] or plain
    return f"{stem[: 118 - len(ending)] or _('File')}.{ending}"


def _refusal(code: str) -> FileRefused:
    return FileRefused(_REASONS[code], code=code)


def _kind_of(first: bytes) -> str:
    """Return what a file is by its first bytes: a content type, or "text"."""
    # The standard lets a PDF begin within the first kilobyte; what stands before it is washed away.
    if b"%PDF-" in first[:1024] and not first.startswith((b"MZ", b"\x7fELF", b"PK")):
        return "application/pdf"
    for mark, kind in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"ID3", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
    ):
        if first.startswith(mark):
            return kind
    if first[4:8] == b"ftyp":
        return "audio/mp4" if first[8:12] == b"M4A " else "video/mp4"
    if first.startswith(b"\x1aE\xdf\xa3") and b"webm" in first[:64]:
        return "video/webm"
    if len(first) > 2 and first[0] == 0xFF and first[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    if reason := _reason_against(first):
        raise _refusal(reason)
    return "text"


def _reason_against(first: bytes) -> str:
    """Return the code of what speaks against a file that is none of the known kinds, "" for possible text."""
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_office_zip = b"[Content_Types]" in first or b"mimetypeapplication/vnd" in first
    signs = {
        "program": first.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")),
        "office": first.startswith(b"\xd0\xcf\x11\xe0")
        or (first.startswith(b"PK") and is_office_zip)
        or start.startswith(b"{\\rtf"),
        "archive": first.startswith((b"PK", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")),
        "drawing": b"<svg" in start,
        "web_page": start.startswith(_WEB),
        "unknown": b"\0" in first,
    }
    return next((code for code, is_so in signs.items() if is_so), "")


def _text(source: IO[bytes], name: str, size: int) -> CheckedFile:
    if size > MOST_TEXT_BYTES:
        raise _refusal("text_too_long")
    try:
        text = source.read().decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise _refusal("unknown") from broken
    if any(not (mark.isprintable() or mark in "\n\r\t\f") and ord(mark) < 0xA0 for mark in text):
        raise _refusal("unknown")
    kind = "text/vtt" if text.startswith("WEBVTT") else "text/plain"
    data = text.encode()
    return _checked(ContentFile(data), kind, name, size=len(data))


def _wash(kind: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """Let the washer have a file. Whatever ends that process ends no other."""
    try:
        done = subprocess.run(  # noqa: S603 (our own program, the file comes by standard input)
            [sys.executable, "-I", str(_WASHER), kind],
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise _refusal("bomb") from slow
    line, _newline, washed = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # It ran out of memory or processor time.
        raise _refusal("bomb")
    said: dict[str, Any] = json.loads(line)
    if "refused" in said:
        raise _refusal(said["refused"])
    return said, washed


def _checked(
    content: File[Any], kind: str, name: str, *, size: int, pages: int | None = None, remarks: Any = ()
) -> CheckedFile:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    ending = _ENDINGS[kind]
    return CheckedFile(
        content=content,
        content_type=kind,
        ending=ending,
        shown_name=shown_name(name, ending),
        size=size,
        pages=pages,
        sha256=digest.hexdigest(),
        remarks=tuple(remarks),
        is_scanned=looked_for_malware(content),
    )
