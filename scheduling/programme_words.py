"""A programme and its changes in words: days and times by the clock of the session, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scheduling.enums import ItemKind, Part, Phase
from scheduling.programme_changes import Change, ChangeKind
from scheduling.programme_content import PUBLIC_PARTS, PublishedItem, PublishedSession

Place = tuple[PublishedSession, PublishedItem | None]

_PARTS: dict[str, str] = dict(Part.choices)


def day_words(session: PublishedSession, moment: datetime | None = None) -> str:
    """Return a day by the session's clock: Saturday 6 June 2026."""
    return date_format((moment or session.starts_at).astimezone(session.zone), "l j F Y")


def time_words(session: PublishedSession, begins: datetime, ends: datetime) -> str:
    """Return “9:30 to 16:30” by the session's clock; a day is told where it ends on another."""
    start, end = begins.astimezone(session.zone), ends.astimezone(session.zone)
    until = date_format(end, "H:i" if start.date() == end.date() else "l j F, H:i")
    return _("%(start)s to %(end)s") % {"start": date_format(start, "H:i"), "end": until}


def session_name(session: PublishedSession) -> str:
    """Return “Session 2”."""
    return _("Session %(number)s") % {"number": session.number}


def session_when(session: PublishedSession) -> str:
    """Return day and times of a session."""
    return f"{day_words(session)}, {time_words(session, session.starts_at, session.ends_at)}"


def place_words(place: Place, *, beside: Place | None = None) -> str:
    """Return when and where; of an item its session and day only where they differ from those `beside`."""
    session, item = place
    if item is None:
        return ", ".join(filter(None, (session_when(session), session.venue)))
    pieces = []
    is_elsewhere = beside is None or beside[0].uid != session.uid
    if is_elsewhere:
        pieces.append(session_name(session))
    if is_elsewhere or day_words(session, item.starts_at) != day_words(beside[0], _begin(beside)):  # type: ignore[index]
        pieces.append(day_words(session, item.starts_at))
    pieces.append(time_words(session, item.starts_at, item.ends_at))
    return ", ".join(filter(None, (*pieces, item.room)))


def _begin(place: Place | None) -> datetime | None:
    return place[1].starts_at if place and place[1] else None


def change_title(change: Change) -> str:
    """Return what a change is about: the item, or the session."""
    session, item = change.after or change.before  # type: ignore[misc]
    return f"“{item.title}”" if item else session_name(session)


def kind_words(change: Change) -> str:
    """Return what became of it, in a word."""
    return {
        ChangeKind.ADDED: _("New"),
        ChangeKind.MOVED: _("Moved"),
        ChangeKind.CANCELLED: _("Cancelled"),
        ChangeKind.WORDS: _("Words changed"),
        ChangeKind.PEOPLE: _("People changed"),
    }[change.kind]


def moved_words(change: Change) -> tuple[str, str]:
    """Return where something stood and where it stands."""
    before, after = change.before, change.after
    if before is None or after is None:
        return (place_words(before) if before else "", place_words(after) if after else "")
    return place_words(before, beside=after), place_words(after, beside=before)


def wordings(change: Change) -> list[tuple[str, str, str]]:
    """Return (name, before, after) of each text that differs."""
    (was_in, was), (is_in, now) = change.before, change.after  # type: ignore[misc]
    if was and now:
        pairs = [
            (_("Title"), was.title, now.title),
            (_("Kind"), _kind(was), _kind(now)),
            (_("What it is about"), was.description, now.description),
        ]
    else:
        pairs = [
            (_("Number"), session_name(was_in), session_name(is_in)),
            (_("Title"), was_in.title, is_in.title),
            (_("Phase"), _phase(was_in), _phase(is_in)),
            (_("Note for members"), was_in.note, is_in.note),
        ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _kind(item: PublishedItem) -> str:
    return str(ItemKind(item.kind).label)


def _phase(session: PublishedSession) -> str:
    return str(Phase(session.phase).label)


def people_words(change: Change, names: Mapping[int, str]) -> list[str]:
    """Return who came and who left, in sentences; whoever has no name any more is passed over."""
    was, now = change.before[1], change.after[1]  # type: ignore[index]
    said = []
    for sentence, people in (
        (_("New: %(people)s."), set(now.people) - set(was.people)),  # type: ignore[union-attr]
        (_("No longer: %(people)s."), set(was.people) - set(now.people)),  # type: ignore[union-attr]
    ):
        told = [f"{names[key]} ({_PARTS[part]})" for key, part in sorted(people) if key in names]
        if told:
            said.append(sentence % {"people": ", ".join(told)})
    return said


def sentence_for(change: Change, person: int) -> str:
    """Tell somebody in one sentence what a change means for them."""
    before, after = change.before, change.after
    session, item = after or before  # type: ignore[misc]
    was, now = moved_words(change)
    words = {
        "what": change_title(change),
        "session": f"{session_name(session)} ({day_words(session)})",
        "was": was,
        "now": now,
    }
    if change.kind == ChangeKind.PEOPLE:
        return _own_part(after, person, words)
    if change.kind == ChangeKind.WORDS:
        words["names"] = ", ".join(name for name, _was, _now in wordings(change))
    return {
        ChangeKind.ADDED: _("New: %(what)s, %(now)s."),
        ChangeKind.CANCELLED: _("Cancelled: %(what)s, %(was)s."),
        ChangeKind.MOVED: _("%(what)s in %(session)s: not %(was)s, but %(now)s.")
        if item
        else _("%(what)s: not %(was)s, but %(now)s."),
        ChangeKind.WORDS: _("%(what)s, %(session)s: other words (%(names)s)."),
    }[change.kind] % words


def _own_part(after: Place | None, person: int, words: Mapping[str, str]) -> str:
    item = after[1] if after else None
    parts = [_PARTS[part] for key, part in item.people if key == person] if item else []
    if not after or not parts:
        return _("You no longer have a part in %(what)s, %(session)s.") % words
    said = _("Your part in %(what)s, %(place)s: %(part)s.")
    return said % {**words, "place": place_words(after), "part": ", ".join(map(str, parts))}


def public_people(item: PublishedItem, names: Mapping[int, str]) -> list[str]:
    """Return who is heard in an item, as everybody may read it."""
    return [names[key] for key, part in item.people if part in PUBLIC_PARTS and key in names]
