"""Plan the six sessions, publish the programme in three versions, let one clash stand and leave one open."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from assembly.demo.calendar import Calendar
from assembly.demo.programme_words import DAYS, Day, Planned
from assembly.demo.story_people import AT_TABLES
from assembly.models import Assembly, Person, User
from scheduling.enums import Part
from scheduling.models import AgendaItem, ProgrammeVersion, Room, Session
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.services.duties import set_duties
from scheduling.services.plan import Place, place_item
from scheduling.services.plan_clashes import accept_clash
from scheduling.services.plan_items import ItemFacts, PartOf, create_item, edit_item
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.programme_notices import version_known, write_notices
from scheduling.services.sessions import add_session

BEGINS, SECOND_HALF, ENDS = (9, 30), (13, 30), (16, 0)
QUORUM = 34
ROOMS_AT = {"corn": {"hall": "hall", "side": "weighing"}, "college": {"hall": "aula", "side": "library"}}
"""Venue → what the programme calls a room → the room."""
OFF_DUTY = {4: "carys"}
BOTH_STATIONS = "Sefu looks after both rooms; the door between them stays open."


def plan_sessions(
    assembly: Assembly,
    rooms: Mapping[str, Room],
    people: Mapping[str, Person],
    *,
    actor: User,
    calendar: Calendar,
) -> list[Session]:
    """Enter the six sessions with their items, and who is on duty."""
    sessions = []
    for number, day in enumerate(DAYS, start=1):
        now = calendar.at(2026, 4, 23, 8 + number, 0)
        session = _add(assembly, day, rooms, actor=actor, calendar=calendar, now=now)
        for minute, planned in enumerate(day.items, start=1):
            _plan_item(session, day, planned, rooms, people, actor=actor, now=now + timedelta(minutes=minute))
        parts = {people[key].pk: part for key, part in _duties(number).items()}
        set_duties(session=session, parts=parts, seen={}, actor=actor, now=now + timedelta(minutes=30))
        sessions.append(session)
    return sessions


def _add(
    assembly: Assembly, day: Day, rooms: Mapping[str, Room], *, actor: User, calendar: Calendar, now: datetime
) -> Session:
    starts, half, ends = (calendar.at(2026, *day.on, *time) for time in (BEGINS, SECOND_HALF, ENDS))
    return add_session(
        assembly=assembly,
        fields={
            "title": day.title,
            "phase": day.phase,
            "venue": rooms[ROOMS_AT[day.venue]["hall"]].venue,
            "time_zone": settings.TIME_ZONE,
            "starts_at": starts,
            "ends_at": ends,
            "second_half_at": half,
            "quorum": QUORUM,
            "members_note": day.note,
            "staff_notes": day.staff,
        },
        rooms=[rooms[key] for key in day.rooms],
        actor=actor,
        now=now,
    )


def _plan_item(
    session: Session,
    day: Day,
    planned: Planned,
    rooms: Mapping[str, Room],
    people: Mapping[str, Person],
    *,
    actor: User,
    now: datetime,
) -> AgendaItem:
    facts = ItemFacts(
        title=planned.title,
        kind=planned.kind,
        minutes=planned.minutes,
        description=planned.about,
        material=planned.material,
        staff_notes=planned.staff,
        expected=planned.expected,
        position=planned.position,
        parts=tuple(PartOf(part, people[key]) for key, part in planned.people),
    )
    item = create_item(assembly=session.assembly, facts=facts, actor=actor, now=now)
    if not planned.at:
        return item
    room = rooms[ROOMS_AT[day.venue].get(planned.room, planned.room)]
    place = Place(session, room, _at(session, planned.at))
    return place_item(item=item, version=item.version, place=place, actor=actor, now=now)


def _at(session: Session, time: str) -> datetime:
    """Return the moment at which the session's clock shows a time on its day."""
    hour, minute = map(int, time.split(":"))
    begins = session.starts_at.astimezone(session.zone)
    return begins.replace(hour=hour, minute=minute)


def _duties(number: int) -> dict[str, str]:
    present = [key for key in AT_TABLES if key != OFF_DUTY.get(number, "elsie")]
    at_tables = dict.fromkeys(present, Part.FACILITATOR)
    return {
        "nadia": Part.LEAD,
        **at_tables,
        "mei": Part.SUPPORT,
        "sefu": Part.TECHNICIAN,
        "agata": Part.INTERPRETER,
    }


def table_facilitators(session: Session) -> list[Person]:
    """Return who facilitates at a table of a session, by when they were entered."""
    on_duty = Person.objects.filter(duties__session=session, duties__part=Part.FACILITATOR)
    return list(on_duty.order_by("pk"))


def publish_first(assembly: Assembly, sessions: list[Session], *, actor: User, calendar: Calendar) -> None:
    """Let the technician's double work stand, then publish the first three days."""
    double = next(clash for clash in told_clashes(plan_of(assembly)) if clash.code == "person_twice")
    accept_clash(
        assembly=assembly,
        key=double.key,
        sentence=str(double.sentence),
        reason=BOTH_STATIONS,
        actor=actor,
        now=calendar.at(2026, 4, 28, 17, 0),
    )
    note = "The first three Saturdays. The others follow as soon as their speakers have agreed."
    _publish(assembly, sessions[:3], note, actor=actor, now=calendar.at(2026, 4, 29, 9, 0))


def publish_second(assembly: Assembly, sessions: list[Session], *, actor: User, calendar: Calendar) -> None:
    """Let the guest from Eastbridge speak after lunch, because of his train, and publish the fourth day too."""
    third, now = sessions[2], calendar.at(2026, 5, 19, 15, 0)
    _move(third, "Why we gave ours up", "13:30", actor=actor, now=now)
    _move(third, "What the studies say, and do not say", "10:55", minutes=25, actor=actor, now=now)
    _move(third, "Ten measures, sorted", "13:55", minutes=55, actor=actor, now=now)
    note = "Session 3: Alan Pryce speaks after lunch, because of his train. Session 4 is new."
    _publish(assembly, sessions[3:4], note, actor=actor, now=calendar.at(2026, 5, 20, 9, 30))


def publish_third(
    assembly: Assembly, sessions: list[Session], *, actor: User, calendar: Calendar
) -> ProgrammeVersion:
    """Give the tables of the fourth day more time, publish the fifth, and write to those concerned as drafts."""
    fourth, now = sessions[3], calendar.at(2026, 6, 8, 9, 0)
    _move(fourth, "Ideas change tables", "13:30", minutes=60, actor=actor, now=now)
    _move_break(fourth, "14:20", "14:30", actor=actor, now=now)
    _move(fourth, "Which ideas go on?", "14:50", minutes=50, actor=actor, now=now)
    note = "Session 4: ten minutes more for the ideas of other tables. Session 5 is new."
    version = _publish(assembly, sessions[4:5], note, actor=actor, now=calendar.at(2026, 6, 8, 9, 40))
    write_notices(
        version=version,
        since=version_known(version),
        template=None,
        actor=actor,
        now=calendar.at(2026, 6, 8, 9, 50),
    )
    return version


def move_after_publication(sessions: list[Session], *, actor: User, calendar: Calendar) -> None:
    """Swap two talks of the fifth day: nobody has published it yet, and the harbour master is not free so early."""
    fifth, now = sessions[4], calendar.at(2026, 6, 8, 16, 30)
    _move(fifth, "The harbour in ten years", "10:30", actor=actor, now=now)
    _move(
        fifth, "What each draft would cost", "13:30", minutes=20, actor=actor, now=now + timedelta(minutes=2)
    )


def _publish(
    assembly: Assembly, chosen: Collection[Session], note: str, *, actor: User, now: datetime
) -> ProgrammeVersion:
    keys = [session.pk for session in chosen]
    seen = draft_mark(assembly, keys)
    return publish_programme(assembly=assembly, chosen=keys, note=note, seen=seen, actor=actor, now=now)


def _move(
    session: Session, title: str, time: str, *, minutes: int | None = None, actor: User, now: datetime
) -> None:
    """Put an item to another time of its day, where `minutes` is given with another length."""
    item = AgendaItem.objects.get(session=session, title=title)
    if minutes is not None:
        facts = facts_of(item, minutes=minutes)
        item = edit_item(item=item, version=item.version, facts=facts, actor=actor, now=now)
    _place(item, time, actor=actor, now=now)


def _move_break(session: Session, before: str, time: str, *, actor: User, now: datetime) -> None:
    item = AgendaItem.objects.get(session=session, starts_at=_at(session, before))
    _place(item, time, actor=actor, now=now)


def _place(item: AgendaItem, time: str, *, actor: User, now: datetime) -> None:
    session = item.session
    if session is not None:
        place = Place(session, item.room, _at(session, time))
        place_item(item=item, version=item.version, place=place, actor=actor, now=now)


def facts_of(item: AgendaItem, *, minutes: int) -> ItemFacts:
    """Return what is known of an item, with another length."""
    return ItemFacts(
        title=item.title,
        kind=item.kind,
        minutes=minutes,
        description=item.description,
        material=item.material,
        staff_notes=item.staff_notes,
        expected=item.expected,
        position=item.position,
        parts=tuple(PartOf(slot.part, slot.person) for slot in item.slots.select_related("person")),
    )
