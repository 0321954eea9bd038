"""Forms that decide on two entries, or on addresses."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sortition.models import Respondent

MERGE, KEEP_BOTH = "merge", "keep_both"


class PairForm(forms.Form):
    """Which of two entries stays, and which of two values it has; `seen_…` tell which versions the person compared.

    contents: for both, what is known by name (`content_of`); only what differs is asked.
    labels: what people call each name.
    must_stay: the one that was drawn for a seat, if one was.
    """

    def __init__(
        self,
        *args: Any,
        pair: tuple[Respondent, Respondent],
        contents: tuple[dict[str, Any], dict[str, Any]],
        labels: Mapping[str, str],
        must_stay: Respondent | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pair, self.contents, self.labels, self.must_stay = pair, contents, labels, must_stay
        choices = [(str(person.pk), f"{person} ({person.reference})") for person in pair]
        stays = must_stay or pair[0]
        self.fields["stays"] = forms.ChoiceField(
            label=_("Which entry stays?"), choices=choices, widget=forms.RadioSelect, initial=str(stays.pk)
        )
        for person in pair:
            self.fields[f"seen_{person.pk}"] = forms.CharField(widget=forms.HiddenInput)
        self.differing = [
            name
            for name in dict.fromkeys([*contents[0], *contents[1]])
            if (contents[0].get(name) or None) != (contents[1].get(name) or None)
        ]
        own = pair.index(stays)
        for name in self.differing:
            # A blank says nothing, so the other's value is proposed.
            proposed = own if contents[own].get(name) not in (None, "") else 1 - own
            self.fields[f"use_{name}"] = forms.ChoiceField(
                label=labels[name], choices=choices, widget=forms.RadioSelect, initial=str(pair[proposed].pk)
            )

    def clean_stays(self) -> int:
        """Refuse to let somebody go who was drawn."""
        stays = int(self.cleaned_data["stays"])
        if self.must_stay and stays != self.must_stay.pk:
            raise forms.ValidationError(
                _("%(name)s was drawn for a seat, so that entry must be the one that stays."),
                params={"name": self.must_stay},
            )
        return stays

    def goes(self) -> int:
        """Return the entry that withdraws."""
        return next(person.pk for person in self.pair if person.pk != self.cleaned_data["stays"])

    def taken(self) -> dict[str, bool]:
        """Return what the entry that stays takes from the other."""
        return {name: int(self.cleaned_data[f"use_{name}"]) == self.goes() for name in self.differing}

    def seen(self) -> dict[int, str]:
        """Return the versions that were compared, as they were sent, whatever else is wrong with the form."""
        return {person.pk: self.data.get(f"seen_{person.pk}", "") for person in self.pair}


class HouseholdForm(forms.Form):
    """What two addresses are, or one."""

    verdict = forms.ChoiceField(choices=[("same", "same"), ("different", "different"), ("none", "none")])
    first = forms.IntegerField(min_value=1, max_value=2**62)
    second = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    keys = forms.CharField(max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for the second address where there must be one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") in ("same", "different") and not cleaned.get("second"):
            raise forms.ValidationError(_("Choose two addresses."))
        return cleaned
