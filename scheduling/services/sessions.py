"""Plan sessions: enter, change, move through their lifecycle, number, delete while they are drafts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.clock_times import moved_by_clock
from scheduling.enums import SessionState
from scheduling.errors import InUse, SessionRefused
from scheduling.models import AgendaItem, Room, Session
from scheduling.selectors.seen import seen_of
from scheduling.selectors.sessions import rooms_of, session_days
from scheduling.services.deleting import delete_unused
from scheduling.services.plan import lock_plan
from scheduling.session_lifecycle import SESSION
from scheduling.session_verbs import SESSION_VERBS


@dataclass(frozen=True, slots=True)
class SavedSession:
    """A session as it was saved; how many items went along in time, and how many lost their room."""

    session: Session
    moved: int = 0
    without_room: int = 0


@transaction.atomic
def add_session(
    *,
    assembly: Assembly,
    fields: Mapping[str, Any],
    rooms: Collection[Room],
    actor: User,
    now: datetime,
    after: int | None = None,
) -> Session:
    """Plan one more session under the next number, which stays its own.

    after: the highest number when the form was shown; the same form sent twice is one session.
    """
    # The lock orders two who plan at once: they get two numbers.
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if after is not None:
        sent = Session.objects.filter(assembly=assembly, number__gt=after, **fields).first()
        if sent is not None:
            return sent
    last = Session.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(assembly=assembly, number=last + 1, **fields)
    session.rooms.set(rooms)
    _record("session.add", session, actor, now)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    fields: Mapping[str, Any],
    rooms: Collection[Room],
    moves_items: bool,
    seen: str,
    actor: User,
    now: datetime,
) -> SavedSession:
    """Change a session as the page showed it (`seen`). What was published stays as it was until the next version.

    Where `moves_items`, the programme keeps its distance from the beginning, by the clock. Items in a room that the
    session no longer has keep their time and lose the room.

    Raises:
        ChangedMeanwhile: somebody else changed it.
        ClockRefused: an item would come to stand at a time that the clock does not show.
    """
    # The plan's lock first, as everybody who plans takes it: nothing is placed meanwhile by the old hours and rooms.
    lock_plan(session.assembly)
    fresh = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    if seen_of(fresh) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this session meanwhile. What you typed is kept; save again to replace theirs."
            )
        )
    began, zone = fresh.starts_at, fresh.zone
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save()
    fresh.rooms.set(rooms)
    items = list(AgendaItem.objects.filter(session=fresh))
    by = fresh.starts_at.astimezone(fresh.zone).replace(tzinfo=None) - began.astimezone(zone).replace(
        tzinfo=None
    )
    has_moved = moves_items and (by or fresh.zone != zone)
    usable = {room.pk for room in rooms_of(fresh)}
    moved = without_room = 0
    for item in items:
        loses_room = item.room_id is not None and item.room_id not in usable
        if has_moved and item.starts_at:
            item.starts_at = moved_by_clock(item.starts_at, zone, by, fresh.zone)
            moved += 1
        if loses_room:
            item.room = None
            without_room += 1
        if has_moved or loses_room:
            item.version += 1
            item.save(update_fields=["starts_at", "room", "version"])
    _record("session.change", fresh, actor, now, moved=moved, without_room=without_room)
    return SavedSession(fresh, moved, without_room)


@transaction.atomic
def move_session(*, session: Session, verb: str, actor: User, now: datetime) -> Session:
    """Open, close or reopen a session, or say that its materials are published.

    Raises:
        SessionRefused: the verb is another part's, as publishing is.
        IllegalMove: not from the present state; of two who press at once, the second is told so.
    """
    if verb not in SESSION_VERBS:
        raise SessionRefused(_("A programme is published on its own page."))
    # Whoever plans or publishes at this moment does so before the session is over, or is told that it is.
    lock_plan(session.assembly)
    return move(
        SESSION,
        session,
        verb,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"number": session.number},
    )


@transaction.atomic
def delete_session(*, session: Session, actor: User, now: datetime) -> None:
    """Delete a draft in which nothing is planned.

    Raises:
        InUse: it was published, or something is planned in it.
    """
    lock_plan(session.assembly)
    fresh = Session.objects.get(pk=session.pk)
    if fresh.state != SessionState.DRAFT:
        raise InUse(_("%(session)s was published, so it stays.") % {"session": fresh})
    delete_unused(
        thing=fresh,
        event="session.delete",
        assembly=fresh.assembly,
        actor=actor,
        now=now,
        number=fresh.number,
    )


@transaction.atomic
def number_by_date(*, assembly: Assembly, actor: User, now: datetime) -> bool:
    """Number the sessions by their dates while all are drafts; answer whether anything changed.

    Raises:
        SessionRefused: one was published: its number stands in programmes, calendars and letters.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    found = list(Session.objects.filter(assembly=assembly))
    if any(session.state != SessionState.DRAFT for session in found):
        raise SessionRefused(_("A session was published already, so the numbers stay as they are."))
    wanted = {session.pk: number for number, session in enumerate(found, start=1)}
    changed = [session for session in found if session.number != wanted[session.pk]]
    # Numbers are unique: all go out of the way first.
    beyond = max((session.number for session in found), default=0) + len(found)
    for step in (beyond, 0):
        for session in changed:
            Session.objects.filter(pk=session.pk).update(number=wanted[session.pk] + step)
    if changed:
        record_event("session.renumber", obj=assembly, assembly=assembly, actor=actor, now=now)
    return bool(changed)


@transaction.atomic
def take_dates_from_sessions(*, assembly: Assembly, actor: User, now: datetime) -> bool:
    """Make the assembly's first and last day those of its sessions; answer whether they were others."""
    fresh = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    days = session_days(fresh)
    if days is None or (fresh.first_session_on, fresh.last_session_on) == days:
        return False
    fresh.first_session_on, fresh.last_session_on = days
    fresh.save(update_fields=["first_session_on", "last_session_on"])
    record_event("session.dates", obj=fresh, assembly=fresh, actor=actor, now=now)
    return True


def _record(event: str, session: Session, actor: User, now: datetime, **details: Any) -> None:
    record_event(
        event,
        obj=session,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"number": session.number, **details},
    )
