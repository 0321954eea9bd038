"""Forms that place items, shift what is left of a day, copy a day and accept clashes."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.errors import ClockRefused, PlanRefused
from scheduling.local_times import moments_at, never_shown
from scheduling.models import AgendaItem, Room, Session
from scheduling.services.plan import Place

OTHER = "other"


class TimeInput(forms.TimeInput):
    """The browser's own field for a time."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PlaceForm(forms.Form):
    """Where an item goes: one of the free places, `room@moment`, or any other room and time of the session."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Where the item stood when the form was shown, so that both can be told if it was moved meanwhile."""
    place = forms.CharField(
        label=gettext_lazy("Room and time"),
        error_messages={"required": gettext_lazy("Choose one of the times, or “Another room or time”.")},
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("Room"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("No room"),
    )
    time = forms.TimeField(label=gettext_lazy("Begins at"), required=False, widget=TimeInput())

    def __init__(self, *args: Any, session: Session, rooms: list[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.rooms = {room.pk: room for room in rooms}
        self.fields["room"].queryset = Room.objects.filter(pk__in=self.rooms)

    def clean(self) -> dict[str, Any]:
        """Read the place that was chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("place")
        if chosen and chosen != OTHER:
            self._read_free(chosen)
        elif chosen == OTHER and "time" not in self.errors:
            self._read_other(cleaned)
        return cleaned

    def _read_free(self, chosen: str) -> None:
        room_key, _at, moment = chosen.partition("@")
        room = self.rooms.get(int(room_key)) if room_key.isdecimal() else None
        try:
            starts_at = datetime.fromisoformat(moment)
        except ValueError:
            starts_at = None
        if (room_key and room is None) or starts_at is None or starts_at.tzinfo is None:
            self.add_error("place", _("There is no such room or time in this session. Choose again."))
            return
        self.chosen = Place(self.session, room, starts_at.astimezone(UTC))

    def _read_other(self, cleaned: dict[str, Any]) -> None:
        at = cleaned.get("time")
        if at is None:
            self.add_error("time", _("Say at what time it begins."))
            return
        try:
            self.chosen = Place(self.session, cleaned.get("room"), moment_in(self.session, at))
        except (ClockRefused, PlanRefused) as refusal:
            self.add_error("time", str(refusal))


class LateForm(forms.Form):
    """From which item on everything moves, and by how much."""

    item = forms.ModelChoiceField(
        label=gettext_lazy("From which item on?"),
        queryset=AgendaItem.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("This one and everything after it in this session moves."),
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("In which room?"),
        queryset=Room.objects.none(),
        empty_label=gettext_lazy("All rooms"),
        required=False,
        help_text=gettext_lazy("Choose one if the other rooms are on time."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes later?"),
        min_value=5,
        max_value=240,
        initial=15,
        widget=forms.NumberInput(attrs={"step": 5}),
    )
    shrink = forms.BooleanField(
        label=gettext_lazy("Make breaks shorter to catch up, down to 10 minutes"), required=False
    )

    def __init__(self, *args: Any, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = AgendaItem.objects.filter(pk__in=[item.pk for item in items]).order_by(
            "starts_at", "pk"
        )
        rooms = {item.room_id for item in items if item.room_id}
        self.fields["room"].queryset = Room.objects.filter(pk__in=rooms).select_related("venue")

    def clean(self) -> dict[str, Any]:
        """Whoever names a room begins with an item of that room."""
        given = super().clean()
        item, room = given.get("item"), given.get("room")
        if item and room and item.room_id != room.pk:
            said = _("“%(item)s” is not in %(room)s. Choose an item there, or all rooms.")
            self.add_error("room", said % {"item": item, "room": room})
        return given

    def clean_minutes(self) -> int:
        """Programmes are told in steps of five minutes."""
        minutes: int = self.cleaned_data["minutes"]
        if minutes % 5:
            raise forms.ValidationError(_("Choose a number that can be divided by five."))
        return minutes


class CopyDayForm(forms.Form):
    """To which session a day is copied."""

    target = forms.ModelChoiceField(
        label=gettext_lazy("To which session?"), queryset=Session.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets
        self.fields["target"].label_from_instance = session_choice


class AcceptForm(forms.Form):
    """Why a clash may stand."""

    reason = forms.CharField(
        label=gettext_lazy("Why may it stand?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example: “The hall’s own loop is brought by the venue that day.”"),
        error_messages={"required": gettext_lazy("Say why. The reason stands beside the clash.")},
    )


def session_choice(session: Session) -> str:
    """Tell a session in a list."""
    day = date_format(session.starts_at.astimezone(session.zone), "j F Y")
    return _("%(session)s, %(day)s: %(title)s") % {"session": session, "day": day, "title": session.title}


def moment_in(session: Session, at: time) -> datetime:
    """Return the moment within a session's day or days at which its clock shows a time.

    Where several do (a session that goes past midnight, clocks that are put back) the one within its hours is meant.

    Raises:
        ClockRefused: there is none.
        PlanRefused: there are more than one.
    """
    zone = session.zone
    day = session.starts_at.astimezone(zone).date()
    last = session.ends_at.astimezone(zone).date()
    found: list[datetime] = []
    while day <= last:
        found += moments_at(day, at, zone)
        day += timedelta(days=1)
    within = [moment for moment in found if session.starts_at <= moment < session.ends_at]
    if len(within) == 1:
        return within[0]
    if len(found) == 1:
        return found[0]
    if not found:
        raise never_shown(session.starts_at.astimezone(zone).date(), at)
    raise PlanRefused(
        _(
            "That time comes twice in this session. Choose a time before or after it, or drag the item in the grid."
        ),
        code="time_comes_twice",
    )
