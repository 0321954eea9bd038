"""From the full panel to the Tuesday after the third session: plan, publish, seat, hold, pay."""

import random
from collections.abc import Mapping
from datetime import timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.story_answers import take_last_answers
from assembly.demo.story_days import (
    DAYS_HELD,
    TO_COME,
    catch_up,
    hold_session,
    report_leaflets,
    say_absences,
    speak_with,
)
from assembly.demo.story_evidence import open_diary
from assembly.demo.story_members import meet_needs, onboard_members, start_members
from assembly.demo.story_money import (
    FIRST_CLAIMS,
    LAST_CLAIMS,
    LATER_CLAIMS,
    claim_all,
    make_and_export_payment,
    pay_for,
    say_terms,
    settle,
    take_accounts,
)
from assembly.demo.story_people import invite_speakers_and_staff
from assembly.demo.story_places import rent_rooms
from assembly.demo.story_programme import (
    move_after_publication,
    plan_sessions,
    publish_first,
    publish_second,
    publish_third,
)
from assembly.demo.story_seats import Compute, let_leave, replace_leavers
from assembly.demo.story_tables import keep_rules, seat_members
from assembly.models import Assembly, User
from assembly.services.move_assembly import move_assembly
from scheduling.enums_attendance import CaughtUp
from scheduling.models import Session
from scheduling.selectors.attendance import halves_attended
from scheduling.selectors.sessions import members_at
from scheduling.services.honoraria import work_out_honoraria
from scheduling.services.sessions import move_session
from sortition.models import SelectionRun

SEED = 23


def prepare_sessions(
    assembly: Assembly, people: dict[str, User], calendar: Calendar
) -> tuple[list[Session], Diary]:
    """Take the last answers, rent rooms, invite speakers, plan and publish, welcome the members, ask for evidence."""
    amara, jonas, mei = people["amara"], people["jonas"], people["mei"]
    take_last_answers(assembly, actor=mei, calendar=calendar)
    rooms = rent_rooms(assembly, actor=mei, calendar=calendar)
    parts = invite_speakers_and_staff(assembly, people, actor=mei, calendar=calendar)
    sessions = plan_sessions(assembly, rooms, parts, actor=mei, calendar=calendar)
    move_assembly(assembly=assembly, verb="start_onboarding", actor=amara, now=calendar.at(2026, 4, 28, 9, 0))
    publish_first(assembly, sessions, actor=amara, calendar=calendar)
    onboard_members(assembly, people, calendar)
    say_terms(assembly, actor=jonas, now=calendar.at(2026, 4, 30, 14, 0))
    take_accounts(assembly, actor=mei, calendar=calendar)
    keep_rules(assembly, actor=mei, calendar=calendar)
    diary = open_diary(assembly, sessions, parts, people, calendar)
    diary.tell_until((5, 8, 15, 0))
    return sessions, diary


def hold_learning(
    assembly: Assembly,
    sessions: list[Session],
    people: dict[str, User],
    calendar: Calendar,
    diary: Diary,
) -> None:
    """Hold three days of learning, each with its tables, and what follows it."""
    source = random.Random(SEED)  # noqa: S311 (who comes through the door first, not a draw)
    first, second, third, _fourth, _fifth, _sixth = sessions
    at, mei = calendar.at, people["mei"]
    say_absences(first, DAYS_HELD[1].said, actor=mei)
    seat_members(first, actor=mei, now=at(2026, 5, 8, 15, 0), source=source)
    move_assembly(assembly=assembly, verb="start_learning", actor=people["amara"], now=at(2026, 5, 9, 9, 0))
    hold_session(first, DAYS_HELD[1], people, source=source)
    _follow_first(assembly, first, people, calendar)
    claim_all(FIRST_CLAIMS, sessions, people, calendar=calendar, source=source)
    payment = make_and_export_payment(assembly, actor=people["jonas"], now=at(2026, 5, 13, 10, 0))
    settle(payment, paid_on=calendar.day(2026, 5, 15), actor=people["jonas"], now=at(2026, 5, 18, 9, 0))
    diary.tell_until((5, 18, 10, 0))
    publish_second(assembly, sessions, actor=people["amara"], calendar=calendar)
    diary.tell_until((5, 22, 15, 0))
    say_absences(second, DAYS_HELD[2].said, actor=mei)
    seat_members(second, actor=mei, now=at(2026, 5, 22, 15, 0), source=source)
    hold_session(second, DAYS_HELD[2], people, source=source)
    _follow_second(assembly, second, people, calendar)
    claim_all(LATER_CLAIMS, sessions, people, calendar=calendar, source=source)
    diary.tell_until((6, 5, 10, 0))
    make_and_export_payment(assembly, actor=people["jonas"], now=at(2026, 6, 5, 10, 0))
    say_absences(third, DAYS_HELD[3].said, actor=mei)
    seat_members(third, actor=mei, now=at(2026, 6, 5, 15, 0), source=source)
    hold_session(third, DAYS_HELD[3], people, source=source)
    diary.tell_until((6, 8, 8, 30))


def prepare_deliberation(  # noqa: PLR0917 (the story's people and dates, and what computes it)
    assembly: Assembly,
    sessions: list[Session],
    people: dict[str, User],
    calendar: Calendar,
    diary: Diary,
    compute: Compute,
) -> SelectionRun:
    """Do what is done by the Monday after the third session: publish, claim, seat the fourth, replace who left."""
    source = random.Random(SEED + 1)  # noqa: S311 (seeds of tables, not a draw)
    for seat in (21, 10):
        let_leave(seat, assembly, actor=people["jonas"], calendar=calendar)
    say_absences(sessions[3], TO_COME, actor=people["mei"])
    work_out_honoraria(session=sessions[2], actor=people["jonas"], now=calendar.at(2026, 6, 8, 8, 30))
    claim_all(LAST_CLAIMS, sessions, people, calendar=calendar, source=source)
    publish_third(assembly, sessions, actor=people["amara"], calendar=calendar)
    seat_members(sessions[3], actor=people["mei"], now=calendar.at(2026, 6, 8, 11, 30), source=source)
    run = replace_leavers(assembly, people, calendar, compute)
    move_after_publication(sessions, actor=people["mei"], calendar=calendar)
    diary.tell_until((6, 9, 0, 0))
    return run


def _follow_first(assembly: Assembly, session: Session, people: dict[str, User], calendar: Calendar) -> None:
    at, mei, amara = calendar.at, people["mei"], people["amara"]
    _start_those_who_came(assembly, session, actor=amara)
    meet_needs(assembly, due_by=calendar.day(2026, 5, 9), actor=mei, now=at(2026, 5, 11, 9, 0))
    pay_for(session, actor=people["jonas"], now=at(2026, 5, 11, 11, 0))
    speak_with(session, 39, actor=mei, now=at(2026, 5, 11, 17, 0))
    let_leave(39, assembly, actor=amara, calendar=calendar)
    let_leave(32, assembly, actor=amara, calendar=calendar)
    catch_up(session, 7, CaughtUp.CALL, actor=mei, now=at(2026, 5, 14, 18, 0))
    move_session(session=session, verb="publish_materials", actor=mei, now=at(2026, 5, 15, 16, 0))


def _follow_second(assembly: Assembly, session: Session, people: dict[str, User], calendar: Calendar) -> None:
    at, mei = calendar.at, people["mei"]
    report_leaflets(assembly, people, calendar)
    _start_those_who_came(assembly, session, actor=people["amara"])
    pay_for(session, actor=people["jonas"], now=at(2026, 5, 26, 11, 0))
    speak_with(session, 47, actor=mei, now=at(2026, 5, 26, 17, 0))
    catch_up(session, 16, CaughtUp.RECORDING, actor=mei, now=at(2026, 5, 27, 10, 0))
    let_leave(26, assembly, actor=people["amara"], calendar=calendar)
    move_session(session=session, verb="publish_materials", actor=mei, now=at(2026, 5, 29, 16, 0))


def _start_those_who_came(assembly: Assembly, session: Session, *, actor: User) -> None:
    """Note of everybody who came for the first time that they have begun."""
    came: Mapping[int, object] = halves_attended(assembly)
    seats = [person.seat_number for person in members_at(session) if person.pk in came]
    held = [seat for seat in seats if seat is not None]
    start_members(assembly, held, actor=actor, now=session.ends_at + timedelta(hours=1))
