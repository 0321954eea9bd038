"""Automatic placement finds what trying every plan finds, adds no clash, and gives true reasons."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.planning.clashes import clashes_of
from scheduling.planning.placement import balance_of, place
from scheduling.planning.placement_results import Placement
from scheduling.planning.programme import Item, Place, Programme
from tests.property.programmes import QUARTER, every_place, small_programme

seeds = st.integers(0, 2**32)
SECONDS = 60.0


def value_of(programme: Programme, wanted: list[Item], plan: dict[int, Place]) -> tuple[int, int, int]:
    """Judge a plan: items without a place, changes, differences of positions. Less is better."""
    there = programme.with_places({item.key: plan.get(item.key) for item in wanted})
    changes = sum(item.place is not None and plan.get(item.key) != item.place for item in wanted)
    return len(wanted) - len(plan), changes, sum(each.difference for each in balance_of(there))


def is_clean(programme: Programme, plan: dict[int, Place]) -> bool:
    """Say whether no clash names an item of the plan."""
    return not any(set(clash.items) & plan.keys() for clash in clashes_of(programme.with_places(plan)))


def best_value(programme: Programme, wanted: list[Item]) -> tuple[int, int, int]:
    """Try every plan, one item after another, keeping only those without clashes."""
    standing = programme.with_places({item.key: None for item in wanted})
    plans: list[dict[int, Place]] = [{}]
    for item in wanted:
        places = every_place(standing, item) + ([item.place] if item.place else [])
        longer = [{**plan, item.key: spot} for plan in plans for spot in places]
        plans += [plan for plan in longer if is_clean(standing, plan)]
    return min(value_of(programme, wanted, plan) for plan in plans)


def plan_of(programme: Programme, wanted: list[Item], found: Placement) -> dict[int, Place]:
    """Read where the wanted items stand."""
    plan = {each.item_key: each.place for each in (*found.placed, *found.moved)}
    lost = {each.item_key for each in found.unplaced}
    stays = {i.key: i.place for i in wanted if i.place and i.key not in plan and i.key not in lost}
    return plan | stays


@given(seeds, st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_plan_is_better_and_no_clash_is_added(seed: int, may_move: bool) -> None:
    programme = small_programme(seed, items=4, slots=3)
    wanted = [i for i in programme.items if i.place is None or (may_move and not i.is_fixed)][:3]
    named = {item.key for item in wanted}

    found = place(programme, items=named, seconds=SECONDS, step=QUARTER)
    plan = plan_of(programme, wanted, found)

    assert found.is_optimal
    assert is_clean(programme.with_places(dict.fromkeys(named)), plan)
    assert value_of(programme, wanted, plan) == best_value(programme, wanted)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_reasons_are_true(seed: int) -> None:
    programme = small_programme(seed, items=6, slots=3, placed_share=0.6)

    found = place(programme, seconds=SECONDS, step=QUARTER)
    plan = programme.with_places({each.item_key: each.place for each in found.placed})

    for unplaced in found.unplaced:
        item = programme.item_of[unplaced.item_key]
        assert unplaced.reasons
        for reason in unplaced.reasons:
            kind, _, code = reason.code.partition(".")
            if kind.startswith("everywhere"):
                assert all(code in codes_at(plan, item, spot) for spot in every_place(plan, item))
            if reason.code == "but_for.moved":
                for other in reason.params["items"]:
                    assert fits(plan.without({other}), item)
            if reason.code == "but_for.person_unavailable":
                assert fits(always_there(plan, reason.params["person"]), item)


def codes_at(programme: Programme, item: Item, spot: Place) -> set[str]:
    """Name the clashes an item would have at a place."""
    there = clashes_of(programme.with_places({item.key: spot}))
    return {clash.code for clash in there if item.key in clash.items}


def fits(programme: Programme, item: Item) -> bool:
    """Say whether some place would be free."""
    return any(not codes_at(programme, item, spot) for spot in every_place(programme, item))


def always_there(programme: Programme, key: int) -> Programme:
    """Give the programme in which one person can always come."""
    people = tuple(
        replace(person, available=None, unavailable=()) if person.key == key else person
        for person in programme.people
    )
    return replace(programme, people=people)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_the_same_question_in_another_order_gets_the_same_answer(seed: int) -> None:
    programme = small_programme(seed, items=6, slots=4, placed_share=0.3)
    turned = replace(
        programme,
        rooms=programme.rooms[::-1],
        sessions=programme.sessions[::-1],
        people=programme.people[::-1],
        items=programme.items[::-1],
    )

    assert place(turned, seconds=SECONDS, seed=3) == place(programme, seconds=SECONDS, seed=3)
