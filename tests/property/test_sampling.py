"""Samples of addresses: exact sizes, nobody twice, nobody invited before, chances against brute force."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.sampling import Address, SampleImpossible, allocate, draw_sample, inclusion_chances
from sortition.sampling.draw import _drawn

WEIGHTS = st.sampled_from(
    [Fraction(0), Fraction(1, 3), Fraction(1), Fraction(2), Fraction(7, 2), Fraction(40)]
)
STRATA = st.sampled_from(["north", "south", "east"])


@st.composite
def problems(draw):
    """Return addresses, who was invited before, and sizes that are possible."""
    rows = draw(st.lists(st.tuples(STRATA, WEIGHTS), min_size=1, max_size=30))
    addresses = [Address(f"a{number}", stratum, weight) for number, (stratum, weight) in enumerate(rows)]
    invited = draw(st.sets(st.sampled_from([each.key for each in addresses])))
    possible = Counter(each.stratum for each in addresses if each.weight and each.key not in invited)
    sizes = {name: draw(st.integers(0, count)) for name, count in possible.items()}
    return addresses, invited, sizes


@given(problems(), st.integers(0, 2**64))
def test_every_sample_keeps_its_promises(problem, seed):
    addresses, invited, sizes = problem
    sample = draw_sample(addresses, sizes, seed=seed, invited=invited)
    drawn = [addresses[position] for position in sample.chosen]
    assert len({each.key for each in drawn}) == len(drawn)
    assert not {each.key for each in drawn} & invited
    assert +Counter(each.stratum for each in drawn) == +Counter(sizes)
    assert all(sample.chances[position] > 0 for position in sample.chosen)
    assert all(
        chance == 0 for each, chance in zip(addresses, sample.chances, strict=True) if each.key in invited
    )
    assert sum(sample.chances) == len(sample.chosen)
    assert draw_sample(addresses, sizes, seed=seed, invited=invited) == sample


@given(st.lists(WEIGHTS, min_size=1, max_size=12), st.data())
def test_chances_are_in_proportion_to_weights_up_to_certainty(weights, data):
    size = data.draw(st.integers(0, sum(weight > 0 for weight in weights)))
    chances = inclusion_chances(weights, size)
    assert sum(chances) == size
    uncertain = {
        chance / weight for chance, weight in zip(chances, weights, strict=True) if weight and chance < 1
    }
    assert len(uncertain) <= 1
    # Nobody is certain who weighs less than somebody who is not.
    unsure = [weight for weight, chance in zip(weights, chances, strict=True) if chance < 1]
    sure = [weight for weight, chance in zip(weights, chances, strict=True) if chance == 1]
    assert not sure or not unsure or min(sure) >= max(unsure)


class Chosen:
    """A source of randomness that gives one order and one number."""

    def __init__(self, order, number):
        self.order, self.number = order, number

    def shuffle(self, items):
        items[:] = self.order

    def randrange(self, _stop):
        return self.number


@pytest.mark.parametrize(
    ("weights", "size"), [((1, 1, 1, 1), 2), ((1, 2, 3, 4), 2), ((2, 2, 3, 5, 1), 3), ((1, 5, 1, 1), 1)]
)
def test_the_draw_has_these_chances_by_brute_force(weights, size):
    """Every order of the addresses and every first point, counted."""
    chances = inclusion_chances([Fraction(weight) for weight in weights], size)
    unsure = [each for each, chance in enumerate(chances) if chance < 1]
    left = size - (len(weights) - len(unsure))
    step = 1
    while any((step * chances[each]).denominator != 1 for each in unsure):
        step += 1
    drawn, sets, ways = Counter(), Counter(), 0
    for order in permutations(range(len(unsure))):
        for point in range(step):
            found = _drawn(unsure, [chances[each] for each in unsure], left, Chosen(list(order), point))
            assert len(set(found)) == left
            drawn.update(found)
            sets[frozenset(found)] += 1
            ways += 1
    assert {each: Fraction(drawn[each], ways) for each in unsure} == {each: chances[each] for each in unsure}
    if len(set(weights)) == 1:
        likely = {
            frozenset(each): Fraction(1, comb(len(weights), size)) for each in combinations(unsure, left)
        }
        assert {each: Fraction(number, ways) for each, number in sets.items()} == likely


@given(st.dictionaries(STRATA, st.integers(0, 500), min_size=1), st.fractions(0, 1), st.data())
@settings(max_examples=300)
def test_letters_are_shared_out_whole_and_within_each_stratum(counts, share, data):
    total = data.draw(st.integers(0, sum(counts.values())))
    favoured = data.draw(st.sets(st.sampled_from(sorted(counts))))
    sizes = allocate(counts, total, favoured=favoured, favoured_share=share)
    assert sum(sizes.values()) == total
    assert all(0 <= sizes[name] <= counts[name] for name in counts)
    if not favoured or not share:
        exact = {name: Fraction(total * count, sum(counts.values()) or 1) for name, count in counts.items()}
        assert all(abs(sizes[name] - exact[name]) < 1 for name in counts)


def test_eighty_percent_everywhere_and_twenty_in_deprived_areas():
    """A tenth of the addresses are deprived: they get a tenth of the 80 % and all of the 20 %."""
    sizes = allocate(
        {"deprived": 1_000, "other": 9_000}, 1_000, favoured=["deprived"], favoured_share=Fraction(1, 5)
    )
    assert sizes == {"deprived": 280, "other": 720}


@pytest.mark.parametrize(
    ("addresses", "sizes", "code"),
    [
        ([Address("a"), Address("a")], {"": 1}, "double_address"),
        ([Address("a", weight=Fraction(-1))], {"": 1}, "bad_weight"),
        ([Address("a")], {"": 2}, "not_enough"),
        ([Address("a", weight=Fraction(0))], {"": 1}, "not_enough"),
        ([Address("a")], {"north": 1}, "no_such_stratum"),
    ],
)
def test_what_cannot_be_drawn_is_named(addresses, sizes, code):
    with pytest.raises(SampleImpossible) as refused:
        draw_sample(addresses, sizes, seed=1)
    assert refused.value.code == code


def test_more_letters_than_addresses_are_refused():
    with pytest.raises(SampleImpossible) as refused:
        allocate({"north": 3}, 4)
    assert refused.value.params == {"wanted": 4, "available": 3}
