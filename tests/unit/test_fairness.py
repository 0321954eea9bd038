"""The report's figures equal what a naive count gives."""

import random

import pytest

from sortition.fairness import fairness_report, gini, spread
from sortition.lottery import Instance, Person, Quota
from sortition.pictures import LogScale, band_tables, histogram
from sortition.snapshot import Snapshot, difference, pack, read_snapshot, snapshot_bytes

VALUES = {"Age": ["young", "old"], "Area": ["north", "south", "hills"]}


def an_instance(seed: int) -> tuple[Instance, dict[str, float], list[str]]:
    """Make people with chances that add up to the seats, and a panel; the figures need no real lottery."""
    chance = random.Random(seed)
    people = tuple(
        Person(
            f"p{number}",
            {category: chance.choice(values) for category, values in VALUES.items()},
            f"home {number // 3}" if number % 4 else None,
        )
        for number in range(40)
    )
    quotas = tuple(Quota(c, v, 1, chance.randint(2, 9)) for c, values in VALUES.items() for v in values)
    weights = [chance.random() ** 2 for _ in people]
    chances = {p.id: min(1.0, 8 * w / sum(weights)) for p, w in zip(people, weights, strict=True)}
    return Instance(8, quotas, people), chances, [p.id for p in chance.sample(people, 8)]


@pytest.mark.parametrize("seed", range(8))
def test_spread_equals_a_naive_count(seed):
    """Lowest, median, highest, and Gini as the mean absolute difference over twice the mean."""
    _, chances, _ = an_instance(seed)
    given = list(chances.values())
    found = spread(given, 8)
    n = len(given)
    pairs = sum(abs(a - b) for a in given for b in given)
    assert (found.lowest, found.highest, found.people) == (min(given), max(given), n)
    assert found.median == pytest.approx((sorted(given)[19] + sorted(given)[20]) / 2, abs=1e-15)
    assert found.gini == pytest.approx(pairs / (2 * n * sum(given)), abs=1e-12)
    assert found.at_lowest == len([p for p in given if p - min(given) <= 1e-6])


def test_gini_of_equal_and_of_no_chances_is_zero():
    """Rounding never makes it negative."""
    assert (gini([0.1] * 7), gini([0.0, 0.0])) == (pytest.approx(0, abs=1e-15), 0.0)


@pytest.mark.parametrize("seed", range(8))
def test_every_value_equals_a_naive_count(seed):
    """Pool, expected seats, panel, lowest, mean and highest chance of each value."""
    instance, chances, panel = an_instance(seed)
    report = fairness_report(instance, chances, panel, {("Age", "young"): 30.0})
    for category in report.categories:
        for v in category.values:
            having = [p.id for p in instance.people if p.values[category.category] == v.value]
            own = [chances[i] for i in having]
            assert (v.pool, v.panel) == (len(having), len([i for i in having if i in panel]))
            assert v.expected == pytest.approx(sum(own), abs=1e-12)
            assert (v.lowest, v.highest) == (min(own), max(own))
            assert v.mean == pytest.approx(sum(own) / len(own), abs=1e-12)
            assert v.share == (30.0 if v.value == "young" else None)
    assert sum(v.panel for v in report.categories[0].values) == 8
    homes = {p.household for p in instance.people if p.household}
    assert report.households.number == len(homes) + len([p for p in instance.people if not p.household])


@pytest.mark.parametrize("seed", range(8))
def test_everybody_under_half_the_equal_share_is_in_exactly_one_kind(seed):
    """A kind's cause is one of its own values, and full."""
    instance, chances, panel = an_instance(seed)
    report = fairness_report(instance, chances, panel, {})
    low = [p for p in instance.people if chances[p.id] < 0.5 * 8 / 40 - 1e-6]
    assert report.low_people == len(low)
    assert {kind.values for kind in report.low} == {tuple((c, p.values[c]) for c in VALUES) for p in low}
    for kind in report.low:
        assert kind.cause is None or kind.cause in kind.values


def test_the_tightest_full_maximum_is_the_cause():
    """Nine old people share one seat; the young have one each of one and a half."""
    people = (
        *(Person(f"o{i}", {"Age": "old", "Area": "x"}) for i in range(9)),
        *(Person(f"y{i}", {"Age": "young", "Area": "x"}) for i in range(3)),
    )
    quotas = (Quota("Age", "old", 0, 1), Quota("Age", "young", 0, 3), Quota("Area", "x", 0, 12))
    instance = Instance(3, quotas, people)
    chances = {p.id: (1 / 9 if p.id[0] == "o" else 2 / 3) for p in people}
    (kind,) = fairness_report(instance, chances, ["o0", "y0", "y1"], {}).low
    assert (kind.cause, kind.people, kind.cause_pool, kind.cause_maximum) == (("Age", "old"), 9, 9, 1)


def test_a_housemate_of_somebody_certain_is_held_back_by_the_household():
    """No quota is blamed."""
    people = (
        Person("a", {"Age": "old"}, "h"),
        Person("b", {"Age": "young"}, "h"),
        Person("c", {"Age": "young"}),
    )
    instance = Instance(2, (Quota("Age", "old", 1, 1), Quota("Age", "young", 1, 1)), people)
    (kind,) = fairness_report(instance, {"a": 1.0, "b": 0.0, "c": 1.0}, ["a", "c"], {}).low
    assert (kind.is_household, kind.cause, kind.lowest) == (True, None, 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_the_histogram_counts_everybody_once(seed):
    """Each bar holds the people of its step."""
    _, chances, _ = an_instance(seed)
    given = list(chances.values())
    chart = histogram(given, spread(given, 8))
    assert sum(bar.people for bar in chart.bars) == 40
    for bar in chart.bars[:-1]:
        assert bar.people == len([p for p in given if bar.low <= p < bar.high])


def test_bands_stand_on_one_scale_per_category():
    """The scale holds the largest of quota, pool, target and panel; a quota beyond the panel ends at its edge."""
    people = tuple(Person(f"p{i}", {"Age": "old" if i < 5 else "young"}) for i in range(10))
    instance = Instance(5, (Quota("Age", "old", 1, 2), Quota("Age", "young", 3, 99)), people)
    report = fairness_report(
        instance, dict.fromkeys((p.id for p in people), 0.5), ["p0", "p6"], {("Age", "old"): 20}
    )
    (table,) = band_tables(report.categories, people=10, seats=5)
    old, young = (row.band for row in table.rows)
    assert (table.end, old.left, old.width, old.pool, old.target, old.panel) == (100, 0.2, 0.2, 0.5, 0.2, 0.2)
    assert (old.quota_x, old.quota_width, young.left + young.width) == ("20.00%", "20.00%", 1.0)


def test_the_scale_of_chances_reaches_the_smallest():
    """1 in 100 at least; a chance of nothing stands at the start."""
    assert [LogScale(p).one_in for p in (0.5, 0.01, 0.009, 0.0)] == [100, 100, 1000, 1000000]
    assert LogScale(0.1).range(0.0, 0.1, 1.0, 0.01).__dict__ == {
        "start": "0.00%",
        "slot": "50.00%",
        "end": "100.00%",
        "equal": "0.00%",
    }


def test_a_snapshot_reads_back_as_it_was():
    """Equal problems give equal bytes; only households have numbers for names."""
    instance, _, _ = an_instance(3)
    snapshot = Snapshot(instance, {("Age", "old"): 51.5})
    read = read_snapshot(pack(snapshot_bytes(snapshot)))
    assert (read.shares, difference(read.instance, instance).is_empty) == (snapshot.shares, True)
    assert snapshot_bytes(read_snapshot(pack(snapshot_bytes(snapshot)))) == snapshot_bytes(snapshot)


def test_differences_between_two_problems_are_counted():
    """Seats, quotas, people who came, left or answered anew, and the order of rows."""
    before, _, _ = an_instance(3)
    first, second, *rest = before.people
    other = Person(second.id, {**second.values, "Age": "old" if second.values["Age"] == "young" else "young"})
    after = Instance(9, (*before.quotas[1:], before.quotas[0]), (*rest, other, Person("new", first.values)))
    found = difference(before, after)
    assert (found.seats, found.quotas, found.came, found.left, found.changed) == (True, (), 1, 1, 1)
    turned = Instance(8, before.quotas, before.people[::-1])
    assert (difference(before, turned).order, difference(before, before).is_empty) == (True, True)
