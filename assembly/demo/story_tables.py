"""Seat the members: two rules, and for each session a plan by the real computation, taken into use."""

import random
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.story_programme import table_facilitators
from assembly.models import Assembly, Person, User
from scheduling.enums_tables import RuleKind
from scheduling.known_absences import absent_people
from scheduling.models import SeatingPlan, Session
from scheduling.selectors.seating_problem import PlanSettings, TableWanted
from scheduling.selectors.sessions import members_at, rooms_of
from scheduling.services.seating_jobs import ask_for_plan, do_seating
from scheduling.services.seating_rules import keep_rule
from scheduling.services.seating_use import use_plan

ROUNDS, TABLES = 3, 6
BALANCED = ("Age", "Gender", "View on traffic", "Ward")
SEEDS = 10**12
TOGETHER = ((3, 27), "He reads what is written for her; they know each other from the club of the blind.")
APART = ((9, 45), "Neighbours who are in court about a fence. Both asked for it.")


def keep_rules(assembly: Assembly, *, actor: User, calendar: Calendar) -> None:
    """Keep two members at one table and two at different ones."""
    now = calendar.at(2026, 5, 6, 11, 0)
    for kind, (seats, reason) in ((RuleKind.TOGETHER, TOGETHER), (RuleKind.APART, APART)):
        people = list(Person.objects.here().members().filter(assembly=assembly, seat_number__in=seats))
        keep_rule(
            assembly=assembly,
            rule=None,
            kind=kind,
            people=people,
            reason=reason,
            since=None,
            until=None,
            actor=actor,
            now=now,
        )


def seat_members(
    session: Session,
    *,
    actor: User,
    now: datetime,
    source: random.Random,
    tables: int = TABLES,
    balanced: tuple[str, ...] = BALANCED,
) -> SeatingPlan:
    """Compute the tables of a session for whoever is expected, and take them into use."""
    absent = absent_people(session)
    expected = tuple(sorted(person.pk for person in members_at(session) if person.pk not in absent))
    job = ask_for_plan(
        session=session,
        wanted=_wanted(session, expected, source.randrange(SEEDS), tables, balanced),
        may_leave_out=True,
        actor=actor,
        now=now,
    )
    do_seating(job.pk, clock=lambda: now + timedelta(seconds=9))
    plan = SeatingPlan.objects.get(job=job)
    return use_plan(plan=plan, actor=actor, now=now + timedelta(minutes=6))


def _wanted(
    session: Session, expected: tuple[int, ...], seed: int, tables: int, balanced: tuple[str, ...]
) -> PlanSettings:
    hall = rooms_of(session)[0]
    size, smallest = -(-len(expected) // tables), len(expected) // tables
    return PlanSettings(
        rounds=ROUNDS,
        categories=balanced,
        tables=tuple(
            TableWanted(number, size, smallest, hall.pk, tuple(hall.features))
            for number in range(1, tables + 1)
        ),
        expected=expected,
        facilitators=tuple(person.pk for person in table_facilitators(session)),
        seed=seed,
    )
