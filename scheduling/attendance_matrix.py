"""All members against all half-days: who was there when."""

from dataclasses import dataclass

from assembly.models import Assembly, Person
from scheduling.enums import Half
from scheduling.enums_attendance import NOTABLE, is_attended
from scheduling.models import Attendance, Session
from scheduling.selectors.attendance import presence_of
from scheduling.selectors.sessions import sessions_of


@dataclass(frozen=True, slots=True)
class Column:
    """One half of one session, with how many were there of how many expected."""

    session: Session
    half: Half
    there: int
    expected: int
    slots: list[str]

    def __str__(self) -> str:
        if len(self.session.halves) == 1:
            return str(self.session)
        return f"{self.session}, {self.half.label}"

    @property
    def missing(self) -> int:
        """Return how many were not there."""
        return self.expected - self.there


@dataclass(frozen=True, slots=True)
class Line:
    """One member; a cell is None where nothing is noted. expected: which halves were theirs to come to."""

    person: Person
    cells: list[Attendance | None]
    expected: list[bool]

    @property
    def attended(self) -> int:
        """Return at how many halves they were."""
        return sum(cell is not None and is_attended(cell.state) for cell in self.cells)

    @property
    def pairs(self) -> list[tuple[Attendance | None, bool]]:
        """Return each cell with whether they were expected."""
        return list(zip(self.cells, self.expected, strict=True))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns by time, lines by seat."""

    columns: list[Column]
    lines: list[Line]


def matrix_of(assembly: Assembly) -> Matrix:
    """Return the matrix of all sessions that were opened, in three queries."""
    sessions = list(sessions_of(assembly).filter(state__in=NOTABLE))
    people = list(Person.objects.members().filter(assembly=assembly))
    noted = presence_of(assembly)
    halves = [(session, half) for session in sessions for half in session.halves]
    lines = [
        Line(
            person,
            [noted.get(person.pk, {}).get(session.pk, {}).get(half) for session, half in halves],
            [_is_expected(person, session) for session, _half in halves],
        )
        for person in people
    ]
    columns = [_column(session, half, place, lines) for place, (session, half) in enumerate(halves)]
    return Matrix(columns, lines)


def _is_expected(person: Person, session: Session) -> bool:
    """Whether somebody was a member then (as `members_at` asks the database)."""
    return person.joined_at <= session.ends_at and (
        person.left_at is None or person.left_at > session.starts_at
    )


def _column(session: Session, half: Half, place: int, lines: list[Line]) -> Column:
    cells = [line.cells[place] for line in lines if line.expected[place]]
    there = [cell for cell in cells if cell is not None and is_attended(cell.state)]
    # Those who were there first, so that what is empty at the end tells how many were not.
    slots = [cell.slot for cell in there]
    slots += [cell.slot for cell in cells if cell is not None and not is_attended(cell.state)]
    slots += ["todo" for cell in cells if cell is None]
    return Column(session, half, len(there), len(cells), slots)
