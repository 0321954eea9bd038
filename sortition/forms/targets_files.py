"""The form that takes a file of targets."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.quota_files import TargetsFile, read_targets
from sortition.reading.errors import Unreadable


class TargetsFileForm(forms.Form):
    """A CSV or XLSX file of targets; after validation `targets` holds what it says."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), with one row per value."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    remove_missing = forms.BooleanField(
        label=gettext_lazy("Remove categories that are not in the file"), required=False
    )

    targets: TargetsFile

    def clean_file(self) -> Any:
        """Read the file; what is wrong with it as a whole stands beside the field."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s. Is it a file of targets?")
                % {"limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES)}
            )
        try:
            self.targets = read_targets(file.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None
        return file
