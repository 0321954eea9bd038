"""A file of a draw to be checked, and the hashes that were published."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 64 * 1024 * 1024


class VerifyForm(forms.Form):
    """The file, and one or two hashes from elsewhere."""

    file = forms.FileField(
        label=_("File of the draw"),
        help_text=_("The public file, the auditor’s file, or a volunteer’s own part."),
        error_messages={"required": _("Choose the file.")},
    )
    published = forms.CharField(
        label=_("Hash that was published"),
        help_text=_(
            "From outside this site, such as a newspaper. With blanks or without; one a line if you have both."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        max_length=400,
        error_messages={"required": _("Write the hash that was read out or printed.")},
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any draw."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than any file of a draw."))
        return file
