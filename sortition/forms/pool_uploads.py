"""The form of the file itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.reading.errors import Unreadable
from sortition.reading.files import read_file
from sortition.reading.table import MOST_ROWS, Table


class UploadForm(forms.Form):
    """A CSV or XLSX file; after validation `table` holds its rows and `data_bytes` its bytes."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        help_text=gettext_lazy("Leave it blank: the row is found, also below a title."),
        widget=forms.NumberInput(attrs={"class": "narrow", "inputmode": "numeric"}),
    )

    table: Table
    data_bytes: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or Excel (.xlsx), up to %(limit)s.") % {
            "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what is too large, then read; what is wrong with the file stands beside the field."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            limits = {
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES),
            }
            message = _(
                "The file has %(size)s; at most %(limit)s can be uploaded. Leave out columns or import it in parts."
            )
            self.add_error("file", forms.ValidationError(message % limits, code="too_large"))
            return cleaned
        self.data_bytes = file.read()
        try:
            self.table = read_file(self.data_bytes, header_row=cleaned.get("header_row") or 0)
        except Unreadable as error:
            self.add_error("file", forms.ValidationError(str(error), code=error.code))
        return cleaned
