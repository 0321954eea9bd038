"""Forms of amendments and minority statements."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, Person
from assembly.outcomes.forms.recommendations import ReasonForm, WordingForm, long_text
from assembly.outcomes.models import RecommendationVersion
from assembly.outcomes.selectors.recommendations import PARTS, part_labels
from assembly.outcomes.services.amendments import Hands, Proposal
from assembly.outcomes.services.minority_statements import Dissent
from evidence.enums import Way

BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]


def _seat(person: Person) -> str:
    """Name a member as their badge does: whoever enters a sheet needs no family name."""
    called = person.called or str(person).split()[0]
    return _("Seat %(seat)s, %(called)s") % {"seat": person.seat_number, "called": called}


class _MemberChoice(forms.ModelChoiceField):
    """A member by seat."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Person.objects.none(), required=False, **options)

    def label_from_instance(self, person: Person) -> str:
        """Name them by seat."""
        return _seat(person)

    def of(self, assembly: Assembly) -> None:
        """Offer the members of an assembly."""
        self.queryset = Person.objects.members().here().filter(assembly=assembly)


class AmendForm(WordingForm):
    """A proposed change: the whole text as it should be, beginning with the version as it stands."""

    reason = forms.CharField(
        label=gettext_lazy("Why should it change?"),
        max_length=2000,
        widget=long_text(3),
        error_messages={"required": gettext_lazy("Say why it should change.")},
    )
    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)

    @classmethod
    def beginning_with(cls, version: RecommendationVersion, **options: Any) -> "AmendForm":
        """Return the form that begins with a version."""
        return cls(initial={**version.words(), "base": version.number}, **options)

    def proposal(self, base: RecommendationVersion, **given: Any) -> Proposal:
        """Return what is proposed."""
        said = self.cleaned_data
        given.setdefault("way", Way.ONLINE)
        return Proposal(base=base, words=self.words(), reason=said["reason"], token=said["token"], **given)


class EnterAmendmentForm(AmendForm):
    """An amendment of a table, or one that came on paper or by phone."""

    table = forms.CharField(
        label=gettext_lazy("Table"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Where a table proposes it together."),
    )
    proposed_by = _MemberChoice(
        label=gettext_lazy("Proposed by"),
        help_text=gettext_lazy("If one member proposes it: they see on their page what becomes of it."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_by"].of(assembly)

    def entered(self, base: RecommendationVersion) -> Proposal:
        """Return what was entered."""
        given = {name: self.cleaned_data[name] for name in ("table", "proposed_by", "way")}
        return self.proposal(base, **given)


class HandsForm(forms.Form):
    """Hands counted in the room, where they were."""

    votes_for = forms.IntegerField(
        label=gettext_lazy("Hands for"), min_value=0, max_value=9999, required=False
    )
    votes_against = forms.IntegerField(
        label=gettext_lazy("Hands against"), min_value=0, max_value=9999, required=False
    )

    def hands(self) -> Hands:
        """Return what was counted."""
        return Hands(self.cleaned_data["votes_for"], self.cleaned_data["votes_against"])

    def clean(self) -> dict[str, Any]:
        """Want both numbers or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        counted = [cleaned.get(name) is not None for name in ("votes_for", "votes_against")]
        if not self.errors and any(counted) and not all(counted):
            name = "votes_for" if not counted[0] else "votes_against"
            self.add_error(name, _("Give both numbers, or neither."))
        return cleaned


class AdoptForm(HandsForm, ReasonForm):
    """Adopt an amendment: `version` is the one whose difference is shown; a field for each part that clashes."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clashing: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        labels = part_labels()
        for name, proposed in clashing.items():
            model_field = RecommendationVersion._meta.get_field(name)
            self.fields[f"part_{name}"] = forms.CharField(
                label=_("How it should read: %(part)s") % {"part": labels[name]},
                max_length=model_field.max_length,
                initial=proposed,
                widget=forms.TextInput() if name == "title" else long_text(5),
                error_messages={"required": _("Write how it should read.")},
            )

    def resolved(self) -> dict[str, str]:
        """Return the words for the parts that clash."""
        return {
            name: self.cleaned_data[f"part_{name}"].replace("\r\n", "\n")
            for name in PARTS
            if f"part_{name}" in self.fields
        }


class RejectForm(HandsForm, ReasonForm):
    """Do not adopt an amendment, and say why."""


class DissentForm(forms.Form):
    """A minority statement. `token` is made with the form, so that a double submit is one statement."""

    text = forms.CharField(
        label=gettext_lazy("Statement"),
        max_length=4000,
        widget=long_text(8),
        error_messages={"required": gettext_lazy("Write the statement.")},
    )
    supporters = forms.IntegerField(
        label=gettext_lazy("How many members stand behind it?"),
        min_value=1,
        max_value=999,
        initial=1,
        help_text=gettext_lazy("You are one of them."),
        error_messages={"required": gettext_lazy("Say how many members stand behind it.")},
    )
    names = forms.CharField(
        label=gettext_lazy("Names of those who wish to be named"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy(
            "They are published with the statement. Ask each of them first; leave it empty to name nobody."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)

    def dissent(self, **given: Any) -> Dissent:
        """Return what was written."""
        return Dissent(**{**self.cleaned_data, **given})


class EnterDissentForm(DissentForm):
    """A statement that came on paper, by phone or in person."""

    written_by = _MemberChoice(
        label=gettext_lazy("Handed in by"),
        help_text=gettext_lazy("They see on their page what becomes of it."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["written_by"].of(assembly)
        self.fields["supporters"].help_text = ""
