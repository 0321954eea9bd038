"""Tell of an earlier assembly of the same town, on warm homes: its report has been answered, and is followed up."""

from collections.abc import Callable
from datetime import datetime

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.homes_answers import COUNCIL
from assembly.demo.story_homes_answers import Answers, note_answers
from assembly.demo.story_homes_bodies import ask_all, plan_answers, seat_officials
from assembly.demo.story_homes_days import begin_membership, close_day, open_day, plan_days, share_materials
from assembly.demo.story_homes_kept import Kept, note_kept
from assembly.demo.story_homes_panel import RESPONDENTS, SEATS, seat_panel, town_of_homes, welcome
from assembly.demo.story_homes_texts import (
    Drafts,
    Tokens,
    change_drafts,
    decide_amendments,
    settle_comments,
    write_drafts,
)
from assembly.demo.story_homes_voices import Voices, note_voices
from assembly.demo.story_homes_vote import agree_on_rule, hold_vote, report
from assembly.demo.story_learning import note_learning
from assembly.demo.story_publication import promise_homes
from assembly.demo.story_remit import publish_words
from assembly.demo.story_seats import Compute
from assembly.demo.story_statement import HOMES, publish_statements
from assembly.demo.story_targets import set_targets
from assembly.enums import Role
from assembly.models import Assembly, User
from assembly.services.create_assembly import create_assembly
from assembly.services.move_assembly import move_assembly
from assembly.services.remit import RemitWords
from assembly.services.team import give_role

SEED = 37
QUESTION = "How can every home in Riverbend be warm in winter, and who should pay for it?"
REMIT = RemitWords(
    question=QUESTION,
    in_scope="Insulation, heating and renting of homes in the city, help with bills, and the training of people who "
    "do the work.",
    out_of_scope="National energy prices and taxes.",
    response_promise="The council answers every recommendation in public and in writing within six months, and "
    "reports on what it promised.",
    response_months=6,
)
TEAM = {
    "jonas": Role.ORGANISER,
    "mei": Role.SESSION_STAFF,
    "leo": Role.FACILITATOR,
    "sam": Role.OBSERVER,
    "ingrid": Role.AUDITOR,
}
"""Who was there from the beginning; members and officials of the council come later."""


def tell_homes(
    people: dict[str, User], calendar: Calendar, compute: Compute, say: Callable[[str], None]
) -> Assembly:
    """Tell it from its founding to the follow-up; `say` gets one line for each step.

    It is told last although it was first: what a lottery draws hangs on the keys of those in its pool, and the other
    assembly's are counted from 1.
    """
    tokens = Tokens(SEED)
    assembly = found_homes(people, calendar)
    town = town_of_homes()
    set_targets(assembly, town, actor=people["jonas"], now=calendar.at(2025, 6, 10, 11, 0))
    assembly = _mover(assembly, people["amara"])("start_selecting", calendar.at(2025, 7, 7, 9, 0))
    seat_panel(assembly, people, calendar, compute, town)
    say(f"{assembly}: {RESPONDENTS} volunteers, {SEATS} seats drawn in July 2025")
    drafts = meet(assembly, people, calendar, tokens)
    report(assembly, drafts, people, calendar, tokens)
    say("Four days held, 24 of 25 recommendations adopted and handed over")
    diary = Diary(calendar)
    follow(assembly, drafts, people, diary, tokens)
    diary.tell_until((6, 9, 0, 0))
    say("21 recommendations answered, three late; promises are followed")
    return assembly


def found_homes(people: dict[str, User], calendar: Calendar) -> Assembly:
    """Create the assembly, appoint the team, publish the remit, begin to recruit."""
    amara = people["amara"]
    assembly = create_assembly(
        actor=amara,
        name="Riverbend Citizens’ Assembly on Warm Homes",
        commissioning_authority="Riverbend City Council",
        question=QUESTION,
        seats=SEATS,
        first_session_on=calendar.day(2025, 9, 13),
        last_session_on=calendar.day(2025, 11, 8),
        one_per_household=True,
        now=calendar.at(2025, 5, 5, 10, 0),
    )
    for key, role in TEAM.items():
        now = calendar.at(2025, 5, 6, 9, 30)
        give_role(assembly=assembly, user=people[key], role=role, actor=amara, now=now)
    publish_words(assembly, REMIT, actor=amara, now=calendar.at(2025, 5, 26, 9, 0))
    move = _mover(assembly, amara)
    move("announce", calendar.at(2025, 5, 26, 9, 5))
    publish_statements(assembly, ((HOMES, calendar.at(2025, 5, 26, 9, 30)),), actor=amara)
    move("start_recruiting", calendar.at(2025, 6, 2, 9, 0))
    promise_homes(assembly, people, calendar)
    return assembly


def _mover(assembly: Assembly, actor: User) -> Callable[[str, datetime], Assembly]:
    return lambda verb, now: move_assembly(assembly=assembly, verb=verb, actor=actor, now=now)


def meet(assembly: Assembly, people: dict[str, User], calendar: Calendar, tokens: Tokens) -> Drafts:
    """Welcome the members, hold the four days, and return what was voted on."""
    amara, mei, move = people["amara"], people["mei"], _mover(assembly, people["amara"])
    move("start_onboarding", calendar.at(2025, 7, 28, 9, 0))
    welcome(assembly, actor=amara, now=calendar.at(2025, 8, 11, 9, 0))
    sessions = plan_days(assembly, actor=mei, calendar=calendar)
    first, second, third, fourth = sessions
    move("start_learning", calendar.at(2025, 9, 13, 9, 0))
    open_day(first, actor=mei)
    close_day(first, actor=mei)
    begin_membership(assembly, first, actor=amara)
    share_materials(first, actor=mei)
    open_day(second, actor=mei)
    close_day(second, actor=mei)
    share_materials(second, actor=mei)
    move("start_deliberating", calendar.at(2025, 10, 11, 9, 0))
    open_day(third, actor=mei)
    drafts = write_drafts(assembly, people, calendar, sessions, tokens)
    close_day(third, actor=mei)
    settle_comments(assembly, actor=mei, now=calendar.at(2025, 10, 16, 10, 0))
    share_materials(third, actor=mei)
    change_drafts(assembly, drafts, people, calendar, tokens)
    agree_on_rule(assembly, actor=amara, now=calendar.at(2025, 10, 29, 10, 0))
    move("start_deciding", calendar.at(2025, 11, 8, 9, 0))
    open_day(fourth, actor=mei)
    decide_amendments(assembly, people, calendar)
    hold_vote(assembly, drafts, people, calendar, fourth, tokens)
    close_day(fourth, actor=mei)
    share_materials(fourth, actor=mei)
    return drafts


def follow(assembly: Assembly, drafts: Drafts, people: dict[str, User], diary: Diary, tokens: Tokens) -> None:
    """Ask for answers, and note in the diary what comes of it."""
    amara, calendar, move = people["amara"], diary.calendar, _mover(assembly, people["amara"])
    move("report", calendar.at(2025, 12, 2, 10, 30))
    move("await_response", calendar.at(2025, 12, 2, 11, 0))
    desks = seat_officials(assembly, people, now=calendar.at(2025, 12, 3, 10, 0))
    plan_answers(assembly, desks[COUNCIL].body, actor=amara, now=calendar.at(2025, 12, 3, 14, 0))
    asked = ask_all(drafts, desks, actor=amara, now=calendar.at(2025, 12, 4, 9, 0))
    answers = Answers(assembly, asked, desks, people, calendar)
    note_answers(diary, answers)
    note_kept(diary, Kept(assembly, desks, people, calendar, tokens))
    note_voices(diary, Voices(assembly, answers, calendar, tokens))
    note_learning(diary, assembly, people)
    diary.note((6, 3, 9, 0), lambda now: move("start_follow_up", now))
