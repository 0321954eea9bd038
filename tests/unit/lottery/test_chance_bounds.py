"""The bound on chances: never below what the lottery gives, equal to it where the relaxation is attained."""

import random

import pytest

from sortition.lottery import Instance, Person, Quota, QuotasInfeasible, chance_bound, select


def instance_of(seed, *, people=40, seats=8):
    chance = random.Random(seed)
    return Instance(
        seats=seats,
        quotas=(
            Quota("age", "young", 3, 5),
            Quota("age", "old", 3, 5),
            Quota("place", "north", 2, 4),
            Quota("place", "south", 2, 4),
            Quota("place", "west", 1, 4),
        ),
        people=tuple(
            Person(
                str(number),
                {
                    "age": chance.choice(["young", "old", "old"]),
                    "place": chance.choice(["north", "south", "west", "west"]),
                },
                household=f"home{number // 3}",
            )
            for number in range(people)
        ),
    )


@pytest.mark.parametrize("seed", range(5))
def test_no_lottery_gives_a_higher_lowest_chance_than_the_bound(seed):
    """And the exact lottery reaches it where its certificate says so."""
    instance = instance_of(seed)
    bound = chance_bound(instance)
    found = select(instance, seed=1)
    assert bound.is_proven_possible
    assert bound.knows_all
    assert min(found.probabilities.values()) <= bound.lowest + 1e-7
    assert sum(bound.chances.values()) == pytest.approx(instance.seats)


def test_a_tighter_quota_lowers_the_bound():
    """Seven of ten are old; asking for half of each leaves the old the lower chance."""
    people = tuple(Person(str(n), {"age": "young" if n < 3 else "old"}) for n in range(10))
    loose = (Quota("age", "young", 0, 4), Quota("age", "old", 0, 4))
    tight = (Quota("age", "young", 2, 2), Quota("age", "old", 2, 2))
    before, after = (chance_bound(Instance(seats=4, quotas=q, people=people)) for q in (loose, tight))
    assert (before.lowest, before.typical) == pytest.approx((0.4, 0.4))
    assert (after.lowest, after.typical) == pytest.approx((2 / 7, 2 / 7))


def test_quotas_that_no_panel_meets_are_refused_with_the_cause():
    """Also where the relaxation alone would admit them: two of a household, one seat and a half each."""
    people = (
        Person("a", {"x": "p"}, household="h"),
        Person("b", {"x": "q"}, household="h"),
        Person("c", {"x": "p"}),
    )
    quotas = (Quota("x", "p", 0, 1), Quota("x", "q", 1, 1))
    assert chance_bound(Instance(seats=2, quotas=quotas, people=people)).chances == pytest.approx(
        {"a": 0.0, "b": 1.0, "c": 1.0}
    )
    with pytest.raises(QuotasInfeasible) as refused:
        chance_bound(Instance(seats=3, quotas=quotas, people=people), time_limit=2)
    assert [cause.code for cause in refused.value.feasibility.causes][:1] == ["more_seats_than_households"]
