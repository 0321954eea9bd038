"""How the programme's acts and places are told on pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.local_times import clock_span, clock_time
from scheduling.models import AgendaItem, Room, Session

VERBS: Mapping[str, Any] = {
    "place": gettext_lazy("placed"),
    "tray": gettext_lazy("put back into the tray"),
    "length": gettext_lazy("made longer or shorter"),
    "shift": gettext_lazy("moved because the day runs late"),
    "copy": gettext_lazy("copied from another day"),
    "automatic": gettext_lazy("placed automatically"),
}
"""What an act did to its items."""


def place_words(session: Session | None, room: Room | None, moment: Any, minutes: int = 0) -> str:
    """Tell a place: "Session 2, Main Hall, 10:00–10:30"; a place of no session is the tray."""
    if session is None or moment is None:
        return _("in the tray")
    at = clock_span(moment, minutes, session.zone) if minutes else clock_time(moment, session.zone)
    where = str(room) if room else _("no room")
    return _("%(session)s, %(room)s, %(time)s") % {"session": session, "room": where, "time": at}


def item_place(item: AgendaItem) -> str:
    """Tell where an item stands."""
    return place_words(item.session, item.room, item.starts_at, item.minutes)


def session_day(session: Session) -> str:
    """Tell when a session is: "Saturday 20 June 2026, 09:00–16:30"."""
    begins, ends = (moment.astimezone(session.zone) for moment in (session.starts_at, session.ends_at))
    day = date_format(begins, "l j F Y")
    if begins.date() != ends.date():
        return _("%(day)s, %(start)s to %(last)s, %(end)s") % {
            "day": day,
            "start": clock_time(begins, session.zone),
            "last": date_format(ends, "l j F Y"),
            "end": clock_time(ends, session.zone),
        }
    return _("%(day)s, %(start)s–%(end)s") % {
        "day": day,
        "start": clock_time(begins, session.zone),
        "end": clock_time(ends, session.zone),
    }
