"""What may be kept as a receipt: a picture or a PDF, by its content, not by its name."""

import hashlib
import io
import uuid
import warnings
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from assembly.malware import looked_for_malware
from scheduling.errors import MoneyRefused

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 60_000_000
"""More than any telephone's camera; a picture that unpacks to more is refused before it is unpacked."""
_PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A checked file: its bytes, its kind, the name of ours under which it is kept, what it was called."""

    data: bytes
    content_type: str
    stored_name: str
    shown_name: str

    @property
    def sha256(self) -> str:
        """Return the digest by which the same file is known again."""
        return hashlib.sha256(self.data).hexdigest()


def checked_receipt(data: bytes, name: str) -> ReceiptFile:
    """Return a file that may be kept.

    Takes as long as the look for malware takes: called before a transaction begins, never inside one.

    Raises:
        MoneyRefused: it is too large, or neither a PDF nor a JPEG or PNG picture.
        FileRefused: malware was found in it, or could not be looked for.
    """
    if len(data) > MOST_BYTES:
        raise MoneyRefused(_("This file is larger than 8 MB. Take a smaller picture."), code="too_large")
    if data.startswith(b"%PDF-"):
        kind, ending = "application/pdf", "pdf"
    else:
        kind, ending = _picture(data)
    looked_for_malware(io.BytesIO(data))
    shown = "".join(mark for mark in PurePath(name.replace("\\", "/")).name if mark.isprintable())[:120]
    return ReceiptFile(data, kind, f"{uuid.uuid4().hex}.{ending}", shown or _("Receipt"))


def _picture(data: bytes) -> tuple[str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(_PICTURES)) as picture:
                pixels, form = picture.width * picture.height, picture.format or ""
                if pixels > MOST_PIXELS:
                    raise MoneyRefused(_("This picture is too large. Take a smaller one."), code="too_large")
                picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise MoneyRefused(
            _(
                "Only pictures (JPEG, PNG) and PDF files can be kept as receipts, and this is none, or is damaged."
            ),
            code="not_a_receipt",
        ) from broken
    return _PICTURES[form]
