"""Forms about an assembly as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField

HOUSEHOLD_CHOICES = [
    ("yes", _("At most one person per household")),
    ("no", _("Several people of one household may be drawn")),
]


class CreateAssemblyForm(forms.Form):
    """The five questions: name and authority, question, seats, dates, households."""

    name = forms.CharField(
        label=_("Name of the assembly"),
        max_length=160,
        help_text=_("As people will read it, for example “Riverbend Citizens’ Assembly on Clean Air”."),
        error_messages={"required": _("Write a name, for example “Riverbend Citizens’ Assembly”.")},
    )
    commissioning_authority = forms.CharField(
        label=_("Who commissions it"),
        max_length=160,
        help_text=_(
            "The body that asks the question and has promised to answer, for example a city council."
        ),
        error_messages={"required": _("Write the name of the body that asks the question.")},
    )
    question = forms.CharField(
        label=_("The question, as neutral as you can write it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "voice"}),
        help_text=_("Open, without an answer in it. You can still change it until you publish the remit."),
        error_messages={"required": _("Write the question that the assembly is asked.")},
    )
    seats = forms.IntegerField(
        label=_("Number of seats"),
        min_value=1,
        max_value=1000,
        help_text=_("How many people sit on the panel. Most assemblies have 40 to 110."),
        error_messages={
            "required": _("Write a number of seats, for example 50."),
            "invalid": _("Write the number of seats in digits, for example 50."),
        },
    )
    first_session_on = DayField(
        label=_("First session"), required=False, help_text=_("Leave it open if it is not fixed yet.")
    )
    last_session_on = DayField(label=_("Last session"), required=False)
    one_per_household = forms.ChoiceField(
        label=_("People who live together"),
        choices=HOUSEHOLD_CHOICES,
        widget=forms.RadioSelect,
        initial="yes",
        help_text=_("If you are not sure, keep the first: it is what most assemblies do."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a last session before the first."""
        cleaned = super().clean()
        first, last = cleaned.get("first_session_on"), cleaned.get("last_session_on")
        if first and last and last < first:
            self.add_error("last_session_on", _("The last session cannot be before the first."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "one_per_household": self.cleaned_data["one_per_household"] == "yes"}


class ReasonForm(forms.Form):
    """Why an assembly is paused, cancelled, closed or archived."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the record, where the team and auditors can read it."),
        error_messages={"required": _("Write why. It stands in the record.")},
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
