"""Forms of answers that come as a spreadsheet or on paper."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.outcomes.forms.answers import AnswerForm
from evidence.enums import Way

_BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]
MOST_BYTES = 5 * 1024 * 1024
"""A sheet of two hundred answers has some hundred thousand bytes."""


class SheetForm(forms.Form):
    """The spreadsheet that was filled in."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    file = forms.FileField(label=_("The sheet, filled in"), help_text=_("As XLSX or CSV."))

    def clean_file(self) -> Any:
        """Refuse what is no sheet of answers by its size."""
        file = self.cleaned_data["file"]
        if file.size > min(MOST_BYTES, settings.UPLOAD_LIMIT_BYTES):
            raise forms.ValidationError(
                _now("The file is larger than %(limit)s. Upload the sheet that you downloaded here.")
                % {"limit": filesizeformat(MOST_BYTES)}
            )
        return file


class EnterForm(AnswerForm):
    """What stands on a paper sheet, or was said on the phone."""

    way = forms.ChoiceField(label=_("How it came"), choices=_BY_STAFF, initial=Way.PAPER)
    signed_by = forms.CharField(
        label=_("Who signed it: name and office, as they are published"),
        max_length=160,
        required=False,
        help_text=_("Leave it empty if nobody has signed: then it stays a draft."),
    )
