"""Forms of open matters and of the close-out certificate."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.models import FollowUp
from assembly.forms.fields import DayField, by_rule

FOLLOW_UP_FIELDS = ("matter", "who", "contact", "by_when", "note")


class FollowUpForm(forms.ModelForm):
    """What stays open, and who sees to it; `revision` is that of the row as the form showed it."""

    by_when = DayField(
        label=_("By when"), required=False, help_text=_("Leave it empty if nobody has set a day.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FollowUp
        fields = FOLLOW_UP_FIELDS
        help_texts: ClassVar = {
            "matter": _("In one sentence: what must still be done, or who answers questions about what."),
            "who": _("The office or the body, not a person: the certificate is public and is kept for good."),
            "contact": _("In words: phone, address or e-mail of the office, and when somebody is there."),
        }
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}
        error_messages: ClassVar = {
            "matter": {"required": _("Write what stays open.")},
            "who": {"required": _("Name the office that follows it up.")},
            "contact": {"required": _("Write how that office is reached.")},
        }

    def facts(self) -> dict[str, Any]:
        """Return the fields by their names."""
        return {name: self.cleaned_data[name] for name in FOLLOW_UP_FIELDS}

    def _post_clean(self) -> None:
        """Leave the row alone: the service changes it."""


class IssueForm(forms.Form):
    """Issue a certificate; `seen` is the number of the one that stood when the form was made."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = by_rule(
        forms.CharField(
            label=_("Why it replaces the one before"),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Everybody can read it. Both certificates stay."),
            error_messages={"required": _("Say why it replaces the one before.")},
        )
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": number, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if number:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
