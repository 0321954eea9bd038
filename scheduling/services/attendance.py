"""Note who is there.

Two tablets, bad connections: which of two taps about one person stands? A tap carries the version of what its tablet
showed. If that is what stands, nobody has noted anything since, and the tap is taken: no clock is asked. Only where
somebody else was quicker, the later tap wins, wherever it waited: its tablet says for how long, as the difference of
its own clock with itself, and we count back from our own. So a tablet whose clock is wrong by hours does no harm, and
a tap that waited overwrites nothing newer. One that comes too late is kept among the changes, and its tablet is told.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Person, User
from assembly.services.record import record_event
from scheduling.enums_attendance import NOTABLE, Presence, Way, is_attended
from scheduling.errors import AttendanceRefused
from scheduling.models import Absence, Attendance, AttendanceChange, Session
from scheduling.selectors.sessions import members_at

LONGEST_WAIT = timedelta(hours=24)
"""No tap waits longer; whoever says so has a broken clock."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What somebody pressed. waited: from pressing to sending, by the tablet. seen: the version it showed, 0 for none.

    only_if_seen: whoever was quicker wins, whatever the moments (a second look at a sheet has shown what stood).
    """

    person: Person
    half: str
    state: str
    client_id: uuid.UUID
    how: str = Way.LIST
    seen: int = 0
    waited: timedelta = timedelta(0)
    sheet: str = ""
    only_if_seen: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of a tap: the attendance as it stands now, and whether it is as the tap said."""

    attendance: Attendance
    is_applied: bool


@transaction.atomic
def note_attendance(*, session: Session, tap: Tap, actor: User, now: datetime) -> Noted:
    """Note a tap, once however often it is sent.

    Raises:
        AttendanceRefused: the session is not open yet, it has no such half, or the person is not expected at it.
    """
    session = _notable(session, tap.half)
    if not members_at(session).filter(pk=tap.person.pk).exists():
        raise AttendanceRefused(_("%(person)s is not expected at this session.") % {"person": tap.person})
    return _note(session, _locked_row(session, tap, actor, now), tap, actor, now)


@transaction.atomic
def note_many(*, session: Session, taps: Iterable[Tap], actor: User, now: datetime) -> list[Noted]:
    """Note several taps together, those for one half each, in the order of people so that nobody waits crosswise.

    Raises:
        AttendanceRefused: as for one tap; then none of them is noted.
    """
    taps = sorted(taps, key=lambda tap: (tap.person.pk, tap.half))
    expected = set(members_at(session).values_list("pk", flat=True))
    for tap in taps:
        if tap.person.pk not in expected:
            raise AttendanceRefused(_("%(person)s is not expected at this session.") % {"person": tap.person})
        session = _notable(session, tap.half)
    # All rows before the record: whoever notes one of these people at the door holds that row and waits for the record.
    rows = {(tap.person.pk, tap.half): _locked_row(session, tap, actor, now) for tap in taps}
    return [_note(session, rows[tap.person.pk, tap.half], tap, actor, now) for tap in taps]


@transaction.atomic
def note_rest(*, session: Session, half: str, there: bool, actor: User, now: datetime) -> int:
    """Note all about whom nothing is noted: present, or else excused where they said so and absent; return how many."""
    session = _notable(session, half)
    noted = set(Attendance.objects.filter(session=session, half=half).values_list("person", flat=True))
    absences = {each.person_id: each for each in Absence.objects.filter(session=session)}
    taps = []
    for person in members_at(session):
        said = person.pk in absences and absences[person.pk].covers(half)
        if person.pk in noted or (there and said):
            continue
        state = Presence.PRESENT if there else Presence.EXCUSED if said else Presence.ABSENT
        # Whoever is noted in this very moment by somebody else stays as they were noted.
        taps.append(Tap(person, half, state, uuid.uuid4(), only_if_seen=True))
    return sum(each.is_applied for each in note_many(session=session, taps=taps, actor=actor, now=now))


@transaction.atomic
def note_caught_up(*, attendance: Attendance, how: str, actor: User, now: datetime) -> Attendance:
    """Note that somebody has made good what they missed, or ("") that they have not.

    Raises:
        AttendanceRefused: they were there.
    """
    locked = Attendance.objects.select_for_update(no_key=True, of=("self",)).get(pk=attendance.pk)
    if is_attended(locked.state):
        raise AttendanceRefused(_("They were there: there is nothing to catch up."))
    if locked.caught_up == how:
        return locked
    locked.caught_up, locked.noted_at, locked.noted_by = how, now, actor
    _keep_change(locked, uuid.uuid4(), before=locked.state, tap=None, moment=now, is_applied=True)
    record_event(
        "attendance.caught_up",
        obj=locked,
        assembly=locked.session.assembly,
        actor=actor,
        now=now,
        details={"session": locked.session.number, "half": locked.half, "how": how},
    )
    return locked


def _notable(session: Session, half: str) -> Session:
    """Return the session as it stands now; nobody notes anything before the doors open."""
    # Shared by all who note; whoever closes the session meanwhile does no harm, sheets come in after that too.
    session = Session.objects.select_related("assembly").get(pk=session.pk)
    if session.state not in NOTABLE:
        raise AttendanceRefused(_("This session is not open yet."))
    if half not in session.halves:
        raise AttendanceRefused(_("This session has no such half."))
    return session


def _moment(tap: Tap, now: datetime) -> datetime:
    return now - min(max(tap.waited, timedelta(0)), LONGEST_WAIT)


def _locked_row(session: Session, tap: Tap, actor: User, now: datetime) -> Attendance:
    # Of two who note somebody for the first time, one makes the row; the other finds it and waits for its lock.
    made, _is_new = Attendance.objects.get_or_create(
        session=session,
        half=tap.half,
        person=tap.person,
        defaults={
            "state": tap.state,
            "how": tap.how,
            "tapped_at": _moment(tap, now),
            "noted_at": now,
            "noted_by": actor,
        },
    )
    return Attendance.objects.select_for_update(no_key=True, of=("self",)).get(pk=made.pk)


def _note(session: Session, row: Attendance, tap: Tap, actor: User, now: datetime) -> Noted:
    moment = _moment(tap, now)
    # Under the lock: a tap sent again while its first copy is under way finds what that has left.
    sent = AttendanceChange.objects.filter(client_id=tap.client_id).first()
    if sent is not None:
        if sent.attendance_id != row.pk or sent.after != tap.state:
            raise AttendanceRefused(_("This tap was sent before, and said something else."))
        return Noted(row, sent.is_applied)
    is_first = row.version == 0
    is_seen = tap.seen == row.version
    if not is_first and not is_seen and (tap.only_if_seen or moment < row.tapped_at):
        _keep_late(row, tap, actor, moment, now)
        return Noted(row, is_applied=False)
    before = "" if is_first else row.state
    row.state, row.how = tap.state, tap.how
    if is_attended(tap.state):
        row.caught_up = ""
    # What was seen and pressed later is later, whatever the clocks say.
    row.tapped_at = moment if is_first else max(moment, row.tapped_at)
    row.noted_at, row.noted_by = now, actor
    _keep_change(row, tap.client_id, before=before, tap=tap, moment=moment, is_applied=True)
    record_event(
        "attendance.note",
        obj=row,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={
            "session": session.number,
            "half": tap.half,
            "seat": tap.person.seat_number,
            "from": before,
            "to": tap.state,
            "how": tap.how,
            **({"sheet": tap.sheet} if tap.sheet else {}),
        },
    )
    return Noted(row, is_applied=True)


def _keep_late(row: Attendance, tap: Tap, actor: User, moment: datetime, now: datetime) -> None:
    """Keep a tap that somebody else's later one has overtaken."""
    AttendanceChange.objects.create(
        attendance=row,
        client_id=tap.client_id,
        before=row.state,
        after=tap.state,
        how=tap.how,
        sheet=tap.sheet,
        is_applied=False,
        version=row.version,
        tapped_at=moment,
        noted_at=now,
        noted_by=actor,
    )
    record_event(
        "attendance.late",
        obj=row,
        assembly=row.session.assembly,
        actor=actor,
        now=now,
        details={
            "session": row.session.number,
            "half": row.half,
            "seat": tap.person.seat_number,
            "to": tap.state,
        },
    )


def _keep_change(
    row: Attendance, client_id: uuid.UUID, *, before: str, tap: Tap | None, moment: datetime, is_applied: bool
) -> None:
    row.version += 1
    row.save()
    AttendanceChange.objects.create(
        attendance=row,
        client_id=client_id,
        before=before,
        after=row.state,
        caught_up=row.caught_up,
        how=tap.how if tap else row.how,
        sheet=tap.sheet if tap else "",
        is_applied=is_applied,
        version=row.version,
        tapped_at=moment,
        noted_at=row.noted_at,
        noted_by=row.noted_by,
    )
