"""Forms about bodies, their officials, and who stands in for whom."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField
from assembly.models import Appointment, User
from assembly.outcomes.models import Body, Official
from assembly.outcomes.selectors.officials import ANSWERING

BODY_FIELDS = ("name", "email", "phone", "address", "head_name", "head_email")


class BodyForm(forms.ModelForm):
    """What a body is called and how it is reached; `seen` is the mark of what the form showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Body
        fields = BODY_FIELDS
        widgets: ClassVar = {"address": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "email": _("Reminders go there while no official can sign in."),
            "address": _("As on an envelope, without the name of the body."),
            "head_name": _("Told when an answer is a week late."),
        }
        error_messages: ClassVar = {"name": {"required": _("Write the name of the body.")}}

    def facts(self) -> dict[str, str]:
        """Return the fields of the body by their names."""
        return {name: self.cleaned_data[name] for name in BODY_FIELDS}

    def _post_clean(self) -> None:
        """Leave the row alone: the service changes it, and knows whether the name is taken."""


class InviteOfficialForm(forms.Form):
    """Somebody new who answers for a body."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the person’s name.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "They sign in with it. Leave it empty for somebody without e-mail: you print a letter with codes."
        ),
        error_messages={"invalid": _("Write an address like name@example.org.")},
    )
    office = forms.CharField(label=_("Office"), max_length=120, required=False)
    is_approver = forms.BooleanField(
        label=_("Clears answers"),
        required=False,
        help_text=_("They get a second message with which they take the role of a response approver."),
    )


class NameOfficialForm(forms.Form):
    """Somebody of the team who answers for a body."""

    user = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.none(),
        error_messages={"required": _("Choose somebody.")},
    )
    office = forms.CharField(label=_("Office"), max_length=120, required=False)
    is_approver = forms.BooleanField(label=_("Clears answers"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Appointment.objects.filter(assembly=body.assembly_id, role__in=ANSWERING)
        free = User.objects.filter(pk__in=roles.values("user"), is_active=True)
        self.fields["user"].queryset = free.exclude(official_of__body=body).order_by("name")


class OfficialForm(forms.Form):
    """What an official is."""

    office = forms.CharField(label=_("Office"), max_length=120, required=False)
    is_approver = forms.BooleanField(label=_("Clears answers"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class StandInForm(forms.Form):
    """Who acts for whom, and on which days."""

    official = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=Official.objects.none(),
        error_messages={"required": _("Choose who is away.")},
    )
    stands_in = forms.ModelChoiceField(
        label=_("Who acts"),
        queryset=Official.objects.none(),
        help_text=_("Somebody of the same body; for one who clears answers, somebody who clears as well."),
        error_messages={"required": _("Choose who acts.")},
    )
    from_on = DayField(label=_("From"), error_messages={"required": _("Choose the first day.")})
    until_on = DayField(label=_("Until"), error_messages={"required": _("Choose the last day.")})

    def __init__(self, *args: Any, officials: Any, own: Any = None, **kwargs: Any) -> None:
        """Offer `officials`; `own` are those for whom the reader may say it, all where it is None."""
        super().__init__(*args, **kwargs)
        self.fields["official"].queryset = officials if own is None else own
        self.fields["stands_in"].queryset = officials
        many = own is None or own.values("body").distinct().count() > 1
        for name in ("official", "stands_in"):
            self.fields[name].label_from_instance = _with_body if many and own is not None else str
        self.is_own = own is not None and own.count() == 1
        if self.is_own:
            del self.fields["official"]
            self._only = own.get()

    def said(self) -> dict[str, Any]:
        """Return who stands in for whom."""
        said = dict(self.cleaned_data)
        return {"official": self._only, **said} if self.is_own else said

    def clean(self) -> dict[str, Any]:
        """Want days in their order."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _now("The last day is before the first."))
        return cleaned


def _with_body(official: Official) -> str:
    return f"{official} ({official.body})"
