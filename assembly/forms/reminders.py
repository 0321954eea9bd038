"""The form that plans a reminder."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.messages import MailingForm
from assembly.message_dates import message_dates, occasions_of
from assembly.models import Assembly
from assembly.models.reminders import MOST_DAYS


class ReminderForm(MailingForm):
    """Which template goes to whom, how many days before or after what, and whether somebody looks again."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        error_messages={"required": gettext_lazy("Write a number of days; 0 is the day itself.")},
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Before or after"),
        choices=[("before", gettext_lazy("days before")), ("after", gettext_lazy("days after"))],
    )
    date_key = forms.ChoiceField(label=gettext_lazy("Of what"))
    sends_unseen = forms.BooleanField(
        label=gettext_lazy("Send without another look"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise it is written out on its day and waits until somebody approves it. Letters always wait for"
            " somebody to print them."
        ),
    )

    def __init__(self, *args: Any, assembly: Assembly, today: date, **kwargs: Any) -> None:
        super().__init__(*args, assembly=assembly, **kwargs)
        self.fields["date_key"].choices = [
            (each.key, f"{each.label} ({_days_of(each.key, assembly, today)})") for each in message_dates()
        ]


def _days_of(key: str, assembly: Assembly, today: date) -> str:
    """Say when a date is, so that nobody plans into the past."""
    days = sorted(each.day for each in occasions_of(key, assembly))
    if not days:
        return _("no day yet")
    coming = next((day for day in days if day >= today), days[-1])
    return date_format(coming, "j F Y")
