"""Put a plan right after late absences and arrivals, with as few people as can be sent to another table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scheduling.planning.seating_faults import Fault, Faults
from scheduling.planning.seating_measures import Measures, measure, times_met
from scheduling.planning.seating_problem import Participant, Plan, SeatingProblem
from scheduling.planning.seating_repair_rounds import Move, RoundRepairer


@dataclass(frozen=True, slots=True)
class Repair:
    """Hold the repaired plan, its problem without the absent and with the arrived, and its measures.

    seated: first seats of arrivals. moves: of people who had a seat. remaining: what could not be put right.
    is_fewest: in every round fewer moves are proven not to be enough. at_least: moves needed in any case.
    """

    problem: SeatingProblem
    plan: Plan
    seated: tuple[Move, ...]
    moves: tuple[Move, ...]
    remaining: tuple[Fault, ...]
    at_least: int
    is_fewest: bool
    measures: Measures


def repair(
    problem: SeatingProblem,
    plan: Plan,
    *,
    absent: Iterable[int] = (),
    arrived: Iterable[Participant] = (),
    from_round: int = 0,
    tolerance: int = 1,
) -> Repair:
    """Take the absent out of the rounds from `from_round` on, seat the arrived, and put right what is then wrong.

    What must hold: capacities, minimums (a table that nobody sits at needs none), needs, fixed seats, groups; and of
    each value at each table no more than `tolerance` people beside the even share, or as many as before.
    Earlier rounds stay as they were. Meetings only decide between repairs with equally many moves.

    Each round is searched for a repair of 0, 1, 2 … moves, completely while that is short: a table with a fault stays
    faulty until somebody joins or leaves it, so that only moves at one faulty table need be tried at each step. Where
    it is too long, a few promising seatings are followed; their number of moves is still proven fewest where it
    equals the bound. With arrivals fewest holds for the seats that they were given, so it is claimed of no moves only.

    Raises:
        InvalidSeating: no_participants, duplicate_participant.
    """
    left = problem.without(absent)
    left = replace(left, participants=(*left.participants, *arrived))
    present = frozenset(left.person_of)
    changed = list(plan)
    rounds = []
    for number in range(from_round, len(plan)):
        changed[number] = {p: t for p, t in plan[number].items() if p in present}
    for number in range(from_round, len(plan)):
        others = times_met(seats for each, seats in enumerate(changed) if each != number)
        for pair, many in left.met.items():
            others[pair] += many
        before = {p: t for p, t in plan[number].items() if p in problem.person_of}
        faults = Faults(_joined(problem, left), number, before, present, tolerance)
        share = len(plan) - from_round
        rounds.append(RoundRepairer(left, number, changed[number], faults, others, share=share).repair())
        changed[number] = rounds[-1].seats
    whole = tuple(changed)
    return Repair(
        problem=left,
        plan=whole,
        seated=tuple(move for each in rounds for move in each.seated),
        moves=tuple(move for each in rounds for move in each.moves),
        remaining=tuple(fault for each in rounds for fault in each.remaining),
        at_least=sum(each.at_least for each in rounds),
        is_fewest=all(each.is_fewest for each in rounds),
        measures=measure(left, whole),
    )


def _joined(before: SeatingProblem, after: SeatingProblem) -> SeatingProblem:
    """Give a problem that knows the absent as well, with the rules of both."""
    gone = tuple(person for person in before.participants if person.key not in after.person_of)
    return replace(before, participants=(*after.participants, *gone), fixed={**before.fixed, **after.fixed})
