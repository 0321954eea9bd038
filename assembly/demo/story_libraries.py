"""Tell of a finished assembly of the same town, on libraries: from its founding to its close-out and the archive.

It is told last although it was first: what a lottery draws hangs on the keys of those in its pool, and those of the
others are counted without it.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.libraries_days import HELD, MISSED
from assembly.demo.libraries_words import PROMISED, QUESTION, REMIT, STATEMENT
from assembly.demo.story_days import begin_session, catch_up, end_session, say_absences
from assembly.demo.story_homes_days import begin_membership
from assembly.demo.story_homes_texts import Tokens
from assembly.demo.story_libraries_answers import follow
from assembly.demo.story_libraries_days import note_money, plan_days, welcome
from assembly.demo.story_libraries_end import note_clock, note_end, note_surveys
from assembly.demo.story_libraries_evidence import Desk, note_evidence
from assembly.demo.story_libraries_panel import RESPONDENTS, SEATS, draw_panel, recruit, seat_panel
from assembly.demo.story_libraries_texts import Texts, note_texts
from assembly.demo.story_members import meet_needs
from assembly.demo.story_publication import promise_all
from assembly.demo.story_remit import publish_words
from assembly.demo.story_seats import Compute
from assembly.demo.story_statement import publish_statements
from assembly.demo.story_tables import seat_members
from assembly.enums import Role
from assembly.models import Assembly, User
from assembly.services.create_assembly import create_assembly
from assembly.services.move_assembly import move_assembly
from assembly.services.team import give_role
from scheduling.enums_attendance import CaughtUp
from scheduling.models import Session
from scheduling.services.sessions import move_session

SEED = 53
TEAM = {
    "jonas": Role.ORGANISER,
    "mei": Role.SESSION_STAFF,
    "leo": Role.FACILITATOR,
    "noor": Role.CALLER,
    "elif": Role.ADVISORY_GROUP,
    "sam": Role.OBSERVER,
    "ingrid": Role.AUDITOR,
}
PHASES = ("start_learning", "start_deliberating", "start_deciding")
TABLES, BALANCED = 3, ("Age", "Gender", "Ward")


def tell_libraries(
    people: dict[str, User], calendar: Calendar, compute: Compute, say: Callable[[str], None]
) -> Assembly:
    """Tell it from the first day to the last; `say` gets one line for each step."""
    at, tokens, diary = calendar.at, Tokens(SEED), Diary(calendar)
    assembly = found_libraries(people, calendar)
    recruit(assembly, people, calendar)
    draw_panel(assembly, people, calendar, compute)
    say(f"{assembly}: {RESPONDENTS} volunteers, {SEATS} seats drawn in January 2024")
    seat_panel(assembly, people, calendar, compute)
    _move(assembly, "start_onboarding", people["amara"], at(2024, 1, 31, 9, 0))
    welcome(assembly, people, calendar)
    desk = Desk(assembly, people, tokens)
    speakers = desk.invite(at(2024, 2, 5, 10, 0))
    desk.sessions = sessions = plan_days(assembly, speakers, people, calendar)
    note_clock(diary)
    note_evidence(diary, desk)
    note_surveys(diary, assembly, people, sessions)
    hold_days(assembly, people, diary, tokens)
    diary.tell_before(at(2024, 5, 1, 0, 0))
    say("Three days held, six of seven recommendations adopted and handed over")
    follow(assembly, people, diary, tokens)
    note_end(diary, assembly, people)
    diary.tell_before(at(2025, 10, 1, 0, 0))
    say("All answered and followed to the end; closed out, what was due erased, archived")
    return assembly


def found_libraries(people: dict[str, User], calendar: Calendar) -> Assembly:
    """Create the assembly, appoint the team, publish remit and statement, begin to recruit, promise."""
    amara, at = people["amara"], calendar.at
    assembly = create_assembly(
        actor=amara,
        name="Riverbend Citizens’ Assembly on Libraries",
        commissioning_authority="Riverbend City Council",
        question=QUESTION,
        seats=SEATS,
        first_session_on=calendar.day(2024, 3, 2),
        last_session_on=calendar.day(2024, 4, 13),
        one_per_household=True,
        now=at(2023, 10, 2, 10, 0),
    )
    for key, role in TEAM.items():
        give_role(assembly=assembly, user=people[key], role=role, actor=amara, now=at(2023, 10, 3, 9, 30))
    publish_words(assembly, REMIT, actor=amara, now=at(2023, 10, 16, 9, 0))
    _move(assembly, "announce", amara, at(2023, 10, 16, 9, 5))
    publish_statements(assembly, ((STATEMENT, at(2023, 10, 16, 9, 30)),), actor=amara)
    _move(assembly, "start_recruiting", amara, at(2023, 11, 6, 9, 0))
    promise_all(assembly, PROMISED, people, calendar, now=at(2023, 11, 6, 10, 0))
    return assembly


def hold_days(assembly: Assembly, people: dict[str, User], diary: Diary, tokens: Tokens) -> None:
    """Note in the diary the three Saturdays, each with its tables, and what was written and voted on them."""
    mei, amara = people["mei"], people["amara"]
    source = random.Random(SEED)  # noqa: S311 (who comes through the door first, not a draw)
    for session, held, verb in zip(assembly.sessions.order_by("number"), HELD, PHASES, strict=True):
        starts, ends = session.starts_at, session.ends_at

        def seat(now: datetime, session: Session = session) -> None:
            seat_members(session, actor=mei, now=now, source=source, tables=TABLES, balanced=BALANCED)

        def share(now: datetime, session: Session = session) -> None:
            move_session(session=session, verb="publish_materials", actor=mei, now=now)

        for said in held.said:
            called = starts - timedelta(days=said.days, hours=3)
            diary.note_at(called, partial(_ignore_now, say_absences, session, (said,), actor=mei))
        diary.note_at(starts - timedelta(hours=17), seat)
        diary.note_at(starts - timedelta(hours=1), partial(_move, assembly, verb, amara))
        begin = partial(begin_session, session, held, people, source=source)
        diary.note_at(starts - timedelta(minutes=20), partial(_ignore_now, begin))
        diary.note_at(ends + timedelta(minutes=20), partial(_ignore_now, end_session, session, held, people))
        diary.note_at(ends + timedelta(days=6), share)
    first, second, third = assembly.sessions.order_by("number")
    diary.note_at(
        first.ends_at + timedelta(hours=1),
        partial(_ignore_now, begin_membership, assembly, first, actor=amara),
    )
    met = partial(_meet_needs, assembly, first, mei)
    diary.note_at(first.ends_at + timedelta(days=1), met)
    for session in (first, third):
        missed = partial(_catch_up, session, MISSED[session.number], mei)
        diary.note_at(session.ends_at + timedelta(days=3), missed)
    note_money(diary, (first, second, third), people)
    note_texts(diary, Texts(assembly, people, tokens), (first, second, third))


def _ignore_now(act: Callable[..., object], *args: object, **kwargs: object) -> None:
    """Do what takes its moments from a session: the diary's, given last, is the first of them."""
    act(*args[:-1], **kwargs)


def _meet_needs(assembly: Assembly, session: Session, actor: User, now: datetime) -> None:
    meet_needs(assembly, due_by=session.starts_at.date(), actor=actor, now=now)


def _catch_up(session: Session, seat: int, actor: User, now: datetime) -> None:
    catch_up(session, seat, CaughtUp.CALL, actor=actor, now=now)


def _move(assembly: Assembly, verb: str, actor: User, now: datetime) -> None:
    move_assembly(assembly=assembly, verb=verb, actor=actor, now=now)
