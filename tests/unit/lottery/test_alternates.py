"""Who stands by for a panel: chosen by what is likely to be missing, called by what is."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import mean

import pytest

from sortition.lottery import (
    BadInput,
    Cap,
    DropoutModel,
    Instance,
    InvalidInstance,
    Person,
    Quota,
    choose_alternates,
    fit_dropouts,
    promote,
    select,
)
from sortition.lottery.dropout import read_dropouts, scenarios_of
from tests.property.lottery.random_instances import random_people, values_of
from tests.unit.lottery.problems import POOL, QUOTAS, kinds, people
from tests.unit.lottery.test_command_line import run, strict


def problem(
    seed: int, *, size: int = 12, seats: int = 5, categories: int = 2
) -> tuple[Instance, tuple[str, ...]]:
    """Make a pool and a panel that meets its quotas, which leave no room."""
    pool = tuple(random_people(random.Random(seed), size, categories, 2 if categories < 3 else 3))
    quotas = []
    for category, values in values_of(list(pool)).items():
        for value in values:
            count = sum(person.values[category] == value for person in pool[:seats])
            quotas.append(Quota(category, value, count, count))
    return Instance(seats, tuple(quotas), pool), tuple(person.id for person in pool[:seats])


def deviation(instance: Instance, sitting: list[Person]) -> int:
    """Count seats that are missing or too many, from the definition."""
    away = abs(instance.seats - len(sitting))
    for quota in instance.quotas:
        many = sum(person.values[quota.category] == quota.value for person in sitting)
        away += max(0, quota.minimum - many, many - quota.maximum)
    return away


def best_after(
    instance: Instance, panel: tuple[str, ...], alternates: tuple[str, ...], left: tuple[int, ...]
) -> int:
    """Try everybody who could step in."""
    known = {person.id: person for person in instance.people}
    stays = [known[name] for place, name in enumerate(panel) if place not in left]
    return min(
        deviation(instance, stays + [known[name] for name in group])
        for many in range(min(len(left), len(alternates)) + 1)
        for group in combinations(alternates, many)
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_proven_choice_is_the_best_of_all_choices(seed: int) -> None:
    """Against every set of alternates in every scenario that it was chosen by."""
    instance, panel = problem(seed, size=10, seats=4)
    model, scenarios = DropoutModel(0.75), 12
    found = choose_alternates(instance, panel, 2, model, scenarios=scenarios, seed=seed)
    chance = random.Random(seed)
    rest = [person for person in instance.people if person.id not in panel]
    chance.shuffle(rest)  # the choice draws who of equals stands by before it makes up scenarios
    drawn = Counter(scenarios_of([0.75] * 4, scenarios, chance))

    def mean(group: tuple[str, ...]) -> float:
        return (
            sum(many * best_after(instance, panel, group, left) for left, many in drawn.items()) / scenarios
        )

    assert found.is_proven
    assert found.expected == pytest.approx(mean(found.ids), abs=1e-9)
    best = min(mean(group) for group in combinations([person.id for person in rest], 2))
    assert found.expected == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_alternates_better_a_panel_and_choices_by_chance(seed: int) -> None:
    """Also where the programme is too large to be solved exactly; over scenarios that nobody chose by."""
    instance, panel = problem(seed, size=150, seats=24, categories=4)
    found = choose_alternates(instance, panel, 6, DropoutModel(0.85), scenarios=60, seed=seed)
    assert not found.is_proven
    assert len(set(found.ids)) == 6
    assert not set(found.ids) & set(panel)
    assert found.fresh < found.without
    chance = random.Random(seed)
    others = [person.id for person in instance.people if person.id not in panel]
    # One choice by chance may be a lucky one.
    by_chance = [tuple(chance.sample(others, 6)) for _each in range(4)]
    scenarios = scenarios_of([0.85] * 24, 50, chance)

    def total(alternates: tuple[str, ...]) -> int:
        return sum(after_promotion(instance, panel, alternates, left) for left in scenarios)

    assert total(found.ids) < 0.9 * mean(map(total, by_chance))


def after_promotion(
    instance: Instance, panel: tuple[str, ...], alternates: tuple[str, ...], left: tuple[int, ...]
) -> int:
    """Count what is away from the quotas once people have stepped in."""
    known = {person.id: person for person in instance.people}
    gone = [panel[place] for place in left]
    sitting = [name for name in panel if name not in gone]
    sitting += promote(instance, panel, alternates, gone)
    return deviation(instance, [known[name] for name in sitting])


def test_the_same_seed_gives_the_same_alternates() -> None:
    instance, panel = problem(3, size=60, seats=12)
    first, again, other = (
        choose_alternates(instance, panel, 5, DropoutModel(0.8), scenarios=50, seed=seed)
        for seed in (0, 0, 1)
    )
    assert first == again
    assert first.ids != other.ids


def test_whoever_stays_for_sure_needs_nobody_like_them() -> None:
    """Only x leave, so only x stand by."""
    pool = people("x", "x", "y", "y", "x", "y", "x", "y")
    instance = kinds(4, pool, x=(2, 2), y=(2, 2))
    model = DropoutModel(1.0, {("kind", "x"): 0.5})
    found = choose_alternates(instance, ("p0", "p1", "p2", "p3"), 2, model, seed=0)
    assert set(found.ids) == {"p4", "p6"}
    assert (found.expected, found.fresh) == (0.0, 0.0)
    assert found.without > 0


def test_nobody_stands_by_who_lives_with_the_panel_or_with_another_alternate() -> None:
    pool = people("x", "x", "x", "x", "x", "x", households={0: "a", 2: "a", 3: "b", 4: "b"})
    instance = kinds(2, pool, x=(0, 2))
    found = choose_alternates(instance, ("p0", "p1"), 2, DropoutModel(0.5), seed=0)
    assert "p2" not in found.ids
    assert len({"p3", "p4"} & set(found.ids)) == 1
    with pytest.raises(InvalidInstance) as error:
        choose_alternates(instance, ("p0", "p1"), 3, DropoutModel(0.5), seed=0)
    assert (error.value.code, error.value.params) == ("too_few_for_alternates", {"count": 3, "available": 2})


def test_a_cap_counts_as_a_quota() -> None:
    """Of three from one club only one may sit."""
    pool = tuple(
        Person(f"p{n}", {"kind": "x"}, groups={"club": "a"} if n in {0, 2, 3} else {}) for n in range(5)
    )
    instance = Instance(2, (Quota("kind", "x", 0, 2),), pool, caps=(Cap("club", 1),))
    assert promote(instance, ("p0", "p1"), ("p2", "p4"), ("p1",)) == ("p4",)
    assert promote(instance, ("p0", "p1"), ("p2", "p4"), ("p0",)) == ("p2",)


def test_those_step_in_who_are_missing_and_stand_first() -> None:
    pool = people("x", "y", "x", "x", "y")
    instance = kinds(2, pool, x=(1, 1), y=(1, 1))
    assert promote(instance, ("p0", "p1"), ("p4", "p3", "p2"), ("p0",)) == ("p3",)
    assert promote(instance, ("p0", "p1"), ("p4", "p3", "p2"), ("p0", "p1")) == ("p4", "p3")
    assert promote(instance, ("p0", "p1"), ("p4",), ()) == ()


@pytest.mark.parametrize(
    ("panel", "count", "code"),
    [
        (("p0",), 1, "panel_has_other_seats"),
        (("p0", "nobody"), 1, "unknown_person"),
        (("p0", "p1"), 0, "count_below_one"),
    ],
)
def test_what_makes_no_sense_is_refused(panel: tuple[str, ...], count: int, code: str) -> None:
    instance = kinds(2, people("x", "y", "x"), x=(0, 2), y=(0, 2))
    with pytest.raises(InvalidInstance) as error:
        choose_alternates(instance, panel, count, DropoutModel(0.9), seed=0)
    assert error.value.code == code


def test_the_chance_to_stay_is_a_product_between_0_and_1() -> None:
    model = DropoutModel(0.9, {("age", "young"): 0.5, ("sex", "f"): 4.0})
    assert model.stay(Person("a", {"age": "young", "sex": "m"})) == pytest.approx(0.45)
    assert model.stay(Person("b", {"age": "old", "sex": "f"})) == 1.0
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(InvalidInstance):
            DropoutModel(wrong)


def test_a_model_is_learnt_from_earlier_panels() -> None:
    """Rates of many people count, those of few are drawn towards the average."""
    earlier = [Person(str(n), {"age": "young" if n < 100 else "old"}) for n in range(200)]
    model = fit_dropouts(earlier, [n % 5 != 0 if n < 100 else True for n in range(200)])
    assert model.base == pytest.approx(0.9)
    assert model.stay(earlier[0]) == pytest.approx(0.8, abs=0.01)
    assert model.stay(earlier[150]) == pytest.approx(1.0, abs=0.01)
    few = fit_dropouts([*earlier, Person("x", {"age": "rare"})], [True] * 200 + [False])
    assert few.stay(Person("y", {"age": "rare"})) > 0.8


def test_shares_are_read_from_a_file() -> None:
    quotas = (Quota("age", "young", 0, 1), Quota("age", "old", 0, 1))
    model = read_dropouts(b"category,value,stay\n,,0.9\nage,young,0.45\n", "d.csv", quotas=quotas)
    assert (model.base, model.factors) == (0.9, {("age", "young"): 0.5})
    for data, code in (
        (b"age,young,2\n", "share_out_of_range"),
        (b"age,young,x\n", "not_a_number"),
        (b"age,nobody,0.5\n", "unknown_value"),
    ):
        with pytest.raises(BadInput) as error:
            read_dropouts(data, "d.csv", quotas=quotas)
        assert (error.value.code, error.value.params["row"]) == (code, 1)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "q.csv").write_text(QUOTAS, encoding="utf-8")
    (tmp_path / "p.csv").write_text(POOL, encoding="utf-8")
    (tmp_path / "panel.csv").write_text("id\na\nc\ne\n", encoding="utf-8")
    return tmp_path


def test_the_command_chooses_and_says_what_for(files: Path) -> None:
    done = run(files, "alternates", "--panel", "panel.csv", "--count", "2", "--seed", "1")
    answer = strict(done.stdout)
    assert done.returncode == 0
    assert set(answer["alternates"]) == {"b", "d"}
    assert answer["fresh"] <= answer["without"]
    assert answer["settings"]["panel"] == ["a", "c", "e"]
    assert "2 alternates" in done.stderr


def test_the_command_reads_shares_and_refuses_nonsense(files: Path) -> None:
    (files / "d.csv").write_text("category,value,stay\nage,young,0.5\n", encoding="utf-8")
    done = run(
        files, "alternates", "--panel", "panel.csv", "--count", "1", "--dropouts", "d.csv", "--seed", "1"
    )
    assert json.loads(done.stdout)["settings"]["factors"] == [["age", "young", 0.5]]
    both = run(
        files, "alternates", "--panel", "panel.csv", "--count", "1", "--dropouts", "d.csv", "--stay", "0.5"
    )
    assert both.returncode == 2
    many = run(files, "alternates", "--panel", "panel.csv", "--count", "9")
    assert many.returncode == 2
    assert "only 2 people can stand by" in many.stderr


def test_what_was_drawn_can_be_stood_by_for() -> None:
    """From the drawing to the alternates without another file."""
    instance, _ = problem(1, size=40, seats=8)
    panel = select(replace(instance), seed=0).panel
    found = choose_alternates(instance, panel, 3, DropoutModel(0.9), scenarios=30, seed=0)
    assert len(found.ids) == 3
