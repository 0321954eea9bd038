"""Reads of attendance: who is there, who is missing, who was there when."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from assembly.models import Assembly, Person
from scheduling.enums import Half, SessionState
from scheduling.enums_attendance import ATTENDED, OVER, AlertKind, Presence, is_attended, is_missed
from scheduling.models import Absence, Attendance, Session
from scheduling.selectors.sessions import members_at, sessions_of
from scheduling.where_people_sit import tables_at


@dataclass(frozen=True, slots=True)
class Row:
    """One member in one half of a session."""

    person: Person
    attendance: Attendance | None
    absence: Absence | None
    table: str

    @property
    def state(self) -> str:
        """Return what is noted, "" for nothing."""
        return self.attendance.state if self.attendance else ""

    @property
    def version(self) -> int:
        """Return what a tap of somebody who sees this has seen."""
        return self.attendance.version if self.attendance else 0

    @property
    def is_there(self) -> bool:
        """Whether they count as there."""
        return is_attended(self.state)

    @property
    def first_name(self) -> str:
        """Return what facilitators call them by: what stands on their badge, without a family name."""
        return self.person.called or str(self.person).split()[0]

    @property
    def is_called_otherwise(self) -> bool:
        """Whether what stands on their badge is no word of their name."""
        return self.person.called not in ("", self.person.name, *self.person.name.split())

    @property
    def dial(self) -> str:
        """Return the phone number as a telephone dials it."""
        return "".join(mark for mark in self.person.phone if mark.isdigit() or mark == "+")

    @property
    def is_missing(self) -> bool:
        """Whether they are awaited: not there, and not excused by what was noted or said."""
        return self.state in ("", Presence.ABSENT) and self.absence is None


@dataclass(frozen=True, slots=True)
class Room:
    """Everybody expected in one half, by seat."""

    rows: list[Row]
    quorum: int | None

    @property
    def there(self) -> list[Row]:
        """Return those who are there."""
        return [row for row in self.rows if row.is_there]

    @property
    def missing(self) -> list[Row]:
        """Return those who are awaited."""
        return [row for row in self.rows if row.is_missing]

    @property
    def excused(self) -> list[Row]:
        """Return those who are known not to come."""
        return [row for row in self.rows if not row.is_there and not row.is_missing]

    @property
    def unnoted(self) -> list[Row]:
        """Return those about whom nothing is noted."""
        return [row for row in self.rows if not row.state]

    @property
    def has_quorum(self) -> bool:
        """Whether enough are there; without a quorum always."""
        return self.quorum is None or len(self.there) >= self.quorum

    @property
    def lacking(self) -> int:
        """Return how many more are needed."""
        return max((self.quorum or 0) - len(self.there), 0)


def room_of(session: Session, half: str) -> Room:
    """Return who is there and who is not in a half."""
    noted = {each.person_id: each for each in Attendance.objects.filter(session=session, half=half)}
    said = {each.person_id: each for each in Absence.objects.filter(session=session, taken_back_at=None)}
    tables = tables_at(session)
    rows = []
    for person in members_at(session):
        absence = said.get(person.pk)
        rows.append(
            Row(
                person,
                noted.get(person.pk),
                absence if absence and absence.covers(half) else None,
                tables.get(person.pk, ""),
            )
        )
    return Room(rows, session.quorum)


def half_at(session: Session, now: datetime) -> Half:
    """Return which half it is by the clock."""
    is_second = session.second_half_at is not None and now >= session.second_half_at
    return Half.SECOND if is_second else Half.FIRST


def open_session(assembly: Assembly, now: datetime) -> Session | None:
    """Return the session whose doors are open; of several the one whose time is nearest."""
    doors = list(sessions_of(assembly).filter(state=SessionState.OPEN))
    return min(doors, key=lambda each: _away(each, now), default=None)


def _away(session: Session, now: datetime) -> float:
    return max((session.starts_at - now).total_seconds(), (now - session.ends_at).total_seconds(), 0)


def absent_people(session: Session) -> set[int]:
    """Return the keys of those who will not sit at a table: noted so in all that is noted, or said beforehand."""
    states: dict[int, set[str]] = defaultdict(set)
    for person, state in Attendance.objects.filter(session=session).values_list("person", "state"):
        states[person].add(state)
    noted = {person for person, found in states.items() if not any(map(is_attended, found))}
    said = Absence.objects.filter(session=session, taken_back_at=None, half="").values_list(
        "person", flat=True
    )
    return noted | (set(said) - set(states))


def people_who_came(people: Collection[int], noted_by: datetime) -> set[int]:
    """Return those of some people who are noted as there in any half of any session, not later than a moment."""
    rows = Attendance.objects.filter(person__in=people, state__in=ATTENDED, noted_at__lte=noted_by)
    return set(rows.values_list("person", flat=True))


@dataclass(frozen=True, slots=True)
class Presences:
    """How one category's value stands in the room: of how many, how many are there."""

    category: str
    value: str
    there: int
    panel: int


def balance_of(room: Room) -> list[Presences]:
    """Return for each value of each category how many of the panel are there, by name."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in room.rows:
        for category, value in row.person.values.items():
            count = counts[category, value]
            count[0] += row.is_there
            count[1] += 1
    return [Presences(*key, *count) for key, count in sorted(counts.items())]


def presence_of(assembly: Assembly) -> dict[int, dict[int, dict[str, Attendance]]]:
    """Return everything that is noted: person → session → half → attendance."""
    found: dict[int, dict[int, dict[str, Attendance]]] = defaultdict(lambda: defaultdict(dict))
    for each in Attendance.objects.filter(session__assembly=assembly):
        found[each.person_id][each.session_id][each.half] = each
    return found


def halves_attended(assembly: Assembly) -> dict[int, dict[int, dict[str, str]]]:
    """Return what counts as attended (`ATTENDED`): key of the person → key of the session → half → state."""
    found: dict[int, dict[int, dict[str, str]]] = {}
    rows = Attendance.objects.filter(session__assembly=assembly)
    for person, session, half, state in rows.values_list("person", "session", "half", "state"):
        if is_attended(state):
            found.setdefault(person, {}).setdefault(session, {})[half] = state
    return found


@dataclass(frozen=True, slots=True)
class Miss:
    """Why somebody should be spoken to, and the last session that made it so."""

    person: int
    session: int
    kind: AlertKind


def misses_of(assembly: Assembly) -> list[Miss]:
    """Return who missed two half-days in a row, or all of two sessions, of those that are over.

    Halves about which nothing is noted neither count nor interrupt. What somebody caught up is not missed any more.
    """
    over = list(sessions_of(assembly).filter(state__in=OVER))
    found = []
    for person, sessions in presence_of(assembly).items():
        if miss := _miss_of(person, over, sessions):
            found.append(miss)
    return sorted(found, key=lambda each: each.person)


def _miss_of(person: int, over: list[Session], noted: Mapping[int, Mapping[str, Attendance]]) -> Miss | None:
    """Return the last thing that makes somebody worth a call."""
    miss, was_missed, whole = None, False, 0
    for session in over:
        halves = [noted.get(session.pk, {}).get(half) for half in session.halves]
        missed = [is_missed(each.state, caught_up=bool(each.caught_up)) for each in halves if each]
        for each in missed:
            if each and was_missed:
                miss = Miss(person, session.pk, AlertKind.HALVES)
            was_missed = each
        if missed and len(missed) == len(halves) and all(missed):
            whole += 1
            if whole >= 2:
                miss = Miss(person, session.pk, AlertKind.SESSIONS)
    return miss


def next_session(assembly: Assembly, now: datetime) -> Session | None:
    """Return the next published session, or the one under way."""
    published = (SessionState.PUBLISHED, SessionState.OPEN)
    return sessions_of(assembly).filter(state__in=published, ends_at__gt=now).first()
