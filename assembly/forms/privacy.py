"""Forms about personal data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.services.retention import MOST_MONTHS


class RetentionForm(forms.Form):
    """For how many months one class of data is kept."""

    data_class = forms.CharField(widget=forms.HiddenInput)
    months = forms.IntegerField(
        label=_("Months"),
        min_value=0,
        max_value=MOST_MONTHS,
        error_messages={
            "required": _("Write a number of months."),
            "invalid": _("Write a whole number of months."),
            "min_value": _("Write 0 or more months."),
            "max_value": _("Write at most %(limit_value)s months."),
        },
    )


class EraseForm(forms.Form):
    """Why somebody's data are erased."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For the record: who asked, and when. No names, no addresses."),
        error_messages={"required": _("Say why the data are erased.")},
    )


class FindForm(forms.Form):
    """Whom to look for."""

    words = forms.CharField(
        label=_("Name, id, address, or code of an invitation"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Write what you know of the person or the address.")},
    )
