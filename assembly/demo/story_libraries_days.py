"""The members of the assembly on libraries are welcomed, its three Saturdays planned and published, and paid for."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.libraries_days import SATURDAYS, TALK_MINUTES, WITNESSES, Saturday
from assembly.demo.story_money import Claimed, claim_all, make_and_export_payment, pay_for, say_terms, settle
from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from assembly.services.people import PersonFacts, add_person, person_of_account
from assembly.services.people_accounts import give_accounts
from scheduling.enums import ItemKind, Part
from scheduling.enums_money import ClaimKind, PayWay
from scheduling.models import Room, Session, Venue
from scheduling.services.duties import set_duties
from scheduling.services.money_terms import save_pay_details
from scheduling.services.plan import Place, place_item
from scheduling.services.plan_items import ItemFacts, PartOf, create_item
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.sessions import add_session
from scheduling.services.venues import save_room, save_venue
from sortition.enums_seats import SeatState
from sortition.selectors.seats import present_seats
from sortition.services.membership_consents import record_consents
from sortition.services.membership_needs import declare_need, move_need
from sortition.services.seats import move_seat_by_hand

SEED = 61
NEEDS = {
    3: ("access", "A place near the door"),
    8: ("diet", "Vegetarian"),
    20: ("care", "A sitter for two children"),
}
"""Seat → what its member told on the phone; all of it was met."""
CLAIMS = (
    Claimed(20, 1, ClaimKind.CARE, "Sitter, seven hours", "70.00", (3, 4), receipt="Sitter", granted="70.00"),
    Claimed(11, 2, ClaimKind.TRAVEL, "Bus, there and back", "4.80", (3, 25), granted="4.80"),
)
BY_CHEQUE = 6


def welcome(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Call everybody: consents, needs, how they are paid; then give them accounts."""
    amara, mei = people["amara"], people["mei"]
    begins = calendar.at(2024, 2, 1, 9, 0)
    seats = present_seats(assembly).filter(state=SeatState.CONFIRMED)
    for place, seat in enumerate(seats):
        now = begins + timedelta(minutes=15 * place)
        record_consents(
            respondent=seat.respondent,
            said={"take_part": True, "pictures": place % 3 != 1, "name": False},
            said_on=now.date(),
            channel="phone",
            actor=mei,
            now=now,
        )
        if seat.number in NEEDS:
            kind, words = NEEDS[seat.number]
            need = declare_need(
                respondent=seat.respondent,
                kind=kind,
                words=words,
                channel="phone",
                owner=mei,
                due_on=calendar.day(2024, 3, 2),
                actor=mei,
                now=now + timedelta(minutes=2),
            )
            for minute, verb in enumerate(("arrange", "confirm"), start=3):
                need = move_need(
                    need=need, verb=verb, reason="", actor=mei, now=now + timedelta(minutes=minute)
                )
        move_seat_by_hand(seat=seat, verb="onboard", reason="", actor=mei, now=now + timedelta(minutes=6))
    give_accounts(assembly=assembly, actor=amara, now=calendar.at(2024, 2, 2, 9, 0))


def plan_days(
    assembly: Assembly, speakers: Mapping[str, Person], people: dict[str, User], calendar: Calendar
) -> list[Session]:
    """Rent the hall, enter who works, write the programme of three days, and publish it."""
    mei, now = people["mei"], calendar.at(2024, 2, 7, 9, 0)
    hall = _hall(assembly, actor=mei, now=now)
    crew = _crew(assembly, people, now=now + timedelta(minutes=20))
    sessions = [
        _add(assembly, day, hall, actor=mei, now=now + timedelta(minutes=40 + place), calendar=calendar)
        for place, day in enumerate(SATURDAYS)
    ]
    for session, day in zip(sessions, SATURDAYS, strict=True):
        written = now + timedelta(hours=session.number)
        _write(session, day, hall, speakers, actor=mei, now=written)
        parts = {crew[key].pk: part for key, part in DUTIES.items()}
        set_duties(session=session, parts=parts, seen={}, actor=mei, now=written + timedelta(minutes=30))
    keys = [session.pk for session in sessions]
    publish_programme(
        assembly=assembly,
        chosen=keys,
        note="All three Saturdays.",
        seen=draft_mark(assembly, keys),
        actor=people["amara"],
        now=calendar.at(2024, 2, 9, 9, 0),
    )
    return list(Session.objects.filter(assembly=assembly).order_by("number"))


DUTIES = {
    "nadia": Part.LEAD,
    "leo": Part.FACILITATOR,
    "bea": Part.FACILITATOR,
    "carys": Part.FACILITATOR,
    "mei": Part.SUPPORT,
}
BY_NAME = {"nadia": "Nadia Rahimi", "bea": "Bea Lindholm", "carys": "Carys Morgan"}


def _hall(assembly: Assembly, *, actor: User, now: datetime) -> Room:
    venue = save_venue(
        venue=Venue(assembly=assembly),
        fields={
            "name": "Central Library",
            "address": "1 Library Square\nRiverbend RB1 1DE",
            "directions": "All buses to the centre. There are no steps, and a lift to the reading room.",
            "staff_notes": "",
            "time_zone": settings.TIME_ZONE,
        },
        seen="",
        actor=actor,
        now=now,
    )
    fields = {
        "name": "Reading Room",
        "capacity": 60,
        "features": ["daylight", "step_free"],
        "directions": "Second floor, from the lift left.",
        "staff_notes": "",
    }
    return save_room(
        room=Room(venue=venue), fields=fields, seen="", actor=actor, now=now + timedelta(minutes=5)
    )


def _crew(assembly: Assembly, people: dict[str, User], *, now: datetime) -> dict[str, Person]:
    kinds = {"leo": PersonKind.FACILITATOR, "mei": PersonKind.STAFF}
    crew = {
        key: person_of_account(assembly=assembly, user=people[key], kind=kind, actor=people["mei"], now=now)
        for key, kind in kinds.items()
    }
    for key, name in BY_NAME.items():
        facts = PersonFacts(name=name, organisation="Common Ground")
        crew[key] = add_person(
            assembly=assembly, kind=PersonKind.FACILITATOR, facts=facts, actor=people["mei"], now=now
        )
    return crew


def _add(
    assembly: Assembly, day: Saturday, hall: Room, *, actor: User, now: datetime, calendar: Calendar
) -> Session:
    starts, half, ends = (calendar.at(2024, *day.on, *time) for time in ((9, 30), (13, 30), (16, 0)))
    fields = {
        "title": day.title,
        "phase": day.phase,
        "venue": hall.venue,
        "time_zone": settings.TIME_ZONE,
        "starts_at": starts,
        "ends_at": ends,
        "second_half_at": half,
        "quorum": 16,
        "members_note": "",
        "staff_notes": "",
    }
    return add_session(assembly=assembly, fields=fields, rooms=[hall], actor=actor, now=now)


def _write(
    session: Session,
    day: Saturday,
    hall: Room,
    speakers: Mapping[str, Person],
    *,
    actor: User,
    now: datetime,
) -> None:
    """Write what is on, and put it into the hall."""
    rows = [
        (time, ItemFacts(title=title, kind=kind, minutes=minutes)) for time, minutes, kind, title in day.items
    ]
    rows += [
        (
            heard.at,
            ItemFacts(
                title=heard.talk,
                kind=ItemKind.TALK,
                minutes=TALK_MINUTES,
                position=heard.position,
                parts=(PartOf(Part.SPEAKER, speakers[key]),),
            ),
        )
        for key, heard in WITNESSES.items()
        if heard.session == session.number
    ]
    begins = session.starts_at.astimezone(session.zone)
    for minute, (time, facts) in enumerate(sorted(rows, key=lambda row: row[0])):
        hours, minutes = map(int, time.split(":"))
        written = now + timedelta(minutes=minute)
        item = create_item(assembly=session.assembly, facts=facts, actor=actor, now=written)
        place = Place(session, hall, begins.replace(hour=hours, minute=minutes))
        place_item(item=item, version=item.version, place=place, actor=actor, now=written)


def note_money(diary: Diary, sessions: Sequence[Session], people: dict[str, User]) -> None:
    """Note in the diary what members are promised, how they are paid, and when each day is paid for."""
    at, jonas = diary.calendar.at, people["jonas"]
    assembly = sessions[0].assembly
    diary.note_at(at(2024, 2, 12, 10, 0), lambda now: say_terms(assembly, actor=jonas, now=now))
    diary.note_at(at(2024, 2, 13, 10, 0), partial(_take_accounts, assembly, people))
    for place, session in enumerate(sessions):
        pay = partial(_pay, session, people)
        diary.note_at(session.ends_at + timedelta(days=4), pay)
        if place < len(CLAIMS):
            claim = partial(_claim, place, sessions, people, diary.calendar)
            diary.note_at(at(2024, *CLAIMS[place].on, 9, 20), claim)


def _take_accounts(assembly: Assembly, people: dict[str, User], now: datetime) -> None:
    source = random.Random(SEED)  # noqa: S311 (invented accounts)
    for person in Person.objects.here().members().filter(assembly=assembly).order_by("seat_number"):
        save_pay_details(
            person=person,
            way=PayWay.CHEQUE if person.seat_number == BY_CHEQUE else PayWay.BANK,
            holder=person.name,
            # No bank has the sort code 00-00-00.
            account=f"000000{source.randrange(10**8):08d}",
            actor=person.user or people["mei"],
            now=now,
        )


def _claim(
    place: int, sessions: Sequence[Session], people: dict[str, User], calendar: Calendar, _now: datetime
) -> None:
    source = random.Random(SEED + place)  # noqa: S311 (marks of forms)
    claim_all((CLAIMS[place],), list(sessions), people, calendar=calendar, source=source, year=2024)


def _pay(session: Session, people: dict[str, User], now: datetime) -> None:
    jonas = people["jonas"]
    pay_for(session, actor=jonas, now=now)
    payment = make_and_export_payment(session.assembly, actor=jonas, now=now + timedelta(hours=1))
    paid = now + timedelta(hours=20)
    settle(payment, paid_on=paid.date(), actor=jonas, now=paid)
