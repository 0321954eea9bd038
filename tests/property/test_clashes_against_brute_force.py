"""Clashes hold what a look at every minute finds; nothing about them depends on order or on unrelated items."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.planning.clashes import clashes_of, clashes_of_item, free_places
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.programme import Item
from tests.property.programmes import PLAIN, QUARTER, codes_by_minute, every_place, minutes, small_programme

seeds = st.integers(0, 2**32)


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_people_and_rooms_are_twice_or_not_there_exactly_where_a_look_at_every_minute_finds_it(
    seed: int,
) -> None:
    programme = small_programme(seed, items=7, placed_share=0.9)

    found = Counter((clash.code, clash.items) for clash in clashes_of(programme) if clash.code in PLAIN)

    assert found == codes_by_minute(programme)


@given(seeds)
@settings(max_examples=80, deadline=None)
def test_the_order_of_what_is_given_changes_nothing(seed: int) -> None:
    programme = small_programme(seed, items=7, placed_share=0.9)
    chance = random.Random(seed)
    mixed = replace(
        programme,
        **{
            name: tuple(chance.sample(getattr(programme, name), len(getattr(programme, name))))
            for name in ("rooms", "sessions", "people", "items")
        },
    )

    assert clashes_of(mixed) == clashes_of(programme)
    assert [clash.key for clash in clashes_of(mixed)] == [clash.key for clash in clashes_of(programme)]


@given(seeds)
@settings(max_examples=80, deadline=None)
def test_an_item_that_shares_nothing_leaves_every_clash_as_it_was(seed: int) -> None:
    programme = small_programme(seed, items=7, placed_share=0.9)
    apart = Item(99, "internal", minutes(15), 0, None, programme.sessions[0].start, needs_room=False)

    assert clashes_of(replace(programme, items=(*programme.items, apart))) == clashes_of(programme)


@given(seeds)
@settings(max_examples=80, deadline=None)
def test_one_items_clashes_are_those_of_all_that_name_it(seed: int) -> None:
    programme = small_programme(seed, items=7, placed_share=0.9)

    for item in programme.items:
        named = tuple(clash for clash in clashes_of(programme) if item.key in clash.items)
        assert clashes_of_item(programme, item) == named


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_a_place_is_free_exactly_where_putting_the_item_there_brings_no_clash(seed: int) -> None:
    programme = small_programme(seed, items=6, placed_share=0.8)
    item = programme.items[-1]
    neighbours = Neighbours(programme, item)

    tried = {each.place: each.clashes for each in free_places(programme, item, step=QUARTER)}

    assert tried.keys() == set(every_place(programme, item))
    for place, clashes in tried.items():
        there = programme.with_places({item.key: place})
        assert clashes == tuple(clash for clash in clashes_of(there) if item.key in clash.items)
        assert neighbours.is_free_at(place) == (not clashes)
        found = neighbours.obstacles_at(place).found
        assert {code for code, _ in found} == {clash.code for clash in clashes}
