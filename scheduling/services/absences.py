"""Note who said beforehand that they cannot come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Person, User
from assembly.services.record import record_event
from scheduling.enums import SessionState
from scheduling.errors import AttendanceRefused
from scheduling.models import Absence, Session
from scheduling.selectors.sessions import members_at


@transaction.atomic
def say_absence(
    *, session: Session, person: Person, half: str, reason: str, how: str, actor: User, now: datetime
) -> Absence:
    """Note that somebody cannot come; said again, the last word stands.

    Raises:
        AttendanceRefused: the session is still a draft or over, has no such half, or the person is not expected.
    """
    # The session's row is the lock: of two who enter the same call, the second changes what the first has made.
    session = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=session.pk)
    )
    if session.state == SessionState.DRAFT:
        raise AttendanceRefused(_("The programme of this session is not published yet."))
    if session.ends_at <= now:
        raise AttendanceRefused(_("This session is over. Correct who was there on the list instead."))
    if half and half not in session.halves:
        raise AttendanceRefused(_("This session has no such half."))
    if not members_at(session).filter(pk=person.pk).exists():
        raise AttendanceRefused(_("%(person)s is not expected at this session.") % {"person": person})
    absence, _is_new = Absence.objects.update_or_create(
        session=session,
        person=person,
        defaults={
            "half": half,
            "reason": reason,
            "how": how,
            "said_at": now,
            "said_by": actor,
            "taken_back_at": None,
        },
    )
    # Why stays out of the record: it is private, and may be erased.
    record_event(
        "absence.say",
        obj=absence,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"session": session.number, "seat": person.seat_number, "how": how},
    )
    return absence


@transaction.atomic
def take_back_absence(*, absence: Absence, actor: User, now: datetime) -> bool:
    """Note that somebody comes after all; return whether they had said otherwise until now."""
    locked = (
        Absence.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=absence.pk, taken_back_at=None)
        .first()
    )
    if locked is None:
        return False
    locked.taken_back_at, locked.reason = now, ""
    locked.save(update_fields=["taken_back_at", "reason"])
    record_event(
        "absence.take_back",
        obj=locked,
        assembly=locked.session.assembly,
        actor=actor,
        now=now,
        details={"session": locked.session.number, "seat": locked.person.seat_number},
    )
    return True
