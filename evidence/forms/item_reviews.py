"""Forms of reviews: one's own finding, one that came on paper, and what was done about one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from evidence.enums import Verdict, Way
from scheduling.forms.venues import long_text


class ReviewForm(forms.Form):
    """What a reviewer finds of the draft that the page shows; `revision` tells which state of it."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=gettext_lazy("What do you find?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you find.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=4000,
        required=False,
        widget=long_text(5),
        help_text=gettext_lazy(
            "What should change, or why it should not be shown. Needed unless you find it fit."
        ),
    )

    def clean_comment(self) -> str:
        """Return it with the line ends that the database keeps."""
        return str(self.cleaned_data["comment"]).replace("\r\n", "\n")


class PaperReviewForm(ReviewForm):
    """A finding that came on paper, by phone or in person."""

    reviewer_name = forms.CharField(
        label=gettext_lazy("Who reviewed it"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who reviewed it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[choice for choice in Way.choices if choice[0] != Way.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it came.")},
    )
    field_order = ("reviewer_name", "way", "revision")

    def __init__(self, data: Any = None, *, revision: int) -> None:
        super().__init__(data, initial={"revision": revision})
        self.fields["revision"] = forms.IntegerField(
            label=gettext_lazy("State of the draft that was read"),
            min_value=1,
            max_value=max(1, revision),
            initial=revision,
            help_text=gettext_lazy(
                "It stands at the top of the draft. Change it if an earlier one was read."
            ),
        )


class SettleForm(forms.Form):
    """What was done about a finding."""

    how = forms.CharField(
        label=gettext_lazy("What was done about it"),
        max_length=500,
        widget=long_text(3),
        error_messages={"required": gettext_lazy("Say what was done about it.")},
    )
