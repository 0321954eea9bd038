"""The field by which files come in: what it gives on has passed the gate."""

from typing import Any

from django import forms

from assembly.errors import FileRefused
from evidence.uploads.checked import CheckedFile
from evidence.uploads.gate import checked_file

OFFERED = "application/pdf,image/jpeg,image/png,text/plain,text/vtt,video/mp4,video/webm,audio/*"


class EvidenceFileField(forms.FileField):
    """One file; `clean` returns a `CheckedFile`, or None where none was chosen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": OFFERED}))
        # The name is cut to length by the gate, with its ending kept.
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """Pass the file through the gate."""
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            return checked_file(given.file, given.name)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused
