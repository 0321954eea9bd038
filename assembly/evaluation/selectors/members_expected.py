"""Who was expected at sessions that are over, for all sessions with one query."""

from collections.abc import Iterable

from assembly.models import Assembly, Person
from scheduling.enums_attendance import OVER
from scheduling.models import Session


def sessions_over(assembly: Assembly) -> list[Session]:
    """Return the sessions of which attendance stands, by their days."""
    return list(Session.objects.filter(assembly=assembly, state__in=OVER).order_by("starts_at", "pk"))


def expected_at(assembly: Assembly, sessions: Iterable[Session]) -> list[tuple[Session, set[int]]]:
    """Return each session with the keys of the members whom `members_at` finds for it."""
    members = Person.objects.members().filter(assembly=assembly).order_by()
    rows = list(members.values_list("pk", "joined_at", "left_at"))
    return [
        (
            session,
            {
                key
                for key, joined, left in rows
                if joined <= session.ends_at and (left is None or left > session.starts_at)
            },
        )
        for session in sessions
    ]
