"""Forms of the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordFilterForm(forms.Form):
    """Which entries: of a kind, by a person, about an object, within days, with a text."""

    kind = forms.ChoiceField(label=_("About"), required=False)
    person = forms.ChoiceField(label=_("Done by"), required=False)
    about = forms.CharField(
        label=_("Done to"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or id of a person")}),
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    thing = forms.RegexField(r"^[a-z]{1,60}:[0-9]{1,18}$", required=False, widget=forms.HiddenInput)
    """What an entry is about, as `respondent:17`; pages link here with it."""

    def __init__(
        self, *args: Any, kinds: list[tuple[str, Any]], people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
        self.fields["person"].choices = [("", _("Anybody")), *people]

    def whom(self) -> str:
        """Return by which words the people are meant to whom something was done."""
        self.is_valid()
        return str(self.cleaned_data.get("about") or "").strip()

    def chosen(self) -> dict[str, Any]:
        """Return what else was chosen and understood, as `selectors.events_of` takes it."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "kind": given.get("kind", ""),
            "person": int(given["person"]) if given.get("person") else None,
            "since": given.get("since"),
            "until": given.get("until"),
            "text": (given.get("text") or "").strip(),
            "thing": given.get("thing", ""),
        }


class RecordExportForm(forms.Form):
    """In which form, and what for."""

    form = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("json", _("JSON, with which the chain can be computed again")),
            ("csv", _("CSV, for a spreadsheet")),
        ],
        widget=forms.RadioSelect,
        initial="json",
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("It stands in the record beside your name."),
        error_messages={"required": _("Say what the file is for.")},
    )
