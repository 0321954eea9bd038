"""Forms of access tokens."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.connections.enums_tokens import LEAST_DAYS, MOST_DAYS, TOKEN_ROLES
from assembly.connections.services.tokens import WantedToken
from assembly.forms.fields import DayField

USUAL_DAYS = 90


class TokenForm(forms.Form):
    """What a program reads, as which role, until when."""

    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        help_text=_("Which program reads, and what it does with the data. Without names of people."),
        error_messages={"required": _("Write what it is for.")},
    )
    role = forms.ChoiceField(
        label=_("As which role does it read?"),
        choices=[(role, role.label) for role in TOKEN_ROLES],
        widget=forms.RadioSelect,
        help_text=_(
            "Choose the one that reads least and still does the job. No role reads names by the API."
        ),
        error_messages={"required": _("Choose a role.")},
    )
    expires_on = DayField(
        label=_("Last day"),
        help_text=_("It stops by itself at the end of that day: a year from now at most."),
        error_messages={"required": _("Choose its last day.")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        usual = {"form_token": uuid.uuid4(), "expires_on": today + timedelta(days=USUAL_DAYS)}
        kwargs["initial"] = {**usual, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_expires_on(self) -> date:
        """Refuse a day that is too near or too far."""
        day: date = self.cleaned_data["expires_on"]
        if not timedelta(days=LEAST_DAYS) <= day - self._today <= timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_now("Choose a last day from tomorrow to a year from now."))
        return day

    def wanted(self) -> WantedToken:
        """Return what was asked for."""
        given = self.cleaned_data
        return WantedToken(given["purpose"], given["role"], given["expires_on"])


class EndTokenForm(forms.Form):
    """Why a token is ended."""

    reason = forms.CharField(
        label=_("Why is it ended?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without names of people."),
        error_messages={"required": _("Say why.")},
    )
