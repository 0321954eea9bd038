"""Forms of people: who they are, when they are free, who is on duty."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import PersonKind
from assembly.models import Person
from assembly.services.people import PersonFacts
from scheduling.enums import Part
from scheduling.forms.venues import SpanForm
from scheduling.models import Session

NOT_MEMBERS = [(kind.value, kind.label) for kind in PersonKind if kind != PersonKind.MEMBER]
DUTY_PARTS = (Part.LEAD, Part.FACILITATOR, Part.INTERPRETER, Part.TECHNICIAN, Part.SUPPORT)


class PersonForm(forms.ModelForm[Person]):
    """Somebody who is no member."""

    kind = forms.ChoiceField(label=gettext_lazy("As what do they take part?"), choices=NOT_MEMBERS)

    class Meta:
        model = Person
        fields = ("name", "kind", "called", "organisation", "email", "phone")
        help_texts = {"called": gettext_lazy("If it is another than the name.")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Write a name.")
        for field in self.fields.values():
            # What belongs to one person must not be offered for the next one by the browser.
            field.widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        """Refuse what is no address."""
        email = str(self.cleaned_data["email"]).strip()
        return str(forms.EmailField(required=False).clean(email))

    def facts(self) -> PersonFacts:
        """Return what was typed."""
        names = ("name", "called", "organisation", "email", "phone")
        return PersonFacts(
            **{name: self.cleaned_data[name] for name in names}, language=self.instance.language
        )


class _SessionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Session) -> str:
        """Name a session with its day."""
        return f"{obj}, {date_format(obj.starts_at.astimezone(obj.zone), 'j F Y')}"


class PersonTimesForm(SpanForm):
    """When somebody is free or not: whole sessions, or a span on a day."""

    sessions = _SessionsField(
        label=gettext_lazy("Whole sessions"),
        queryset=Session.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, zone: ZoneInfo, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        self.fields["sessions"].queryset = sessions
        self.fields["day"].required = False
        self.fields["day"].label = _("Or a day")

    def clean(self) -> dict[str, Any]:
        """Ask for at least one session or a day."""
        cleaned = super().clean()
        has_sessions = bool(cleaned.get("sessions"))
        if not cleaned.get("day") and (cleaned.get("begins") or cleaned.get("ends")):
            self.add_error("day", _("Give the day to these times."))
        elif not cleaned.get("day") and not has_sessions and "day" not in self.errors:
            self.add_error("day", _("Tick a session, or give a day."))
        return cleaned

    def spans(self) -> list[tuple[Any, Any]]:
        """Return all spans that were meant."""
        spans = [(each.starts_at, each.ends_at) for each in self.cleaned_data["sessions"]]
        return [*spans, self.cleaned_data["span"]] if self.cleaned_data.get("span") else spans


class DutyForm(forms.Form):
    """What each of the team does at a session: one choice a person, keyed `person-<pk>` or `account-<pk>`."""

    def __init__(self, data: Any = None, *, rows: list[tuple[str, str, str]]) -> None:
        super().__init__(data)
        for key, name, part in rows:
            self.fields[key] = forms.ChoiceField(
                label=name,
                choices=[("", _("Not on duty")), *((each.value, each.label) for each in DUTY_PARTS)],
                required=False,
                initial=part,
            )
            self.fields[key].widget.attrs["aria-label"] = name
