"""Fixed people, together, apart, caps, crossed quotas and weights: what they mean, and what contradicts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sortition.lottery import (
    Bond,
    BondRelease,
    Cap,
    CapChange,
    Instance,
    InvalidInstance,
    Person,
    Quota,
    QuotaChange,
    WeightedPanel,
    check_certificate,
    check_feasibility,
    select,
)
from tests.unit.lottery.problems import kinds, people

PAIRS = kinds(2, people("x", "x", "y", "y"), x=(0, 2), y=(0, 2))


def chances(instance: Instance) -> list[float]:
    selection = select(instance, seed=0)
    assert selection.certificate.status == "proven", selection.certificate.checks
    return [round(chance, 9) for chance in selection.probabilities.values()]


def causes_of(instance: Instance) -> list[tuple[str, dict[str, str | int]]]:
    return [(cause.code, dict(cause.params)) for cause in check_feasibility(instance).causes]


def test_a_fixed_person_always_sits_and_the_others_share_the_rest() -> None:
    assert chances(replace(PAIRS, fixed=("p0",))) == [1.0, 0.333333333, 0.333333333, 0.333333333]


def test_a_housemate_of_a_fixed_person_never_sits() -> None:
    pool = people("x", "x", "y", "y", households={0: "h", 1: "h"})
    assert chances(Instance(2, PAIRS.quotas, pool, fixed=("p0",))) == [1.0, 0.0, 0.5, 0.5]


def test_people_together_sit_together_or_not_at_all() -> None:
    selection = select(replace(PAIRS, together=(("p0", "p3"),)), seed=0)
    assert {weighted.panel for weighted in selection.lottery} == {("p0", "p3"), ("p1", "p2")}
    assert chances(replace(PAIRS, together=(("p0", "p3"),))) == [0.5] * 4


def test_people_apart_never_meet() -> None:
    selection = select(replace(PAIRS, apart=(("p0", "p1", "p2"),)), seed=0)
    assert all("p3" in weighted.panel for weighted in selection.lottery)
    assert [round(chance, 9) for chance in selection.probabilities.values()] == [0.333333333] * 3 + [1.0]


def test_a_cap_binds_every_group_of_its_column_and_nobody_without_a_group() -> None:
    pool = tuple(
        replace(person, groups={"club": "red"} if number < 3 else {})
        for number, person in enumerate(people("x", "x", "x", "x", "x"))
    )
    instance = Instance(3, (Quota("kind", "x", 0, 3),), pool, caps=(Cap("club", 1),))
    assert chances(instance) == [0.333333333] * 3 + [1.0, 1.0]


def test_a_crossed_quota_counts_people_by_both_values() -> None:
    pool = tuple(
        Person(str(number), {"age": age, "sex": sex})
        for number, (age, sex) in enumerate([("old", "f"), ("old", "m"), ("young", "f"), ("young", "m")])
    )
    quotas = (Quota("age", "old", 0, 2), Quota("age", "young", 0, 2), Quota("age×sex", "old × f", 1, 1))
    assert chances(Instance(2, quotas, pool)) == [1.0, 0.333333333, 0.333333333, 0.333333333]


def test_a_crossed_quota_alone_leaves_other_values_free() -> None:
    pool = tuple(Person(str(n), {"age": "old", "sex": sex}) for n, sex in enumerate("ffmm"))
    assert chances(Instance(2, (Quota("age×sex", "old×f", 0, 1),), pool)) == [0.5] * 4


def test_chances_are_compared_per_weight() -> None:
    pool = tuple(replace(p, weight=w) for p, w in zip(people("x", "x", "x"), (1.0, 1.0, 2.0), strict=True))
    instance = Instance(2, (Quota("kind", "x", 0, 2),), pool)
    assert chances(instance) == [0.5, 0.5, 1.0]
    thousandfold = tuple(replace(person, weight=1000 * person.weight) for person in pool)
    assert chances(replace(instance, people=thousandfold)) == [0.5, 0.5, 1.0]


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("unknown_person", {"fixed": ("nobody",)}),
        ("unknown_person", {"apart": (("p0", "nobody"),)}),
        ("bond_of_one", {"together": (("p0", "p0"),)}),
        ("bond_of_one", {"apart": ((),)}),
        ("cap_below_one", {"caps": (Cap("club", 0),)}),
        ("duplicate_cap", {"caps": (Cap("club", 1), Cap("club", 2))}),
        ("weight_not_positive", {"people": (Person("p0", {"kind": "x"}, weight=0.0),)}),
        ("weight_not_positive", {"people": (Person("p0", {"kind": "x"}, weight=float("inf")),)}),
    ],
)
def test_bonds_that_mean_nothing_are_refused(code: str, more: dict[str, object]) -> None:
    with pytest.raises(InvalidInstance) as caught:
        replace(PAIRS, **more)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "quotas"),
    [
        ("crossed_value_parts", (Quota("a×b", "x", 0, 1),)),
        ("crossed_value_parts", (Quota("a×b", "x×y×z", 0, 1),)),
        ("duplicate_quota", (Quota("a×b", "x×y", 0, 1), Quota("a×b", "x × y", 0, 1))),
    ],
)
def test_crossed_quotas_that_mean_nothing_are_refused(code: str, quotas: tuple[Quota, ...]) -> None:
    with pytest.raises(InvalidInstance) as caught:
        Instance(1, quotas, (Person("1", {"a": "x", "b": "y"}),))
    assert caught.value.code == code


def test_a_crossed_category_whose_parts_are_unknown_is_a_category_like_any_other() -> None:
    instance = Instance(1, (Quota("a×b", "x", 0, 1),), (Person("1", {"a×b": "x"}),))
    assert instance.crossed == {}


def test_fixed_seats_that_contradict_are_named_by_counting() -> None:
    assert causes_of(replace(PAIRS, fixed=("p0", "p1", "p2"))) == [
        ("more_fixed_than_seats", {"fixed": 3, "seats": 2})
    ]
    two_x = kinds(2, PAIRS.people, x=(0, 1), y=(0, 2))
    assert (
        "fixed_exceed_maximum",
        {"category": "kind", "value": "x", "maximum": 1, "fixed": 2},
    ) in causes_of(replace(two_x, fixed=("p0", "p1")))
    y_needed = kinds(2, PAIRS.people, x=(0, 2), y=(1, 2))
    assert ("fixed_crowd_out_minima", {"category": "kind", "total": 3, "seats": 2}) in causes_of(
        replace(y_needed, fixed=("p0", "p1"))
    )
    home = Instance(
        2, PAIRS.quotas, people("x", "x", "y", "y", households={0: "h", 1: "h"}), fixed=("p0", "p1")
    )
    assert ("fixed_share_household", {"ids": "p0, p1"}) in causes_of(home)
    assert ("fixed_apart", {"ids": "p0, p1"}) in causes_of(
        replace(PAIRS, fixed=("p0", "p1"), apart=(("p0", "p1", "p2"),))
    )
    club = tuple(replace(person, groups={"club": "red"}) for person in PAIRS.people)
    capped = replace(PAIRS, people=club, caps=(Cap("club", 1),), fixed=("p0", "p1"))
    assert ("fixed_exceed_cap", {"column": "club", "group": "red", "maximum": 1, "fixed": 2}) in causes_of(
        capped
    )


def test_a_conflict_names_the_bonds_that_have_to_do_with_it_and_no_other() -> None:
    instance = replace(
        kinds(2, people("x", "x", "y", "y"), x=(1, 1), y=(1, 1)),
        together=(("p0", "p1"), ("p2", "p3")),
        fixed=("p0",),
    )
    (cause,) = check_feasibility(instance).causes
    assert cause.code == "conflicting_quotas"
    assert cause.params["names"] == "fixed: p0; together: p0, p1; kind: x ≤ 1"
    assert cause.bounds == (("kind", "x", "maximum"),)


def test_repairs_release_people_raise_caps_and_move_quotas() -> None:
    instance = replace(kinds(2, people("x", "x", "y", "y"), x=(1, 1), y=(1, 1)), fixed=("p0", "p1"))
    found = {repair.changes for repair in check_feasibility(instance).repairs}
    assert (BondRelease(Bond.FIXED, ("p1",)),) in found
    assert (QuotaChange("kind", "x", "maximum", 1, 2), QuotaChange("kind", "y", "minimum", 1, 0)) in found
    club = tuple(replace(person, groups={"club": "red"}) for person in PAIRS.people)
    (first, *_) = check_feasibility(replace(PAIRS, people=club, caps=(Cap("club", 1),))).repairs
    assert first.changes == (CapChange("club", 1, 2),)
    apart = replace(PAIRS, apart=(("p0", "p1", "p2", "p3"),))
    assert check_feasibility(apart).repairs[0].changes == (BondRelease(Bond.APART, ("p0", "p1", "p2", "p3")),)


def test_the_checker_finds_panels_that_break_bonds() -> None:
    selection = select(PAIRS, seed=0)
    bound = replace(PAIRS, fixed=("p0",), together=(("p0", "p1"),), apart=(("p2", "p3"),))
    panels = (WeightedPanel(("p0", "p2"), 0.5), WeightedPanel(("p2", "p3"), 0.5))
    checked = check_certificate(bound, replace(selection, lottery=panels))
    (found,) = [check for check in checked.checks if check.code == "lottery_panels_respect_bonds"]
    assert not found.passed
    assert found.params == {"panels": 2, "fixed": 1, "together": 1, "apart": 1}
    assert checked.status == "unproven"


def test_a_category_called_household_is_proven_like_any_other() -> None:
    pool = tuple(Person(str(n), {"household": v}) for n, v in enumerate("aab"))
    quotas = (Quota("household", "a", 1, 1), Quota("household", "b", 1, 1))
    assert chances(Instance(2, quotas, pool)) == [0.5, 0.5, 1.0]
