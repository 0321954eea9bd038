"""Forms about who is there: a tap, an absence said beforehand, a signed sheet, catching up."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from scheduling.enums import Half
from scheduling.enums_attendance import AbsenceReason, AbsenceWay, CaughtUp, Presence
from scheduling.models import Session


class TapForm(forms.Form):
    """A tap as a button of the list sends it: `17.present.2` is the person, the state, the version that was shown."""

    tap = forms.RegexField(regex=r"^[0-9]{1,10}\.[a-z]{1,8}\.[0-9]{1,6}$")
    half = forms.ChoiceField(choices=Half.choices)
    client_id = forms.UUIDField()
    waited = forms.IntegerField(required=False, min_value=0)
    """Milliseconds."""

    def clean_tap(self) -> tuple[int, str, int]:
        """Take it apart."""
        person, state, seen = self.cleaned_data["tap"].split(".")
        if state not in Presence.values:
            raise forms.ValidationError(_("There is no such state."))
        return int(person), state, int(seen)

    def client(self) -> uuid.UUID:
        """Return what the tap is known by: another button of the same page is another tap."""
        given: uuid.UUID = self.cleaned_data["client_id"]
        person, state, _seen = self.cleaned_data["tap"]
        return uuid.uuid5(given, f"{person}.{state}")

    def waited_for(self) -> timedelta:
        """Return for how long it waited for the connection."""
        # More milliseconds than a day has are a broken clock; the service cuts them off.
        return timedelta(milliseconds=min(self.cleaned_data["waited"] or 0, 10**9))


def _halves(session: Session) -> list[tuple[str, Any]]:
    whole = ("", _("The whole session"))
    return (
        [whole, *((half.value, half.label) for half in session.halves)]
        if len(session.halves) > 1
        else [whole]
    )


class OwnAbsenceForm(forms.Form):
    """I cannot come."""

    half = forms.ChoiceField(label=_("For how long?"), required=False, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=AbsenceReason.choices,
        required=False,
        help_text=_("You need not say. Only the team sees it."),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half"].choices = _halves(session)  # type: ignore[attr-defined]


class AbsenceForm(OwnAbsenceForm):
    """What a member said on the phone or in writing, entered by the team."""

    person = forms.ModelChoiceField(
        label=_("Member"),
        queryset=Person.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose who cannot come."),
            "invalid_choice": _("Choose somebody who is expected at this session."),
        },
    )
    how = forms.ChoiceField(
        label=_("How they said it"),
        choices=[(way, capfirst(way.label)) for way in AbsenceWay if way != AbsenceWay.SELF],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they said it.")},
    )

    field_order = ("person", "half", "how", "reason")

    def __init__(self, *args: Any, session: Session, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, session=session, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("Only if they said it. Members and facilitators never see it.")


class CaughtUpForm(forms.Form):
    """How somebody made good what they had missed."""

    caught_up = forms.ChoiceField(
        label=_("Caught up"),
        choices=[("", _("Not yet")), *CaughtUp.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class SheetForm(forms.Form):
    """A signed sheet: which, and who signed for which half (`s17.first` is a box)."""

    sheet = forms.CharField(
        label=_("Which sheet?"),
        max_length=80,
        help_text=_("So that it is found again, such as “Pages 1 to 3, signed at the door”."),
        error_messages={"required": _("Say which sheet this is.")},
    )
    halves = forms.MultipleChoiceField(
        label=_("What the sheet was for"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever did not sign for these is noted as absent, or as excused where they said so."),
        error_messages={"required": _("Choose at least one half.")},
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["halves"].choices = [(half.value, half.label) for half in session.halves]  # type: ignore[attr-defined]

    def signed(self, people: Iterable[Person]) -> set[tuple[int, str]]:
        """Return who signed for which half."""
        halves = self.cleaned_data["halves"]
        return {
            (person.pk, half) for person in people for half in halves if f"s{person.pk}.{half}" in self.data
        }
