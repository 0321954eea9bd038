"""The form of a session: a day and times by the clock of its venue."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.forms.fields import DayField
from assembly.models import Assembly
from scheduling.clock_times import zone_choices
from scheduling.enums import Phase
from scheduling.errors import ClockRefused
from scheduling.forms.venues import TimeField, long_text
from scheduling.local_times import moment_at
from scheduling.models import Room, Session, Venue
from scheduling.selectors.seen import seen_of


class _RoomsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Room) -> str:
        """Name a room with its venue and size."""
        places = ngettext("%(n)s place", "%(n)s places", obj.capacity) % {"n": obj.capacity}
        return f"{obj.name}, {obj.venue} ({places})"


class SessionForm(forms.Form):
    """A session, new or changed."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("What members will know it by, for example: Where the dirty air comes from."),
        error_messages={"required": gettext_lazy("Write a title.")},
    )
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices, widget=forms.RadioSelect)
    venue = forms.ModelChoiceField(
        label=gettext_lazy("Venue"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not known yet, or online"),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Clock"),
        choices=zone_choices,
        help_text=gettext_lazy("Counts only without a venue: else the session is told by the venue’s clock."),
    )
    day = DayField(label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Give the day.")})
    begins = TimeField(
        label=gettext_lazy("Begins"),
        error_messages={"required": gettext_lazy("Give the time at which it begins.")},
    )
    ends = TimeField(
        label=gettext_lazy("Ends"),
        error_messages={"required": gettext_lazy("Give the time at which it ends.")},
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only where it ends on another day than it begins."),
    )
    second_half = TimeField(
        label=gettext_lazy("Second half begins"),
        required=False,
        help_text=gettext_lazy("Mostly after lunch. From then on attendance is noted apart."),
    )
    rooms = _RoomsField(
        label=gettext_lazy("Rooms"),
        queryset=Room.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that can be used on the day; none ticked means all of the venue."),
    )
    quorum = forms.IntegerField(label=gettext_lazy("Quorum"), required=False, min_value=1)
    members_note = forms.CharField(
        label=gettext_lazy("Note for members"),
        max_length=2000,
        required=False,
        widget=long_text(),
        help_text=gettext_lazy("What to bring, lunch, childcare."),
    )
    staff_notes = forms.CharField(
        label=gettext_lazy("Notes for staff"),
        max_length=3000,
        required=False,
        widget=long_text(),
        help_text=gettext_lazy("Members never see this."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        assembly: Assembly,
        session: Session | None = None,
        zone: str = "",
        last: int = 0,
    ) -> None:
        """Make the form of a session, or of a new one that comes after those up to the number `last`."""
        super().__init__(data, initial=_initial(session, zone, last))
        self.assembly, self.session = assembly, session
        kept = Q(is_retired=False) | Q(pk=session.venue_id if session else None)
        self.fields["venue"].queryset = Venue.objects.filter(kept, assembly=assembly)
        ticked = list(session.rooms.values_list("pk", flat=True)) if session else []
        self.fields["rooms"].queryset = Room.objects.filter(
            Q(is_retired=False) | Q(pk__in=ticked), venue__assembly=assembly
        ).select_related("venue")
        self.fields["quorum"].max_value = assembly.seats
        two_thirds = -(-assembly.seats * 2 // 3)
        self.fields["quorum"].help_text = _(
            "From how many members on the session may decide. Two thirds is common: %(quorum)s of %(seats)s."
        ) % {"quorum": two_thirds, "seats": assembly.seats}
        if session and session.items.exists():
            self.fields["moves_items"] = forms.BooleanField(
                label=_("Move the programme along when the beginning changes"), required=False, initial=True
            )

    @property
    def after(self) -> int | None:
        """Return the highest number when the form of a new session was shown, None where nobody knows."""
        seen: str = self.cleaned_data["seen"]
        return int(seen[:9]) if seen.isascii() and seen.isdigit() else None

    def clean_quorum(self) -> int | None:
        """Refuse more than there are seats."""
        quorum: int | None = self.cleaned_data["quorum"]
        if quorum and quorum > self.assembly.seats:
            raise forms.ValidationError(_("There are only %(seats)s seats.") % {"seats": self.assembly.seats})
        return quorum

    def clean(self) -> dict[str, Any]:
        """Work out the moments by the clock, and hold rooms against the venue."""
        cleaned: dict[str, Any] = super().clean() or {}
        venue = cleaned.get("venue")
        if any(room.venue_id != getattr(venue, "pk", None) for room in cleaned.get("rooms", ())):
            self.add_error("rooms", _("Tick only rooms of the venue that is chosen."))
        if all(cleaned.get(name) is not None for name in ("day", "begins", "ends")):
            zone = venue.time_zone if venue else cleaned.get("time_zone") or settings.TIME_ZONE
            self._moments(cleaned, ZoneInfo(zone))
        return cleaned

    def _moments(self, cleaned: dict[str, Any], zone: ZoneInfo) -> None:
        day, last = cleaned["day"], cleaned.get("last_day") or cleaned["day"]
        begins = self._moment("begins", day, cleaned["begins"], zone)
        ends = self._moment("ends", last, cleaned["ends"], zone)
        half = None
        if at := cleaned.get("second_half"):
            half = self._moment("second_half", day if at > cleaned["begins"] else last, at, zone)
        if begins and ends and ends <= begins:
            self.add_error("ends", _("This is not after the beginning."))
        elif begins and ends and half and not begins < half < ends:
            self.add_error("second_half", _("This is not between the beginning and the end."))
        cleaned |= {"starts_at": begins, "ends_at": ends, "second_half_at": half, "zone": zone.key}

    def _moment(self, field: str, day: date, at: time, zone: ZoneInfo) -> datetime | None:
        try:
            return moment_at(day, at, zone)
        except ClockRefused as refused:
            self.add_error(field, str(refused))
            return None

    def given(self) -> dict[str, Any]:
        """Return the fields of the session."""
        names = (
            "title",
            "phase",
            "venue",
            "starts_at",
            "ends_at",
            "second_half_at",
            "quorum",
            "members_note",
            "staff_notes",
        )
        return {"time_zone": self.cleaned_data["zone"], **{name: self.cleaned_data[name] for name in names}}


def _initial(session: Session | None, zone: str, last: int) -> dict[str, Any]:
    if session is None:
        return {"time_zone": zone or settings.TIME_ZONE, "phase": Phase.LEARNING, "seen": last}
    begins = session.starts_at.astimezone(session.zone)
    ends = session.ends_at.astimezone(session.zone)
    half = session.second_half_at and session.second_half_at.astimezone(session.zone)
    names = ("title", "phase", "venue", "time_zone", "quorum", "members_note", "staff_notes")
    return {
        **{name: getattr(session, name) for name in names},
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != begins.date() else None,
        "second_half": half.time() if half else None,
        "rooms": list(session.rooms.values_list("pk", flat=True)),
        "seen": seen_of(session),
    }
