"""Forms of welfare calls: what came of one, and who makes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.enums_surveys import WelfareOutcome
from assembly.forms.fields import DayField, by_rule
from assembly.models import User


class WelfareNoteForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the call"),
        choices=WelfareOutcome.choices,
        widget=forms.RadioSelect,
    )
    again_on = by_rule(
        DayField(label=gettext_lazy("Try again on"), help_text=gettext_lazy("Where nobody answered."))
    )
    text = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "What the next caller must know, and no more. It is deleted with the person’s data."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a day where nobody was reached, and drop it where somebody was."""
        data = super().clean() or {}
        if data.get("outcome") != WelfareOutcome.MISS:
            data["again_on"] = None
        elif "again_on" in data and data["again_on"] is None:
            self.add_error("again_on", _("Say on which day somebody tries again."))
        return data


class AssignForm(forms.Form):
    """Who makes the call."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who calls"),
        required=False,
        empty_label=gettext_lazy("Whoever has time"),
    )

    def __init__(self, *args: Any, callers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = callers
