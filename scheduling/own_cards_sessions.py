"""What members see of sessions on their own page: the next one, and where they were."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, Person, User
from assembly.own_cards import OwnCard, register_own_card
from assembly.selectors import member_of
from scheduling.enums import SessionState
from scheduling.models import Absence, Attendance
from scheduling.selectors.attendance import next_session
from scheduling.where_people_sit import tables_at


def _next(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    person = member_of(assembly, user)
    session = next_session(assembly, now) if person else None
    if person is None or session is None:
        return None
    absence = Absence.objects.filter(session=session, person=person, taken_back_at=None).first()
    context = {
        "session": session,
        "absence": absence,
        "table": tables_at(session).get(person.pk, ""),
        "is_today": session.starts_at.astimezone(session.zone).date() == now.astimezone(session.zone).date(),
    }
    return "scheduling/own_next_session.html", context


def _attendance(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    person = member_of(assembly, user)
    noted = _noted(person) if person else []
    return ("scheduling/own_attendance.html", {"noted": noted}) if noted else None


def _noted(person: Person) -> list[Attendance]:
    # What staff is noting at this moment may still be corrected.
    done = (SessionState.CLOSED, SessionState.MATERIALS)
    found = Attendance.objects.filter(person=person, session__state__in=done).select_related("session")
    return list(found.order_by("session__starts_at", "half"))


register_own_card(OwnCard("scheduling.next_session", 10, _next))
register_own_card(OwnCard("scheduling.attendance", 60, _attendance))
