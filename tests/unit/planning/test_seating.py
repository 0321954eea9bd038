"""Seating keeps rules, reaches its bounds where they can be reached, and names what cannot be kept."""

import pytest

from scheduling.planning.seating import SeatingImpossible, seat
from scheduling.planning.seating_bounds import most_new_pairs
from scheduling.planning.seating_facilitators import cheapest_assignment
from scheduling.planning.seating_limits import examine
from scheduling.planning.seating_measures import measure, times_met, with_move, with_swap
from scheduling.planning.seating_problem import Facilitator, InvalidSeating
from tests.unit.planning.rooms import make_problem

GROUPS = {
    "together": (frozenset({100, 101}), frozenset({101, 102})),
    "apart": (frozenset({103, 104, 105}),),
    "fixed": {(0, 106): 3, (1, 107): 2},
}


def test_a_plan_that_nothing_can_beat_is_recognised_and_ends_the_search():
    """24 people at 6 tables of 4 can meet 3 · 3 others each in three rounds."""
    seating = seat(make_problem(24, 6, 3))
    assert seating.measures.met_new == 24 * 9 // 2
    assert (seating.measures.is_best, seating.measures.imbalance) == (True, 0)
    assert seating.steps < 12_000


def test_rules_are_kept_in_every_round():
    """Groups that share somebody are one group."""
    problem = make_problem(40, 6, 3, features=["step-free"], needs=["step-free"] * 3, **GROUPS)
    seating = seat(problem, steps=900)
    assert seating.measures.violations == ()
    for seats in seating.rounds:
        assert seats[100] == seats[101] == seats[102] == 1
        assert len({seats[103], seats[104], seats[105]}) == 3
    assert (seating.rounds[0][106], seating.rounds[1][107]) == (3, 2)


def test_the_same_seed_and_steps_give_the_same_plan():
    """And another seed another."""
    one, again, other = (seat(make_problem(40, 5, 3, seed=s), steps=300).rounds for s in (4, 4, 5))
    assert one == again
    assert one != other


def test_people_who_met_in_earlier_sessions_are_kept_from_meeting_again():
    """Twenty-four people at six tables sit with others than the day before."""
    problem = make_problem(24, 6, 1)
    before = times_met(seat(problem, steps=150).rounds)
    measures = seat(make_problem(24, 6, 1, met=before), steps=900).measures
    assert (measures.met_new, measures.met_ever, measures.repeats) == (36, 72, 0)


def test_a_wish_to_stop_leaves_a_whole_plan_that_keeps_the_rules():
    """Progress has told nothing yet."""
    told = []
    seating = seat(
        make_problem(40, 6, 3, **GROUPS), should_stop=lambda: True, progress=lambda *done: told.append(done)
    )
    assert (seating.is_complete, seating.steps, told, seating.measures.violations) == (False, 0, [], ())


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ({"capacity": 3}, ["more_people_than_seats"]),
        ({"minimum": 8}, []),
        ({"capacity": 30, "minimum": 25}, ["minimums_above_people"]),
        ({"needs": ["loop"]}, ["need_at_no_table"]),
        ({"needs": ["loop"] * 10, "features": ["loop"]}, ["too_few_seats_with_features"]),
        ({"fixed": {(0, 100): 9}}, ["fixed_at_unknown_table"]),
        ({"fixed": {(7, 100): 1}}, ["fixed_in_unknown_round"]),
        ({"needs": ["loop"], "features": ["loop"], "fixed": {(0, 100): 2}}, ["fixed_against_needs"]),
        ({"fixed": {(0, 100 + n): 1 for n in range(10)}}, ["fixed_over_capacity"]),
        ({"together": (frozenset({100, 101}),), "apart": (frozenset({100, 101}),)}, ["together_and_apart"]),
        ({"together": (frozenset(range(100, 110)),)}, ["group_larger_than_tables"]),
        (
            {
                "needs": ["loop", "step-free"],
                "features": ["loop", "step-free"],
                "together": (frozenset({100, 101}),),
            },
            ["group_at_no_table"],
        ),
        ({"apart": (frozenset(range(100, 105)),)}, ["apart_more_than_tables"]),
        ({"together": (frozenset({100, 101}),), "fixed": {(0, 100): 1, (0, 101): 2}}, ["fixed_splits_group"]),
        ({"apart": (frozenset({100, 101}),), "fixed": {(0, 100): 1, (0, 101): 1}}, ["fixed_beside_apart"]),
        (
            {"needs": ["loop", "loop"], "features": ["loop"], "apart": (frozenset({100, 101}),)},
            ["rules_contradict", "rules_contradict"],
        ),
    ],
)
def test_what_cannot_be_kept_is_named(rules, codes):
    """24 people at 4 tables of 9, unless said otherwise; who goes on gets everybody seated."""
    problem = make_problem(24, 4, 2, **rules)
    assert [each.code for each in examine(problem).impossible] == codes
    if codes:
        with pytest.raises(SeatingImpossible) as raised:
            seat(problem)
        assert [each.code for each in raised.value.impossible] == codes
    seating = seat(problem, steps=60, without_impossible=True)
    assert [len(seats) for seats in seating.rounds] == [24, 24]
    assert bool(seating.measures.violations) == ("rules_contradict" in codes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"count": 0}, "no_participants"),
        ({"tables": 0}, "no_tables"),
        ({"rounds": 0}, "no_rounds"),
        ({"capacity": 0}, "capacity_below_one"),
        ({"minimum": 10}, "minimum_out_of_range"),
        ({"weights": {"Age": 0}}, "weight_below_one"),
        ({"facilitators": (Facilitator(1), Facilitator(1))}, "duplicate_facilitator"),
    ],
)
def test_what_makes_no_problem_is_refused(changes, code):
    """The code says why."""
    with pytest.raises(InvalidSeating) as raised:
        make_problem(**{"count": 8, "tables": 2, "rounds": 1} | changes)
    assert raised.value.code == code


def test_forced_repeats_lower_the_bound():
    """Five people of a table came from four tables, so one pair must have met; a group repeats as well."""
    sizes = [dict.fromkeys(range(1, 5), 5)] * 2
    assert most_new_pairs(make_problem(20, 4, 2), sizes).pairs == 76
    together = (frozenset(range(100, 104)),)
    bound = most_new_pairs(make_problem(20, 4, 2, together=together), sizes)
    assert (bound.pairs, bound.because, bound.forced) == (74, "seats", 6)


def test_a_change_by_hand_shows_its_effect_before_it_is_made():
    """A swap back undoes it."""
    problem = make_problem(24, 6, 2, apart=(frozenset({100, 101}),))
    plan = seat(problem, steps=300).rounds
    effect = with_move(problem, plan, 0, 100, plan[0][101])
    assert [each.code for each in effect.broken] == ["not_apart"]
    assert effect.plan[0][100] == plan[0][101]
    back = with_move(problem, effect.plan, 0, 100, plan[0][100])
    assert [each.code for each in back.mended] == ["not_apart"]
    swapped = with_swap(problem, plan, 1, 102, 103)
    again = with_swap(problem, swapped.plan, 1, 102, 103)
    assert again.plan == plan
    assert (again.meetings, again.imbalance) == (-swapped.meetings, -swapped.imbalance)
    assert again.after == measure(problem, plan)


def test_facilitators_go_round():
    """Four facilitators at four tables: everybody sits with four; whoever is away has no table."""
    helpers = (Facilitator(1), Facilitator(2), Facilitator(3), Facilitator(4, away=frozenset({1})))
    seating = seat(make_problem(16, 4, 3, facilitators=helpers), steps=300)
    assert [sorted(hosts.values()) for hosts in seating.facilitators] == [
        [1, 2, 3, 4],
        [1, 2, 3],
        [1, 2, 3, 4],
    ]
    met = dict.fromkeys(range(100, 116), 1)
    helpers = (Facilitator(1, met=met), Facilitator(2))
    seating = seat(make_problem(8, 1, 1, facilitators=helpers))
    assert (seating.facilitators, seating.facilitator_repeats) == (({1: 2},), 0)


def test_the_cheapest_assignment_is_found():
    """Taking each row's cheapest one by one would cost 10."""
    assert cheapest_assignment([[1, 2, 9], [1, 9, 9]]) == [1, 0]
