"""The programme for calendar programs, by RFC 5545.

Moments are written in UTC: every program reads them the same, also on the days on which clocks change. By which clock
they were planned is told in words.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from assembly.models import Assembly
from scheduling.calendar_entries import Entry
from scheduling.enums import Part
from scheduling.programme_words import public_people, session_name, session_when, time_words

READ_AGAIN = timedelta(hours=4)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_file(
    assembly: Assembly,
    entries: Iterable[Entry],
    names: Mapping[int, str],
    *,
    published_at: datetime,
    reader: int | None,
    page_url: str,
) -> bytes:
    """Return the calendar. names: those that everybody may read, by key; reader: whose parts are told as theirs.

    The same versions give the same bytes, so that a program is told when nothing has changed.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Assembly//Programme//{(get_language() or 'en').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = " ".join(assembly.name.split())
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    entries = list(entries)
    if not entries:
        # The standard wants one component at least.
        calendar.add_component(Timezone.from_tzid("UTC"))
    for entry in entries:
        calendar.add_component(_event(entry, names, published_at, reader, page_url))
    return calendar.to_ical()


def _event(
    entry: Entry, names: Mapping[int, str], published_at: datetime, reader: int | None, page_url: str
) -> Event:
    session, item = entry.session, entry.item
    title = item.title if item else f"{session_name(session)}: {session.title}"
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", max(published_at, entry.changed_at).astimezone(UTC))
    event.add("created", entry.made_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.begin.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", " ".join(title.split()))
    place = [item.room if item else "", session.venue, *session.address.splitlines()]
    if any(place):
        event.add("location", ", ".join(filter(None, (part.strip() for part in place))))
    event.add("description", "\n".join(_lines(entry, names, reader)))
    event.add("url", page_url)
    event.add("class", "PRIVATE" if reader is not None else "PUBLIC")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _lines(entry: Entry, names: Mapping[int, str], reader: int | None) -> Iterable[str]:
    session, item = entry.session, entry.item
    if entry.is_cancelled:
        yield _("Cancelled.")
    yield f"{session_when(session)} ({session.time_zone})"
    if item is not None:
        yield f"{session_name(session)}: {session.title}"
        yield from (str(Part(part).label) for person, part in item.people if person == reader)
        yield from filter(None, (item.description,))
        return
    yield from filter(None, (session.note,))
    for each in session.items:
        heard = ", ".join(public_people(each, names))
        when = time_words(session, each.starts_at, each.ends_at)
        yield f"{when}: {each.title}" + (f" ({heard})" if heard else "")
