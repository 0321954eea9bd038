"""Forms of offers: how seats are offered, answers by link and on paper, what came of a call."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from sortition.enums_offers import BY_STAFF, AnswerChannel, ContactOutcome, SeatAnswer
from sortition.models import SeatingPolicy

_FEW_ROWS = {"rows": 2}


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time; it sends and wants the ISO form whatever the page's language."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PolicyForm(forms.ModelForm[SeatingPolicy]):
    """How an assembly offers its seats."""

    none_after = DayField(
        label=gettext_lazy("Last day on which anybody is offered a seat"),
        required=False,
        help_text=gettext_lazy("For example the day of the first session. Seats given up later stay vacant."),
    )

    class Meta:
        model = SeatingPolicy
        fields = ("days_to_answer", "attempts", "phone", "sender_lines", "vacated", "none_after")
        widgets = {  # noqa: RUF012 (Django's own form)
            "sender_lines": forms.Textarea(attrs={"rows": 4}),
            "vacated": forms.RadioSelect,
            "days_to_answer": forms.NumberInput(attrs={"class": "narrow"}),
            "attempts": forms.NumberInput(attrs={"class": "narrow"}),
        }
        help_texts = {  # noqa: RUF012
            "phone": gettext_lazy("Stands on letters, pages and messages: whoever wants to ask calls it."),
            "sender_lines": gettext_lazy("Stands on letters; answers by post go there."),
            "attempts": gettext_lazy("Before so many calls nobody can be taken as unreachable."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "sender_lines"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Write how people can reach the team.")
        for name in ("days_to_answer", "attempts"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                min_value=1,
                max_value=365 if name == "days_to_answer" else 50,
                widget=forms.NumberInput(attrs={"class": "narrow"}),
            )


class DeadlineForm(forms.Form):
    """The last day on which people can answer."""

    last_day = DayField(
        label=gettext_lazy("Last day to answer"),
        error_messages={"required": gettext_lazy("Write until when people can answer.")},
    )


class LinkAnswerForm(forms.Form):
    """What somebody answers by their personal link."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Will you take part?"),
        choices=[
            (SeatAnswer.YES, gettext_lazy("Yes, I take part")),
            (SeatAnswer.NO, gettext_lazy("No, I cannot take part")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    proof = forms.CharField(
        label=gettext_lazy("The year you were born, or the code from your letter or message"),
        max_length=40,
        help_text=gettext_lazy("So that nobody answers for you who only found the link. For example 1984."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "short"}),
        error_messages={"required": gettext_lazy("Type your year of birth or the code.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("If you cannot take part: would you like to tell us why?"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("You need not. It helps us to make it easier for others."),
        widget=forms.Textarea(attrs=_FEW_ROWS),
    )


class EnterAnswerForm(forms.Form):
    """An answer that did not come by the link; `seen` tells how it stood when the form was opened."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What did they answer?"),
        choices=[
            (SeatAnswer.YES, gettext_lazy("Yes, takes the seat")),
            (SeatAnswer.NO, gettext_lazy("No, declines")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what they answered.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[(channel, AnswerChannel(channel).label) for channel in BY_STAFF],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the answer came.")},
    )
    received_on = DayField(
        label=gettext_lazy("Received on"),
        error_messages={"required": gettext_lazy("Write the day on which it came.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, if they gave one"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=_FEW_ROWS),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> datetime.date:
        """Refuse a day to come."""
        day: datetime.date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class CallForm(forms.Form):
    """What came of a call; `seen` tells how it stood when the caller began."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the call?"),
        choices=ContactOutcome.choices,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
        error_messages={"required": gettext_lazy("Choose what came of the call.")},
    )
    call_back_at = forms.DateTimeField(
        label=gettext_lazy("Call back at"),
        required=False,
        widget=MomentInput,
        help_text=gettext_lazy("If you agreed on a time. They come first in the queue then."),
        error_messages={"invalid": gettext_lazy("Write a day and a time.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the next caller"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only what the next call needs. Nothing about health, opinions or family."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """Ask for a time to come where one was agreed."""
        cleaned: dict[str, Any] = super().clean() or {}
        outcome, at = cleaned.get("outcome"), cleaned.get("call_back_at")
        if outcome == ContactOutcome.CALL_BACK and not at and "call_back_at" not in self.errors:
            self.add_error("call_back_at", _("Write when to call back."))
        if at and at <= self.now:
            self.add_error("call_back_at", _("This time is over."))
        if outcome not in (ContactOutcome.CALL_BACK, ContactOutcome.THINKING, ContactOutcome.NOBODY):
            cleaned["call_back_at"] = None
        return cleaned


class WhoCalledForm(forms.Form):
    """By what somebody who calls the team is found: the whole last name, or the number on their letter."""

    who = forms.CharField(
        label=gettext_lazy(
            "Somebody calls you: whole last name, phone number, or the number on their letter"
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Type by what to find them.")},
    )


class GiveUpForm(forms.Form):
    """Why somebody is taken as unreachable."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("It stands in the record, which has no names in it: leave them out here too."),
        error_messages={"required": gettext_lazy("Write why. It stands in the record.")},
    )
