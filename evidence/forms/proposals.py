"""Forms in which members, the advisory group and the public propose witnesses, and witnesses speak of themselves."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from evidence.enums import ProposedBy
from evidence.forms.witnesses import not_said
from evidence.models import Topic, Witness
from evidence.services.witnesses import Proposer


class ProposeForm(forms.ModelForm[Witness]):
    """Whom members should hear, and why. `token` is made with the form, so that a double submit is one proposal."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Witness
        fields = ("name", "organisation", "kind", "expertise", "topics", "why")
        widgets = {  # noqa: RUF012
            "kind": forms.RadioSelect,
            "topics": forms.CheckboxSelectMultiple,
            "why": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {  # noqa: RUF012
            "name": gettext_lazy("Whom should members hear?"),
            "kind": gettext_lazy("What would they speak as?"),
            "why": gettext_lazy("Why should members hear them?"),
        }
        help_texts = {  # noqa: RUF012
            "name": gettext_lazy("A name; or a role, such as “a bus driver”, if you know nobody."),
        }
        error_messages = {"kind": {"required": gettext_lazy("Choose one.")}}  # noqa: RUF012

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        for name, said in (("name", _("Write a name or a role.")), ("why", _("Write why."))):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = said
        kinds = self.fields["kind"].choices
        self.fields["kind"].choices = [(value, label) for value, label in kinds if value]
        self.fields["topics"].queryset = Topic.objects.filter(assembly=assembly)
        if not self.fields["topics"].queryset.exists():
            del self.fields["topics"]
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def content(self) -> dict[str, Any]:
        """Return the fields of the file as they are stored."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "topics"}

    def chosen_topics(self) -> list[Topic]:
        """Return the chosen topics."""
        return list(self.cleaned_data.get("topics", ()))


class PublicProposeForm(ProposeForm):
    """The same for people without an account, who say who they are."""

    proposer_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    proposer_contact = forms.CharField(
        label=gettext_lazy("How can we tell you what was decided?"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("An e-mail address, phone number or postal address, if you want an answer."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    consents = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the team keeps what I write here, to decide about the proposal and to answer me. "
            "The person whom I propose may learn that somebody did."
        ),
        error_messages={"required": gettext_lazy("Without your agreement the team cannot keep a proposal.")},
    )
    # Nobody sees this field; what fills in everything fills in this as well.
    homepage = forms.CharField(required=False)

    @property
    def is_trapped(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("homepage"))

    def proposed(self) -> Proposer:
        """Return who proposes."""
        given = self.cleaned_data
        return Proposer(ProposedBy.PUBLIC, None, given["proposer_name"], given["proposer_contact"])


class AboutMeForm(forms.ModelForm[Witness]):
    """What a witness says of themselves, for the balance of the evidence."""

    class Meta:
        model = Witness
        fields = ("organisation", "organisation_kind", "expertise", "position", "gender")
        labels = {  # noqa: RUF012
            "organisation_kind": gettext_lazy("For what kind of body do you work or speak?"),
            "expertise": gettext_lazy("What do you know about?"),
            "position": gettext_lazy("Where do you stand on the question?"),
            "gender": gettext_lazy("Your gender, if you wish to say it"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        not_said(self, "organisation_kind", "position", "gender")

    def content(self) -> dict[str, Any]:
        """Return the fields of the file as they are stored."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
