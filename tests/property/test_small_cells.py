"""Small groups: whoever tries all tables that fit what was published finds at least two values for each small number.

The attackers here share nothing with the code but what is published: intervals, totals, and which stage is part of
which.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.small_cells import Counts, ProtectedColumn, ProtectedTable, Published, Shown, protect

LIMIT = 3
Column = tuple[int, ...]


@st.composite
def stages(draw: st.DrawFn, most: int = 9, least_values: int = 1) -> tuple[list[Column], list[bool]]:
    """Two or three stages of one category, each after the first a part of it or, sometimes, of none."""
    size = draw(st.integers(least_values, 3))
    columns = [tuple(draw(st.integers(0, most // size + 1)) for _ in range(size))]
    is_part = [False]
    for _ in range(draw(st.integers(1, 2))):
        is_part.append(draw(st.booleans()))
        columns.append(
            tuple(draw(st.integers(0, each if is_part[-1] else most // size)) for each in columns[-1])
        )
    return columns, is_part


def named(column: Column) -> dict[str, int]:
    return {f"v{at}": count for at, count in enumerate(column)}


def publish_all(columns: Sequence[Column], is_part: Sequence[bool]) -> list[Published]:
    """Publish one column after the other; every second one in bands from the beginning."""
    out: list[Published] = []
    for at, column in enumerate(columns):
        within = frozenset({str(at - 1)}) if is_part[at] else frozenset()
        counts = Counts(str(at), sum(column), {"c": named(column)}, within, is_exact=at % 2 == 0)
        out.append(Published(counts, protect(out, counts, LIMIT)))
    return out


def fitting(shown: ProtectedColumn, size: int, most: int) -> Iterator[Column]:
    """Yield every column that fits what is published of one."""
    cells = [shown.cells["c"][f"v{at}"] for at in range(size)]
    if shown.total is None:
        yield from product(range(most + 1), repeat=size)
        return
    ranges = [range(each.low, min(each.high, shown.total) + 1) for each in cells]
    yield from (each for each in product(*ranges) if sum(each) == shown.total)


def is_within(part: Column, whole: Column) -> bool:
    return all(a <= b for a, b in zip(part, whole, strict=True))


def tables_that_fit(out: Sequence[Published], columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Try all tables; the attacker knows of every stage that can be part of another that it is."""
    size, most = len(columns[0]), max(map(max, columns)) + 1
    known = [(s, t) for s, t in product(range(len(columns)), repeat=2) if is_within(columns[s], columns[t])]
    choices = [list(fitting(each.protected, size, most)) for each in out]
    return [
        table for table in product(*choices) if all(is_within(table[s], table[t]) for s, t in known if s != t)
    ]


def numbers_of(table: Sequence[Column]) -> list[int]:
    """Return every count, count of the others, and difference of two stages, in one order."""
    found = []
    for v in range(len(table[0])):
        own = [column[v] for column in table]
        others = [sum(column) - column[v] for column in table]
        found += [*own, *others, *(abs(a - b) for a, b in combinations(own, 2))]
    return found


def assert_nothing_revealed(columns: Sequence[Column], tables: Sequence[Sequence[Column]]) -> None:
    assert tuple(columns) in [tuple(table) for table in tables], "the true table fits what is published"
    found = [set(each) for each in zip(*map(numbers_of, tables), strict=True)]
    for true, possible in zip(numbers_of(columns), found, strict=True):
        if 0 < true < LIMIT:
            assert len(possible) >= 2, (true, possible)


@settings(max_examples=400, deadline=None)
@given(stages())
def test_no_small_number_has_one_possible_value(made: tuple[list[Column], list[bool]]) -> None:
    """Of one column alone, and of columns that are published one after another."""
    columns, is_part = made
    out = publish_all(columns, is_part)
    for upto in range(1, len(columns) + 1):
        tables = tables_that_fit(out[:upto], columns[:upto])
        assert_nothing_revealed(columns[:upto], tables)


@settings(max_examples=300, deadline=None)
@given(stages(), st.data())
def test_a_quota_is_shown_only_where_it_reveals_nothing(
    made: tuple[list[Column], list[bool]], data: st.DataObject
) -> None:
    """The attacker reads the quotas that are shown, too."""
    column = made[0][0]
    quotas = {
        f"v{at}": (max(count - data.draw(st.integers(0, 1)), 0), count + data.draw(st.integers(0, 1)))
        for at, count in enumerate(column)
    }
    counts = Counts("0", sum(column), {"c": named(column)}, is_exact=True, quotas={"c": quotas})
    shown = protect([], counts, LIMIT)

    def is_met(found: Column) -> bool:
        seen = [shown.cells["c"][f"v{at}"].quota for at in range(len(found))]
        return all(quota is None or quota[0] <= n <= quota[1] for n, quota in zip(found, seen, strict=True))

    tables = [(found,) for found in fitting(shown, len(column), max(column) + 1) if is_met(found)]
    assert_nothing_revealed([column], tables)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=5))
def test_a_second_category_of_the_same_people_tells_nothing_more(people: list[tuple[int, int, int]]) -> None:
    """The attacker tries everybody's values of both categories and how far each came.

    `people` are a value of the first category, one of the second, and the last stage of three, each part of the one
    before.
    """

    def marginals(crowd: Sequence[tuple[int, int, int]]) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        return tuple(
            tuple(
                tuple(sum(p[which] == v and p[2] >= stage for p in crowd) for v in range(2))
                for stage in range(3)
            )
            for which in range(2)
        )

    first, second = marginals(people)
    out: list[Published] = []
    for at in range(3):
        cells = {"c": named(first[at]), "d": named(second[at])}
        counts = Counts(str(at), sum(first[at]), cells, frozenset(map(str, range(at))), is_exact=at == 0)
        out.append(Published(counts, protect(out, counts, LIMIT)))

    def fits(crowd: Sequence[tuple[int, int, int]]) -> bool:
        for category, columns in zip("cd", marginals(crowd), strict=True):
            for each, column in zip(out, columns, strict=True):
                if each.protected.total is None:
                    continue
                if sum(column) != each.protected.total:
                    return False
                cells = each.protected.cells[category]
                if not all(cells[f"v{v}"].low <= n <= cells[f"v{v}"].high for v, n in enumerate(column)):
                    return False
        return True

    kinds = list(product(range(2), range(2), range(3)))
    found = [marginals(crowd) for crowd in _crowds(kinds, len(people)) if fits(crowd)]
    for which, true in enumerate((first, second)):
        assert_nothing_revealed(true, [each[which] for each in found])


def _crowds(kinds: Sequence[tuple[int, int, int]], size: int) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """Yield every crowd of so many people; of a withheld first total, one more and one fewer would fit as well."""
    if size == 0:
        yield ()
        return
    for at, kind in enumerate(kinds):
        for rest in _crowds(kinds[at:], size - 1):
            yield (kind, *rest)


@settings(max_examples=100, deadline=None)
@given(stages())
def test_the_same_counts_give_the_same_and_what_is_out_stays(made: tuple[list[Column], list[bool]]) -> None:
    """A later column changes nothing of an earlier one, and JSON keeps it."""
    columns, is_part = made
    out = publish_all(columns, is_part)
    assert publish_all(columns, is_part) == out
    assert publish_all(columns[:-1], is_part[:-1]) == out[:-1]
    for each in out:
        assert ProtectedColumn.from_json(each.protected.stage, each.protected.as_json()) == each.protected


def test_large_groups_are_shown_as_numbers_and_small_ones_in_bands() -> None:
    """Two small groups hide each other; one alone takes the smallest large one with it."""
    two = protect([], Counts("pool", 103, {"c": {"a": 50, "b": 49, "c": 2, "d": 2}}, is_exact=True))
    assert two.cells["c"] == {"a": Shown(50, 50), "b": Shown(49, 49), "c": Shown(1, 4), "d": Shown(1, 4)}
    one = protect([], Counts("pool", 101, {"c": {"a": 50, "b": 49, "c": 2}}, is_exact=True))
    assert one.cells["c"] == {"a": Shown(50, 50), "b": Shown(45, 49), "c": Shown(1, 4)}


def test_a_total_that_tells_too_much_is_withheld_with_the_column() -> None:
    """One person of one value: the total is the count."""
    alone = protect([], Counts("pool", 1, {"c": {"a": 1, "b": 0}}, is_exact=True))
    assert alone.total is None
    assert all(each.is_hidden for each in alone.cells["c"].values())


def test_nobody_is_told_only_where_it_is_about_nobody() -> None:
    """That all of a group left is told no more exactly than that few stayed."""
    pool = Counts("pool", 60, {"c": {"a": 30, "b": 30, "x": 0}}, is_exact=True)
    out = [Published(pool, protect([], pool))]
    assert out[0].protected.cells["c"]["x"] == Shown(0, 0)
    later = Counts("panel", 12, {"c": {"a": 12, "b": 0, "x": 0}}, frozenset({"pool"}))
    shown = protect(out, later).cells["c"]
    assert shown["x"] == Shown(0, 0)
    assert shown["b"].low == 0
    assert shown["b"].high >= 4


def test_counts_that_do_not_add_up_are_refused() -> None:
    """A wrong total would make every bound wrong."""
    with pytest.raises(ValueError, match="do not add up"):
        Counts("pool", 4, {"c": {"a": 3}})
    with pytest.raises(ValueError, match="hides nobody"):
        protect([], Counts("pool", 3, {"c": {"a": 3}}), 2)


def test_a_table_gives_rows_in_the_order_of_its_columns() -> None:
    """A value that a stage does not know is None there."""
    first = ProtectedColumn("a", 9, {"c": {"x": Shown(9, 9)}})
    second = ProtectedColumn("b", 9, {"c": {"x": Shown(5, 9), "y": Shown(0, 4)}})
    table = ProtectedTable((first, second))
    assert table.categories() == ["c"]
    assert table.values("c") == ["x", "y"]
    assert table.shown("c", "y") == [None, Shown(0, 4)]
