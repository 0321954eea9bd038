"""Late absences are put right with few moves, each of them explained."""

from dataclasses import replace

from scheduling.planning.seating import seat
from scheduling.planning.seating_problem import Participant
from scheduling.planning.seating_repair import repair
from tests.unit.planning.rooms import make_problem


def test_nobody_moves_where_nothing_is_wrong():
    """One person away leaves tables of seven and eight."""
    problem = make_problem(40, 5, 2, minimum=6)
    plan = seat(problem, steps=300).rounds
    repaired = repair(problem, plan, absent={100})
    assert (repaired.moves, repaired.is_fewest, repaired.remaining) == ((), True, ())
    assert repaired.plan == tuple({p: t for p, t in seats.items() if p != 100} for seats in plan)


def test_a_table_below_its_minimum_is_filled_and_each_move_says_why():
    """Two leave a table of eight whose minimum is seven; rounds before stay as they were."""
    problem = replace(make_problem(40, 5, 2, minimum=7), categories=())
    plan = seat(problem, steps=150).rounds
    table = plan[1][100]
    gone = sorted(person for person, each in plan[1].items() if each == table)[:2]
    repaired = repair(problem, plan, absent=gone, from_round=1)
    assert repaired.plan[0] == plan[0]
    assert [(move.round, move.table) for move in repaired.moves] == [(1, table)]
    assert [fault.code for fault in repaired.moves[0].because] == ["below_minimum"]
    assert (repaired.is_fewest, repaired.at_least) == (True, 1)


def test_where_people_are_too_few_a_table_is_given_up():
    """Eight of twenty-four stay away: two tables of six take the others, or three of at least five."""
    problem = replace(make_problem(24, 4, 1, minimum=5), categories=())
    plan = seat(problem, steps=150).rounds
    repaired = repair(problem, plan, absent=range(100, 108))
    assert repaired.remaining == ()
    assert repaired.measures.violations == ()
    assert len(set(repaired.plan[0].values())) < 4


def test_a_group_is_brought_together_again_when_its_rule_came_late():
    """The smaller part of the group goes to the larger, if nothing else speaks."""
    problem = replace(make_problem(24, 4, 1, capacity=8), categories=())
    plan = seat(problem, steps=150).rounds
    one = plan[0][100]
    other = next(person for person, table in plan[0].items() if table != one)
    bound = replace(problem, together=(frozenset({100, other}),))
    repaired = repair(bound, plan)
    assert len(repaired.moves) == 1
    assert repaired.plan[0][100] == repaired.plan[0][other]
    assert {fault.code for fault in repaired.moves[0].because} == {"not_together"}


def test_arrivals_are_seated_where_least_goes_wrong():
    """Their first seat is no move; the step-free table is theirs."""
    problem = make_problem(23, 4, 2, features=["step-free"])
    plan = seat(problem, steps=150).rounds
    guest = Participant(500, {"Age": "a", "Gender": "f", "Area": "n"}, frozenset({"step-free"}))
    repaired = repair(problem, plan, arrived=[guest])
    assert [(move.participant, move.origin, move.table) for move in repaired.seated] == [(500, None, 1)] * 2
    assert (repaired.moves, repaired.measures.violations) == ((), ())
