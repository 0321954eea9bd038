"""The form of the plan of the answer."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField, by_rule
from assembly.models import Assembly
from assembly.outcomes.answer_days import PRESETS
from assembly.outcomes.enums_responses import DuePreset, PublishMode
from assembly.outcomes.models import Body, ResponsePlan

FIELDS = (
    "preset",
    "amount",
    "unit",
    "mode",
    "handed_over_on",
    "authority",
    "first_report_months",
    "report_every_months",
    "fewest_ratings",
)


class PlanForm(forms.ModelForm):
    """By when and how the authority answers; `seen` is the mark of what the form showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ResponsePlan
        fields = FIELDS
        field_classes: ClassVar = {"handed_over_on": DayField}
        widgets: ClassVar = {"preset": forms.RadioSelect, "mode": forms.RadioSelect}
        help_texts: ClassVar = {
            "preset": _(
                "A preset fills in how many days or months; “As the remit promises” takes yours below."
            ),
            "handed_over_on": _("The time for answers runs from this day."),
            "authority": _("The body that is told when an answer is a month late."),
            "mode": _("Together: cleared answers wait until all of a day are published."),
            "fewest_ratings": _("Below this number nobody could tell ratings from people."),
        }
        error_messages: ClassVar = {
            "preset": {"required": _("Choose how long an answer takes.")},
            "mode": {"required": _("Choose how answers are published.")},
        }

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = DuePreset.choices
        self.fields["mode"].choices = PublishMode.choices
        self.fields["authority"].queryset = Body.objects.filter(assembly=assembly)
        by_rule(self.fields["amount"])
        by_rule(self.fields["unit"])

    def clean(self) -> dict[str, Any]:
        """Take amount and unit from the preset, or ask for them."""
        cleaned: dict[str, Any] = super().clean() or {}
        preset = cleaned.get("preset", "")
        if preset in PRESETS:
            cleaned["amount"], cleaned["unit"] = PRESETS[preset]
            self.errors.pop("amount", None)
            self.errors.pop("unit", None)
        elif preset:
            for name in ("amount", "unit"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _now("Say how many days or months the remit promises."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return the fields of the plan by their names."""
        return {name: self.cleaned_data[name] for name in FIELDS}
