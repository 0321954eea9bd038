"""Forms of venues, rooms, their times, and the ways between venues."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import AccessFeature
from assembly.forms.fields import DayField
from scheduling.clock_times import day_span, zone_choices
from scheduling.enums import Openness
from scheduling.errors import ClockRefused
from scheduling.local_times import moment_at
from scheduling.models import Room, Venue
from scheduling.selectors.seen import seen_of


class TimeField(forms.TimeField):
    """A time of the day, by the browser's own picker."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def long_text(rows: int = 3) -> forms.Textarea:
    """Return a box of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class SeenModelForm(forms.ModelForm[Any]):
    """A form about a row that two people may change at once: `seen` is the digest of what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_of(self.instance)

    def given(self) -> dict[str, Any]:
        """Return the row's fields as they were typed."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class VenueForm(SeenModelForm):
    """A building."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Clock"),
        choices=zone_choices,
        help_text=gettext_lazy(
            "The nearest large city: type its first letters. Sessions here are told by its clock."
        ),
    )

    class Meta:
        model = Venue
        fields = ("name", "address", "time_zone", "directions", "staff_notes")
        widgets = {"address": long_text(2), "directions": long_text(4), "staff_notes": long_text()}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "directions": gettext_lazy("Bus stops, parking, the step-free way in. Members read this."),
            "staff_notes": gettext_lazy("Keys, contacts, alarms. Members never see this."),
        }
        error_messages = {"name": {"required": gettext_lazy("Write what the venue is called.")}}  # noqa: RUF012

    def clean_name(self) -> str:
        """Refuse a name that another venue of the assembly has."""
        name = str(self.cleaned_data["name"])
        same = Venue.objects.filter(assembly=self.instance.assembly_id, name=name).exclude(
            pk=self.instance.pk
        )
        if same.exists():
            raise forms.ValidationError(_("There is a venue of this name already."))
        return name


class RoomForm(SeenModelForm):
    """A room, with what it has."""

    features = forms.MultipleChoiceField(
        label=gettext_lazy("What it has"),
        choices=AccessFeature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Held against what members need. Tick only what somebody has seen working."),
    )

    class Meta:
        model = Room
        fields = ("name", "capacity", "features", "directions", "staff_notes")
        widgets = {"directions": long_text(2), "staff_notes": long_text()}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "capacity": gettext_lazy(
                "How many people it holds as you will set it up, not as the fire rules allow."
            ),
            "directions": gettext_lazy("From the entrance. Members read this."),
            "staff_notes": gettext_lazy("Members never see this."),
        }
        error_messages = {  # noqa: RUF012
            "name": {"required": gettext_lazy("Write what the room is called.")},
            "capacity": {"required": gettext_lazy("Write how many people it holds.")},
        }

    def clean_name(self) -> str:
        """Refuse a name that another room of the venue has."""
        name = str(self.cleaned_data["name"])
        same = Room.objects.filter(venue=self.instance.venue_id, name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("There is a room of this name already."))
        return name

    def clean_features(self) -> list[str]:
        """Return the values sorted, as they are kept."""
        return sorted(self.cleaned_data["features"])


class SpanForm(forms.Form):
    """A span on one day by a clock: from one time to another, or the whole day."""

    openness = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=Openness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    day = DayField(label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Give the day.")})
    begins = TimeField(label=gettext_lazy("From"), required=False)
    ends = TimeField(label=gettext_lazy("Until"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=160, required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["begins"].help_text = _("Without times it is the whole day.")

    def clean(self) -> dict[str, Any]:
        """Work out the span."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and cleaned.get("day"):
            cleaned["span"] = self.span(cleaned)
        return cleaned

    def span(self, cleaned: dict[str, Any]) -> tuple[datetime, datetime] | None:
        """Return the two moments; None where something has to be put right."""
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins is None and ends is None:
            return day_span(cleaned["day"], self.zone)
        if begins is None or ends is None:
            self.add_error(
                "ends" if ends is None else "begins", _("Give both times, or none for the whole day.")
            )
        elif ends <= begins:
            self.add_error("ends", _("This is not after the beginning."))
        else:
            try:
                return moment_at(cleaned["day"], begins, self.zone), moment_at(
                    cleaned["day"], ends, self.zone
                )
            except ClockRefused as refused:
                self.add_error("begins", str(refused))
        return None


class WaysForm(forms.Form):
    """How many minutes one walks between each pair of venues."""

    def __init__(
        self, *args: Any, pairs: list[tuple[Venue, Venue]], minutes: dict[tuple[int, int], int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for first, second in pairs:
            self.fields[f"way_{first.pk}_{second.pk}"] = forms.IntegerField(
                label=f"{first} – {second}",
                min_value=0,
                max_value=1440,
                required=False,
                initial=minutes.get((first.pk, second.pk)),
            )

    def minutes(self) -> dict[tuple[int, int], int | None]:
        """Return what was typed, by pair."""
        return {
            (first.pk, second.pk): self.cleaned_data[f"way_{first.pk}_{second.pk}"]
            for first, second in self.pairs
        }
