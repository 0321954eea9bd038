"""The form of a remark on an indicator."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """What is said beside an indicator; empty takes back what stands."""

    text = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Everybody reads it beside the numbers. Say what happened; name nobody. Leave it empty to take it back."
        ),
    )
