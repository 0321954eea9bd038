"""Lists of ids: who is fixed, who sits together, who apart."""

from __future__ import annotations

import pytest

from sortition.lottery import BadInput, Quota, read_pool
from sortition.lottery.bond_files import read_groups, read_ids
from sortition.lottery.messages import explain_error

IDS = {"1", "2", "3", "a b"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"1\n2\n", ("1", "2")),
        (b"\xef\xbb\xbfid\r\n1\r\n\r\n a b \r\n1\r\n", ("1", "a b")),
        (b"ID\n3\n", ("3",)),
        (b"id\n", ()),
    ],
)
def test_fixed_people_stand_one_in_each_row(data: bytes, expected: tuple[str, ...]) -> None:
    assert read_ids(data, "f.csv", ids=IDS) == expected


def test_a_person_called_id_is_no_header() -> None:
    assert read_ids(b"id\n1\n", "f.csv", ids={"id", "1"}) == ("id", "1")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"1,2\n2,3,a b\n", (("1", "2"), ("2", "3", "a b"))),
        (b"1;2\n", (("1", "2"),)),
        (b"id,id\n1,2,2\n", (("1", "2"),)),
        (b"group,id\nx,1\ny,2\nx,3\ny,1\n", (("1", "3"), ("2", "1"))),
    ],
)
def test_groups_stand_in_rows_or_below_a_header(data: bytes, expected: tuple[tuple[str, ...], ...]) -> None:
    assert read_groups(data, "g.csv", ids=IDS) == expected


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "g.csv: the file is empty"),
        (b"1,2\n3,4\n", "g.csv, row 2: there is nobody with the id “4” in the pool"),
        (b"1,2\n3\n", "g.csv, row 2: a group needs two people or more, not only “3”"),
        (b"3,3\n", "g.csv, row 1: a group needs two people or more, not only “3”"),
        (b"group,id\nx,1\nx,9\n", "g.csv, row 3: there is nobody with the id “9” in the pool"),
        (b"group,id\nx,1\n", "g.csv, row 2: a group needs two people or more, not only “1”"),
        (b"group,id\nx\n", "g.csv, row 2, column id: the cell is empty"),
        (b"group,id\n,1\n", "g.csv, row 2, column group: the cell is empty"),
    ],
)
def test_groups_that_cannot_be_read_are_refused_at_their_row(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_groups(data, "g.csv", ids=IDS)
    assert explain_error(caught.value) == said


def test_two_ids_in_a_row_of_fixed_people_are_refused() -> None:
    with pytest.raises(BadInput) as caught:
        read_ids(b"1,2\n", "f.csv", ids=IDS)
    assert explain_error(caught.value) == "f.csv, row 1, column 2: the row has more cells than the header"


def test_groups_and_weights_come_from_columns_of_the_pool() -> None:
    data = b"id,kind,club,share\n1,x, Red ,2\n2,x,red,0.5\n3,x,,1\n"
    found = read_pool(
        data, "p.csv", quotas=[Quota("kind", "x", 0, 1)], group_columns=["club"], weight_column="share"
    )
    assert [dict(person.groups) for person in found] == [{"club": "red"}, {"club": "red"}, {}]
    assert [person.weight for person in found] == [2.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0", "the weight 0 is not above 0"),
        ("-1", "the weight -1 is not above 0"),
        ("", "the cell is empty"),
        ("nan", "“nan” is not a number"),
        ("1e400", "“1e400” is not a number"),
    ],
)
def test_a_weight_that_is_none_is_refused_at_its_cell(cell: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_pool(
            f"kind,share\nx,{cell}\n".encode(),
            "p.csv",
            quotas=[Quota("kind", "x", 0, 1)],
            weight_column="share",
        )
    assert explain_error(caught.value) == f"p.csv, row 2, column share: {said}"


def test_a_crossed_category_needs_the_columns_of_its_parts_only() -> None:
    quotas = [Quota("age × sex", "old × f", 1, 2)]
    (person,) = read_pool(b"age,sex\nold,m\n", "p.csv", quotas=quotas)
    assert person.values == {"age": "old", "sex": "m"}
    with pytest.raises(BadInput) as caught:
        read_pool(b"age,gender\nold,m\n", "p.csv", quotas=quotas)
    assert caught.value.code == "missing_column"
    assert caught.value.params["column"] == "age × sex"
