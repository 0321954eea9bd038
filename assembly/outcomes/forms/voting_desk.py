"""The forms of the desk: how many slips to print, how many came back, and why something does not add up."""

from django import forms
from django.utils.translation import gettext_lazy as _

_COUNT = {"inputmode": "numeric", "min": "1"}


class PrintForm(forms.Form):
    """How many slips."""

    number = forms.IntegerField(
        label=_("How many slips"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs=_COUNT)
    )
    is_large = forms.BooleanField(label=_("In large print"), required=False)


class ReturnForm(forms.Form):
    """How many slips came back unopened, in all."""

    returned = forms.IntegerField(
        label=_("Slips that are left unopened, in all"),
        min_value=0,
        max_value=2000,
        help_text=_(
            "Count those that nobody drew, and those that were handed back unopened. Then destroy them."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"}),
    )


class ExplainForm(forms.Form):
    """Why what was given out and what came back differ."""

    words = forms.CharField(
        label=_("How it is explained"),
        max_length=1000,
        help_text=_("It is published with the result. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
