"""A file that passed the gate."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import File


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What may be kept: washed content, what it is by that content, and what people may call it.

    ending: without a dot, of the name under which it is kept. size: in bytes. pages: of a PDF. sha256: of `content`.
    remarks: what was taken out, by code ("scripts", "attachments", "forms", "notes", "links", "hidden").
    """

    content: File[Any]
    content_type: str
    ending: str
    shown_name: str
    size: int
    pages: int | None
    sha256: str
    remarks: tuple[str, ...] = ()
    is_scanned: bool = False
    """Whether something looked for malware in it, and found nothing."""
