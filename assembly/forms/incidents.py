"""Forms of incidents and notes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import IncidentKind
from assembly.models import Assembly, FacilitatorNote, Incident, User
from assembly.selectors_incidents import organisers_of, possible_readers


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IncidentForm(forms.Form):
    """What happened, and who deals with it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is closest to.")},
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=_day(),
        error_messages={"required": gettext_lazy("Give the day on which it happened.")},
    )
    happened_at = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("If you know it."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    account = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=6000,
        widget=_long(6),
        help_text=gettext_lazy("What you saw or were told, in your own words. Say which of the two it is."),
        error_messages={"required": gettext_lazy("Write what happened.")},
    )
    people = forms.CharField(
        label=gettext_lazy("Who was concerned"),
        max_length=1000,
        required=False,
        widget=_long(2),
        help_text=gettext_lazy("Only names that are needed to deal with it."),
    )
    done = forms.CharField(
        label=gettext_lazy("What was done at once"), max_length=3000, required=False, widget=_long(3)
    )
    handlers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who deals with it"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only you and they can read it. Leave out an organiser whom it is about."),
        error_messages={"required": gettext_lazy("Name at least one organiser who deals with it.")},
    )

    def __init__(self, *args: Any, assembly: Assembly, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        organisers = organisers_of(assembly)
        self.fields["handlers"].queryset = organisers
        self.fields["handlers"].initial = [user.pk for user in organisers]
        self.fields["happened_on"].initial = today

    def clean_happened_on(self) -> date:
        """Refuse a day that has not come."""
        return _past(self.cleaned_data["happened_on"], self.today)


class StepForm(forms.Form):
    """What was done or found out."""

    text = forms.CharField(
        label=gettext_lazy("What was done or found out"),
        max_length=3000,
        widget=_long(3),
        error_messages={"required": gettext_lazy("Write what was done or found out.")},
    )


class OutcomeForm(forms.Form):
    """How it ended, or why it is taken up again."""

    text = forms.CharField(
        label=gettext_lazy("Outcome"),
        max_length=3000,
        widget=_long(3),
        help_text=gettext_lazy("What came of it and what is done so that it does not happen again."),
        error_messages={"required": gettext_lazy("Write the outcome.")},
    )


class ReopenForm(forms.Form):
    """Why it is taken up again."""

    text = forms.CharField(
        label=gettext_lazy("Why it is taken up again"),
        max_length=3000,
        widget=_long(2),
        error_messages={"required": gettext_lazy("Write why it is taken up again.")},
    )


class ReaderForm(forms.Form):
    """Who else may read it."""

    reader = forms.ModelChoiceField(
        label=gettext_lazy("Also let read"),
        queryset=User.objects.none(),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = possible_readers(incident)


class NoteForm(forms.ModelForm[FacilitatorNote]):
    """A note about one table on one day."""

    class Meta:
        model = FacilitatorNote
        fields = ("day", "table", "text", "is_shared")
        widgets = {"day": _day(), "text": _long(5)}  # noqa: RUF012 (Django's own form)
        help_texts = {  # noqa: RUF012
            "table": gettext_lazy("Its name or number. Leave it blank for the whole room."),
            "text": gettext_lazy(
                "What was said, not by whom: arguments, open questions, how the table worked together."
            ),
            "is_shared": gettext_lazy("Organisers and session staff can read every note."),
        }
        error_messages = {  # noqa: RUF012
            "day": {"required": gettext_lazy("Give the day of the session.")},
            "text": {"required": gettext_lazy("Write the note.")},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Refuse a day that has not come."""
        return _past(self.cleaned_data["day"], self.today)


def _past(day: date, today: date) -> date:
    if day > today:
        raise ValidationError(_("This day has not come yet."))
    return day
