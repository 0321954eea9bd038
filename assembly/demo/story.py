"""Tell Riverbend's story through the real services: each step at its own date, by the person who did it."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core.management import call_command

from assembly.demo.calendar import Calendar
from assembly.demo.personas import BY_KEY, CLEAN_AIR, PERSONAS
from assembly.demo.story_answers import offer_seats
from assembly.demo.story_behaviours import tell_behaviours
from assembly.demo.story_closing import tell_closing
from assembly.demo.story_draw import hold_draw
from assembly.demo.story_figures import tell_figures
from assembly.demo.story_homes import tell_homes
from assembly.demo.story_ideas import note_ideas
from assembly.demo.story_learning import tell_learning
from assembly.demo.story_libraries import tell_libraries
from assembly.demo.story_members import welcome_members
from assembly.demo.story_panel import hold_open_evening, write_to_panel
from assembly.demo.story_pool import DRAWN, import_pool, offer_registration, take_calls, with_persona
from assembly.demo.story_publication import (
    keep_or_say_why,
    let_clock_note,
    note_answers_out,
    promise_air,
)
from assembly.demo.story_remit import publish_words
from assembly.demo.story_seats import replace_first_dropouts
from assembly.demo.story_secret import hold_early_votes
from assembly.demo.story_sessions import hold_learning, prepare_deliberation, prepare_sessions
from assembly.demo.story_statement import tell_statement
from assembly.demo.story_surveys import tell_surveys
from assembly.demo.story_targets import set_targets
from assembly.demo.story_waves import AIR_LETTERS, count_cards, send_wave
from assembly.models import Assembly, User
from assembly.services.create_assembly import create_assembly
from assembly.services.move_assembly import move_assembly
from assembly.services.remit import RemitWords
from assembly.services.team import give_role
from sortition.enums import Objective, RunState
from sortition.models import SelectionRun
from sortition.rehearsal import (
    RIVERBEND,
    invite,
    pool_rows,
    pool_workbook,
    volunteers,
)
from sortition.services.runs import start_run
from sortition.services.runs_worker import do_run
from sortition.services.waves import land_wave

SEED, SECRETS, BALLS = 3, 471, (4, 7, 1)
LETTERS, RESPONDENTS, BY_PHONE_OR_POST, SEATS = 12_500, 523, 72, 50
QUESTION = "How should Riverbend clean up the air we breathe, and who should do what by when?"
REMIT = RemitWords(
    question=QUESTION,
    in_scope="Traffic and deliveries in the city; heating of homes and public buildings; industry at the harbour; how "
    "costs and benefits are shared between neighbourhoods.",
    out_of_scope="National taxes and fuel duty, and the route of the river crossing, which was decided in 2024.",
    response_promise="The council answers every recommendation in public and in writing: what it will do, by when, or "
    "why not. It reports on progress every six months for two years.",
    response_months=6,
)

Say = Callable[[str], None]


def build(*, calendar: Calendar, say: Say) -> None:
    """Build the assemblies; `say` gets one line for each step."""
    people = make_accounts(joined_at=calendar.at(2023, 9, 4, 9, 0))
    say("People: " + ", ".join(str(user) for user in people.values()))
    assembly = found_riverbend(people, calendar)
    promise_air(assembly, people, calendar)
    say(
        f"{assembly}: remit published, {LETTERS} letters sent, {AIR_LETTERS.letters} of them drawn and printed here"
    )
    set_targets(assembly, RIVERBEND, actor=people["jonas"], now=calendar.at(2026, 2, 20, 11, 15))
    offer_registration(assembly=assembly, actor=people["amara"], calendar=calendar)
    wave = send_wave(assembly, AIR_LETTERS, actor=people["amara"], calendar=calendar)
    assembly = move_assembly(
        assembly=assembly, verb="start_selecting", actor=people["amara"], now=calendar.at(2026, 3, 16, 9, 0)
    )
    bring_in_pool(assembly, people, calendar)
    count_cards(wave, actor=people["jonas"], now=calendar.at(2026, 3, 18, 16, 0))
    land_wave(wave=wave, actor=people["amara"], now=calendar.at(2026, 4, 1, 9, 0))
    hold_open_evening(assembly, people, calendar)
    note_answers_out(assembly, people, calendar)
    say(f"{RESPONDENTS} volunteers imported")
    run_lotteries(assembly, people, calendar, say)
    write_to_panel(assembly, actor=people["amara"], calendar=calendar)
    welcome_members(assembly, people, calendar)
    say(f"Seats offered: {offer_seats(assembly, people, calendar)}")
    replacement = replace_first_dropouts(assembly, people, calendar, compute)
    say(f"Run {replacement.number} replaced five who dropped out")
    sessions, diary = prepare_sessions(assembly, people, calendar)
    say(f"{len(sessions)} sessions planned, the first three published; members have accounts")
    hold_learning(assembly, sessions, people, calendar, diary)
    say("Three sessions held and two of them paid for")
    late = prepare_deliberation(assembly, sessions, people, calendar, diary, compute)
    note_ideas(assembly, people, calendar)
    hold_early_votes(assembly, people, calendar)
    keep_or_say_why(assembly, people, calendar)
    tell_learning(assembly, people, calendar)
    say(f"The fourth session is seated; run {late.number} replaces five who left")
    found_second_assembly(people, calendar)
    say("A second assembly waits for targets and a pool of your own")
    homes = tell_homes(people, calendar, compute, say)
    tell_statement(assembly, people, calendar)
    say("The public is told why, who pays and whom to call")
    tell_figures(assembly, homes, people, calendar)
    say("Figures published from the pool to the sessions and the vote, small groups hidden")
    tell_behaviours(assembly, homes, people, calendar)
    say("Organisers remark on what is measured of the five behaviours")
    tell_surveys(assembly, homes, people, calendar)
    say("Members surveyed before, after each session and after the answers; one call is due")
    tell_closing(assembly, homes, people, calendar)
    say("Two people asked for information; one has been answered")
    tell_libraries(people, calendar, compute, say)
    let_clock_note(calendar)


def make_accounts(*, joined_at: datetime) -> dict[str, User]:
    """Make the personas' accounts; they have no password, since one click signs in."""
    return {
        persona.key: User.objects.create_user(
            persona.email,
            name=persona.name,
            is_staff=persona.is_staff,
            is_superuser=persona.is_superuser,
            joined_at=joined_at,
        )
        for persona in PERSONAS
    }


def found_riverbend(people: dict[str, User], calendar: Calendar) -> Assembly:
    """Create the assembly, publish its remit, announce it, appoint the team, begin to recruit."""
    amara = people["amara"]
    assembly = create_assembly(
        actor=amara,
        name="Riverbend Citizens’ Assembly on Clean Air",
        commissioning_authority="Riverbend City Council",
        question=QUESTION,
        seats=SEATS,
        first_session_on=calendar.day(2026, 5, 9),
        last_session_on=calendar.day(2026, 7, 18),
        one_per_household=True,
        now=calendar.at(2025, 12, 8, 10, 0),
    )
    for persona in PERSONAS:
        if persona.role and persona.key != "amara" and persona.story == CLEAN_AIR:
            now = calendar.at(2025, 12, 9, 9, 30)
            give_role(assembly=assembly, user=people[persona.key], role=persona.role, actor=amara, now=now)
    publish_words(assembly, REMIT, actor=amara, now=calendar.at(2026, 1, 12, 8, 30))
    move_assembly(assembly=assembly, verb="announce", actor=amara, now=calendar.at(2026, 1, 12, 9, 0))
    return move_assembly(
        assembly=assembly, verb="start_recruiting", actor=amara, now=calendar.at(2026, 2, 2, 9, 0)
    )


def bring_in_pool(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Import the file of answers: columns, values, dry run, commit."""
    source = random.Random(SEED)  # noqa: S311 (invented people, not a draw)
    rows = pool_rows(
        RIVERBEND,
        volunteers(
            RIVERBEND,
            invite(RIVERBEND, LETTERS, source=source),
            count=RESPONDENTS,
            by_phone_or_post=BY_PHONE_OR_POST,
            shared_addresses=15,
            unable=14,
            today=calendar.day(2026, 3, 15),
            source=source,
        ),
        source=source,
        gaps=4,
        posted=calendar.day(2026, 2, 23),
    )
    import_pool(
        assembly=assembly,
        data=pool_workbook(with_persona(rows, DRAWN, BY_KEY["grace"]), title="Answers"),
        file_name="Answers to the invitation.xlsx",
        actor=people["amara"],
        now=calendar.at(2026, 3, 17, 10, 0),
    )
    take_calls(assembly=assembly, actor=people["amara"], now=calendar.at(2026, 3, 18, 14, 5))


def run_lotteries(assembly: Assembly, people: dict[str, User], calendar: Calendar, say: Say) -> None:
    """Run a test with maximin, then the lottery itself with leximin; draw one of its panels in public."""
    test_at, real_at = calendar.at(2026, 4, 2, 11, 15), calendar.at(2026, 4, 16, 14, 31)
    test = start_run(
        assembly=assembly,
        actor=people["jonas"],
        now=test_at,
        source=random.Random(SEED),  # noqa: S311 (the seed is given)
        objective=Objective.MAXIMIN,
        is_test=True,
        seed=20260402,
        comment="Test, for the advisory group",
    )
    compute(test, test_at + timedelta(seconds=2))
    real = start_run(
        assembly=assembly,
        actor=people["amara"],
        now=real_at,
        source=random.Random(SEED),  # noqa: S311 (the seed is given)
        objective=Objective.LEXIMIN,
        seed=20260416,
        comment="The lottery, as announced",
    )
    real = compute(real, real_at + timedelta(seconds=2))
    draw = hold_draw(real, people, noon=calendar.at(2026, 4, 17, 12, 0), balls=BALLS, seed=SECRETS)
    lowest = f"lowest chance 1 in {1 / real.summary['lowest']:.0f}"
    say(f"Lottery: {lowest}; panel number {draw.panel_number} was drawn, with {SEATS} seats")


def compute(run: SelectionRun, began_at: datetime) -> SelectionRun:
    """Compute the run at its own date, then let a worker empty the queue: it finds the run done and leaves it."""
    do_run(run.pk, clock=partial(_story_clock, began_at, time.monotonic()))
    call_command("db_worker", batch=True, queue_name="*", interval=0, startup_delay=False, verbosity=0)
    run.refresh_from_db()
    if run.state != RunState.COMPLETED:
        message = f"{run} ended as {run.state}: {run.error}"
        raise RuntimeError(message)
    return run


def _story_clock(began_at: datetime, started: float) -> datetime:
    return began_at + timedelta(seconds=time.monotonic() - started)


def found_second_assembly(people: dict[str, User], calendar: Calendar) -> None:
    """Leave an assembly that is recruiting and has neither targets nor a pool: a visitor's own walk begins there."""
    amara = people["amara"]
    assembly = create_assembly(
        actor=amara,
        name="Riverbend Citizens’ Panel on Public Space",
        commissioning_authority="Riverbend City Council",
        question="What should Riverbend’s streets and squares be for, and for whom?",
        seats=SEATS,
        first_session_on=calendar.day(2026, 11, 7),
        last_session_on=calendar.day(2026, 12, 5),
        one_per_household=True,
        now=calendar.at(2026, 5, 11, 10, 0),
    )
    give_role(
        assembly=assembly,
        user=people["jonas"],
        role="organiser",
        actor=amara,
        now=calendar.at(2026, 5, 11, 10, 10),
    )
    words = RemitWords(
        question="What should Riverbend’s streets and squares be for, and for whom?",
        in_scope="Streets, squares and parks that belong to the city.",
        out_of_scope="Private land.",
        response_promise="The council answers every recommendation in public within three months.",
        response_months=3,
    )
    publish_words(assembly, words, actor=amara, now=calendar.at(2026, 5, 26, 9, 0))
    move_assembly(assembly=assembly, verb="announce", actor=amara, now=calendar.at(2026, 5, 26, 9, 5))
    move_assembly(assembly=assembly, verb="start_recruiting", actor=amara, now=calendar.at(2026, 6, 1, 9, 0))
