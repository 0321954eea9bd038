"""Forms about one respondent: their data, why it is changed, why they leave."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from sortition.enums import Channel
from sortition.models import Category, Respondent
from sortition.reading.fields import BY_NAME, STORED_FIELDS
from sortition.selectors.respondents import AnswersOf

CONTACT = ("first_name", "last_name", "phone", "email", "address", "postcode", "born_on")
FLAGS = ("consents", "is_eligible", "can_attend")
_OLDEST = datetime.date(1900, 1, 1)
_YES_NO = {"yes": True, "no": False, "": None}
_TYPES = {"phone": "tel"}


class RespondentForm(forms.Form):
    """Everything about one person, in the order in which one asks for it on the phone."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did they answer?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how they answered.")},
    )

    def __init__(self, *args: Any, categories: list[Category], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories, self.today = categories, today
        for name in CONTACT:
            self.fields[name] = _contact_field(name)
        self.fields["registered_on"] = DayField(label=BY_NAME["registered_on"].label, required=False)
        for category in categories:
            self.fields[f"category_{category.pk}"] = _choice(
                category.name,
                [(str(value.pk), value.name) for value in category.values.all()],
                _("No answer"),
            )
        for name in FLAGS:
            self.fields[name] = _choice(
                BY_NAME[name].label, [("yes", _("Yes")), ("no", _("No"))], _("Not asked")
            )

    def contact_fields(self) -> Iterator[forms.BoundField]:
        """Return the fields by which one knows and reaches a person."""
        return (self[name] for name in CONTACT)

    def category_fields(self) -> Iterator[forms.BoundField]:
        """Return a question for each category."""
        return (self[f"category_{category.pk}"] for category in self.categories)

    def flag_fields(self) -> Iterator[forms.BoundField]:
        """Return the questions that decide whether somebody can be drawn."""
        return (self[name] for name in FLAGS)

    def clean(self) -> dict[str, Any]:
        """Refuse somebody without a name, and days to come."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("first_name") or cleaned.get("last_name")) and not (
            {"first_name", "last_name"} & set(self.errors)
        ):
            self.add_error("first_name", _("Write at least one of the names."))
        for name in ("born_on", "registered_on"):
            if (day := cleaned.get(name)) and not _OLDEST <= day <= self.today:
                self.add_error(name, _("Write a day after 1900, up to today."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """Return the fields as they are stored."""
        return {
            name: _YES_NO[self.cleaned_data[name]] if name in FLAGS else self.cleaned_data[name]
            for name in STORED_FIELDS
            if name in self.cleaned_data
        }

    def answers(self) -> dict[int, int | None]:
        """Return category → value."""
        return {
            category.pk: int(chosen) if (chosen := self.cleaned_data[f"category_{category.pk}"]) else None
            for category in self.categories
        }


class NewRespondentForm(RespondentForm):
    """Somebody who phoned or wrote."""

    reference = forms.CharField(
        label=gettext_lazy("Id, if their letter has one"),
        max_length=BY_NAME["reference"].longest,
        required=False,
    )
    code = forms.CharField(
        label=gettext_lazy("Code of their letter, if they have it"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EditRespondentForm(RespondentForm):
    """What is known of somebody, and why it is corrected; `seen` tells which version the person began with."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it changed?"),
        max_length=300,
        help_text=gettext_lazy(
            "It is kept in the record, which has no names in it: leave them out here too."
        ),
        error_messages={"required": gettext_lazy("Write why. It stands in the record.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why somebody leaves the pool."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the record. For example: asked by phone on 3 March."),
        error_messages={"required": gettext_lazy("Write why they leave the pool.")},
    )


def initial_of(person: Respondent, answers: AnswersOf) -> dict[str, Any]:
    """Return what a form shows of somebody."""
    said = {True: "yes", False: "no", None: ""}
    return {
        **{
            name: said[getattr(person, name)] if name in FLAGS else getattr(person, name)
            for name in STORED_FIELDS
        },
        **{f"category_{pk}": str(value or "") for pk, (value, _name, _raw) in answers.items()},
    }


def _contact_field(name: str) -> forms.Field:
    known = BY_NAME[name]
    if name == "born_on":
        return DayField(label=known.label, required=False)
    # A caller's data must not be offered to the next one by the browser.
    attributes = {"autocomplete": "off"}
    if name == "email":
        return forms.EmailField(
            label=known.label,
            max_length=known.longest,
            required=False,
            widget=forms.EmailInput(attrs=attributes),
            error_messages={"invalid": _("Write an address like name@example.org.")},
        )
    return forms.CharField(
        label=known.label,
        max_length=known.longest,
        required=False,
        widget=forms.TextInput(attrs={**attributes, "type": _TYPES.get(name, "text")}),
    )


def _choice(label: Any, choices: list[tuple[str, Any]], nothing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*choices, ("", nothing)], widget=forms.RadioSelect, required=False
    )
