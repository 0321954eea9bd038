"""Forms of freedom-of-information requests."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.services.disclosures import SAYS_WHY, Asked
from assembly.evaluation.working_days import working_day_after
from assembly.forms.fields import DayField, by_rule
from evidence.enums import Way

WAYS = [(way, way.label) for way in (Way.PAPER, Way.EMAIL, Way.PHONE, Way.PERSON)]


class RequestForm(forms.Form):
    """What was asked, as it stands in the letter."""

    asked_on = DayField(
        label=_("Day on which it came"), error_messages={"required": _("Write the day on which it came.")}
    )
    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )
    asked_by = forms.CharField(
        label=_("Who asks"),
        max_length=200,
        required=False,
        help_text=_(
            "Only what you need to send the answer. Leave it out if you can: nobody need say who they are, or why they "
            "ask. It never stands in the answer, and it is erased later."
        ),
    )
    subject = forms.CharField(
        label=_("What is asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In the words of the letter, without names of people."),
        error_messages={"required": _("Write what is asked.")},
    )
    period_from = DayField(
        label=_("From"),
        required=False,
        help_text=_("If only some time is asked about. Leave out for all of it."),
    )
    period_to = DayField(label=_("Until"), required=False)
    due_on = by_rule(
        DayField(
            label=_("To be answered by"),
            help_text=_(
                "Left empty, it is 20 working days after it came: Monday to Friday. Change it for holidays, or "
                "where your law sets another time."
            ),
        )
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        initial = {"token": uuid.uuid4(), "asked_on": today}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """Hold the days against each other; without a day it is due after twenty working days."""
        given: dict[str, Any] = super().clean() or {}
        asked, since, until = (given.get(name) for name in ("asked_on", "period_from", "period_to"))
        if asked and asked > self._today:
            self.add_error("asked_on", _now("That day has not come yet."))
        if since and until and until < since:
            self.add_error("period_to", _now("Choose a day that is not before the first."))
        if asked and not given.get("due_on"):
            given["due_on"] = working_day_after(asked)
        elif asked and given["due_on"] < asked:
            self.add_error("due_on", _now("Choose a day after the request came."))
        return given

    def asked(self) -> Asked:
        """Return what was asked."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class SettleForm(forms.Form):
    """What became of a request."""

    settled_on = by_rule(DayField(label=_("On which day?")))
    reason = by_rule(
        forms.CharField(
            label=_("Reason, or a note"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Needed to refuse it, and to look at it again. Without names of people."),
        )
    )

    def __init__(self, *args: Any, verb: str = "", today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"settled_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._verb, self._today = verb, today

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the verb needs one."""
        given: dict[str, Any] = super().clean() or {}
        if self._verb in SAYS_WHY and not given.get("reason"):
            self.add_error("reason", _now("Say why."))
        given["settled_on"] = given.get("settled_on") or self._today
        if given["settled_on"] > self._today:
            self.add_error("settled_on", _now("That day has not come yet."))
        return given
