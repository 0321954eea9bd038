"""Forms of the team about witnesses: their file, decisions, answers, interests, agreements."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from evidence.enums import ProposedBy, ReleaseScope, Way, WitnessKind
from evidence.models import Topic, Witness
from evidence.selectors.witnesses import people_without_file
from evidence.services.witness_accounts import BY_EMAIL, BY_LETTER
from evidence.services.witnesses import Proposer

BY_STAFF = [(way.value, way.label) for way in Way if way != Way.ONLINE]
"""How something came that the team enters."""
_SAID = ("position", "gender", "organisation_kind")


def _way(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )


def not_said(form: forms.BaseForm, *names: str) -> None:
    """Call the empty choice of fields “Not said”."""
    for name in names:
        form.fields[name].choices = [
            ("", _("Not said")),
            *((value, label) for value, label in form.fields[name].choices if value),
        ]


class WitnessForm(forms.ModelForm[Witness]):
    """Who somebody is, how to reach them, what they speak about."""

    class Meta:
        model = Witness
        fields = (
            "name",
            "kind",
            "organisation",
            "organisation_kind",
            "expertise",
            "position",
            "gender",
            "topics",
            "email",
            "phone",
            "address",
            "why",
            "staff_notes",
        )
        widgets = {  # noqa: RUF012
            "topics": forms.CheckboxSelectMultiple,
            "address": forms.Textarea(attrs={"rows": 3}),
            "why": forms.Textarea(attrs={"rows": 3}),
            "staff_notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {  # noqa: RUF012
            "position": gettext_lazy("As they say themselves. Nothing is guessed."),
            "gender": gettext_lazy("As they say themselves. Leave it if nobody asked."),
        }
        error_messages = {"kind": {"required": gettext_lazy("Choose one.")}}  # noqa: RUF012

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Write a name.")
        self.fields["topics"].queryset = Topic.objects.filter(assembly=assembly)
        if not self.fields["topics"].queryset.exists():
            del self.fields["topics"]
        not_said(self, *_SAID)
        for field in self.fields.values():
            # What belongs to one person must not be offered for the next one by the browser.
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_email(self) -> str:
        """Refuse what is no address."""
        email = str(self.cleaned_data["email"]).strip()
        return str(forms.EmailField(required=False).clean(email))

    def content(self) -> dict[str, Any]:
        """Return the fields of the file as they are stored."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "topics"}

    def chosen_topics(self) -> list[Topic]:
        """Return the chosen topics."""
        return list(self.cleaned_data.get("topics", ()))


class NewWitnessForm(WitnessForm):
    """A witness whom the team enters: their own idea, or one that came on paper or by phone."""

    proposed_by = forms.ChoiceField(
        label=gettext_lazy("Who proposes them?"),
        choices=ProposedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say who proposes them.")},
    )
    proposer = forms.ModelChoiceField(
        label=gettext_lazy("Member or advisor who proposes"), queryset=Person.objects.none(), required=False
    )
    proposer_name = forms.CharField(
        label=gettext_lazy("Name of who proposes"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("If they are not on the list above."),
    )
    proposer_contact = forms.CharField(
        label=gettext_lazy("Address to answer to"), max_length=254, required=False
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=BY_STAFF,
        required=False,
        help_text=gettext_lazy("Not needed for an idea of the team."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, assembly=assembly, **kwargs)
        people = Person.objects.here().filter(assembly=assembly).exclude(kind=PersonKind.WITNESS)
        self.fields["proposer"].queryset = people
        self.fields["way"].choices = [("", "–"), *BY_STAFF]

    def clean(self) -> dict[str, Any]:
        """Ask how it came, and from whom, where it came from outside the team."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("proposed_by") in (None, ProposedBy.ORGANISER):
            return cleaned
        if not cleaned.get("way"):
            self.add_error("way", _("Say how it came."))
        if not cleaned.get("proposer") and not cleaned.get("proposer_name"):
            self.add_error("proposer_name", _("Say who proposes them."))
        return cleaned

    def proposed(self) -> Proposer:
        """Return who proposes."""
        given = self.cleaned_data
        if given["proposed_by"] == ProposedBy.ORGANISER:
            return Proposer(ProposedBy.ORGANISER)
        return Proposer(
            given["proposed_by"], given["proposer"], given["proposer_name"], given["proposer_contact"]
        )


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Person) -> str:
        """Name somebody with their organisation."""
        return ", ".join(filter(None, (str(obj), obj.organisation)))


class TakeOverForm(forms.Form):
    """Whom to make a file of."""

    person = _PersonField(
        label=gettext_lazy("Who?"),
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Speaks as"),
        choices=WitnessKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_without_file(assembly)


class MoveForm(forms.Form):
    """A step that says nothing more. `seen` is the state that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DecisionForm(MoveForm):
    """Shortlist or turn down."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Whoever proposed them reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(MoveForm):
    """What somebody answered to the invitation, as the team heard it."""

    way = _way(gettext_lazy("How did they answer?"))


class AccountForm(forms.Form):
    """How somebody will sign in."""

    account = forms.ChoiceField(
        label=gettext_lazy("How will they sign in?"),
        widget=forms.RadioSelect,
        choices=[
            (BY_EMAIL, gettext_lazy("With a code by e-mail; a message tells them where")),
            (BY_LETTER, gettext_lazy("With codes in a letter, which you print afterwards")),
        ],
        error_messages={"required": gettext_lazy("Choose one.")},
    )


class InviteForm(MoveForm):
    """Invite, with or without an account for whoever may give one."""

    account = forms.ChoiceField(
        label=gettext_lazy("How will they sign in?"),
        widget=forms.RadioSelect,
        required=False,
        initial="",
        choices=[
            ("", gettext_lazy("Not at all: the team enters what they say")),
            *AccountForm.base_fields["account"].choices,
        ],
    )

    def __init__(self, *args: Any, with_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_account:
            del self.fields["account"]


class InterestsForm(forms.Form):
    """What interests somebody declares."""

    interests = forms.CharField(
        label=gettext_lazy("Interests"),
        max_length=3000,
        required=False,
        help_text=gettext_lazy(
            "Who pays or employs you, what you own, sit on or campaign for, as far as it touches the question."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    has_no_interests = forms.BooleanField(label=gettext_lazy("There are none to declare"), required=False)

    def clean(self) -> dict[str, Any]:
        """Want one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if bool((cleaned.get("interests") or "").strip()) == bool(cleaned.get("has_no_interests")):
            self.add_error("interests", _("Write the interests, or tick that there are none."))
        return cleaned


class EnterInterestsForm(InterestsForm):
    """Interests that the team enters."""

    way = _way(gettext_lazy("How were they declared?"))


class ReleaseForm(forms.Form):
    """What somebody agrees to have made public, entered by the team."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What may be made public?"),
        choices=ReleaseScope.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    way = _way(gettext_lazy("How did they agree?"))
    on_behalf = forms.CharField(
        label=gettext_lazy("Did somebody agree on their behalf? Who, and why they may"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For instance “Mara Lind, by power of attorney of 3 May”."),
    )
