"""Facilitators at tables who will not be there: who that is known of, and who stands in for them."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from scheduling.enums import Part
from scheduling.models import SeatingPlan, SessionDuty
from scheduling.planning.seating_facilitators import stand_ins
from scheduling.selectors.free_times import away_at
from scheduling.selectors.round_hours import hours_of_rounds, rounds_away
from scheduling.selectors.seating import facilitators_of, rounds_of
from scheduling.selectors.seating_problem import problem_of, settings_of

HostChange = tuple[int, int, int | None, int | None]
"""Round (from 1), number of the table, key of its facilitator before and after; None: nobody."""


def hosts_of(plan: SeatingPlan) -> set[int]:
    """Return the keys of all who facilitate in a plan."""
    return {person for each in facilitators_of(plan) for person in each.values()}


def tables_without(plan: SeatingPlan) -> list[tuple[int, int, int]]:
    """Return (person, round, table) for each table whose facilitator said that they are not free in that round."""
    hosts = facilitators_of(plan)
    away = rounds_away(plan.session, {person for each in hosts for person in each.values()}, plan.rounds)
    return sorted(
        (person, number, table)
        for number, each in enumerate(hosts, start=1)
        for table, person in each.items()
        if number - 1 in away.get(person, ())
    )


def hosts_for_a_part(plan: SeatingPlan) -> set[int]:
    """Return who facilitates and is away for a part of a session of which nobody can tell the hours of rounds."""
    if any(hours_of_rounds(plan.session, plan.rounds)):
        return set()
    away = away_at(plan.session, hosts_of(plan))
    return {person for person, freedom in away.items() if freedom.state == "partly"}


def host_repair(
    plan: SeatingPlan, *, absent: Mapping[int, Collection[int]], from_round: int
) -> list[HostChange]:
    """Find somebody else for the tables of absent facilitators: who is in the plan or on duty and has no table then.

    absent: facilitator → the rounds (from 1) in which they are not there. A table for which nobody is left has no
    facilitator: the change says None.
    """
    if not absent:
        return []
    on_duty = SessionDuty.objects.filter(session=plan.session_id, part=Part.FACILITATOR)
    known = hosts_of(plan) | set(on_duty.values_list("person", flat=True))
    wanted = replace(settings_of(plan), facilitators=tuple(sorted(known)))
    problem = problem_of(plan.session, wanted).problem
    before = facilitators_of(plan)
    gone = {person: {number - 1 for number in numbers} for person, numbers in absent.items()}
    after = stand_ins(problem, rounds_of(plan), before, absent=gone, first=from_round - 1)
    return [
        (number, table, person, later.get(table))
        for number, (there, later) in enumerate(zip(before, after, strict=True), start=1)
        for table, person in sorted(there.items())
        if later.get(table) != person
    ]
