"""What the readers of quota and pool files accept, and how they refuse."""

from __future__ import annotations

import pytest

from sortition.lottery import BadInput, Quota, read_pool, read_quotas
from sortition.lottery.messages import explain_error
from tests.unit.lottery.problems import POOL, QUOTAS


def quotas_from(text: str | bytes) -> tuple[Quota, ...]:
    return read_quotas(text if isinstance(text, bytes) else text.encode(), "q.csv")


def fault(code: str, text: str | bytes, *, row: int | None = None, column: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        quotas_from(text)
    assert (caught.value.code, caught.value.params["row"], caught.value.params["column"]) == (
        code,
        row,
        column,
    )
    assert caught.value.params["file"] == "q.csv"
    return explain_error(caught.value)


@pytest.mark.parametrize("header", ["category,feature", "category,name", "feature,value", "category,value"])
def test_every_header_in_use_is_read(header: str) -> None:
    assert quotas_from(f"{header},min,max\nAge,16-29,3,4\n") == (Quota("Age", "16-29", 3, 4),)


def test_flexible_bounds_are_read_where_given() -> None:
    text = "feature,value,min,max,min_flex,max_flex,note\nAge,old,3,4,2,5,x\nAge,young,3,4,,,\n"
    assert quotas_from(text) == (Quota("Age", "old", 3, 4, 2, 5), Quota("Age", "young", 3, 4))


def test_one_flexible_bound_alone_keeps_its_side() -> None:
    assert quotas_from("feature,value,min,max,max_flex\nAge,old,3,4,6\n")[0].maximum_flex == 6
    assert quotas_from("feature,value,min,max,min_flex\nAge,old,3,4,1\n")[0].minimum_flex == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_byte_order_mark_line_endings_and_delimiters_do_not_matter(
    mark: bytes, ending: str, delimiter: str
) -> None:
    data = mark + QUOTAS.replace("\n", ending).replace(",", delimiter).encode()
    assert quotas_from(data) == quotas_from(QUOTAS)


def test_blank_lines_and_trailing_commas_are_skipped_but_counted() -> None:
    fault("not_a_whole_number", "category,feature,min,max,,\n,,,,,\nAge,old,x,4,,\n", row=3, column="min")


def test_header_names_are_not_case_sensitive() -> None:
    assert quotas_from("Category,Feature,MIN,Max\nAge,old,1,2\n") == (Quota("Age", "old", 1, 2),)


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ("", "empty_file", None, None),
        ("\n \n", "empty_file", None, None),
        ("category,feature,min,max\n", "no_rows", None, None),
        ("a,b,c\n1,2,3\n", "unknown_quota_header", 1, None),
        ("category,feature,min\nAge,old,1\n", "missing_column", 1, "max"),
        ("category,feature,min,max,min\nAge,old,1,2,3\n", "duplicate_column", 1, "min"),
        ("category,feature,min,max,Min\nAge,old,1,2,3\n", "duplicate_column", 1, "min"),
        ("category,,min,max\nAge,old,1,2\n", "blank_header", 1, "2"),
        ("category,feature,min,max\nAge,old,1,2,9\n", "too_many_cells", 2, "5"),
        ("category,feature,min,max\nAge,old,1\n", "missing_value", 2, "max"),
        ("category,feature,min,max\nAge,old,1.5,2\n", "not_a_whole_number", 2, "min"),
        ("category,feature,min,max\nAge,old,=1+1,2\n", "not_a_whole_number", 2, "min"),
        ("category,feature,min,max\nAge,old,-1,2\n", "negative_minimum", 2, "min"),
        ("category,feature,min,max\nAge,young,1,2\nAge,old,3,2\n", "minimum_above_maximum", 3, "max"),
        ("category,feature,min,max\nAge,old,1,2\nAge,old,1,2\n", "duplicate_quota", 3, "feature"),
        ('category,feature,min,max\nAge,"old,1,2\n', "missing_value", 2, "min"),
        (b"category,feature,min,max\nAge,\xe9t\xe9,1,2\n", "wrong_encoding", 2, None),
        ("category,feature,min,max\nAge,old,1,2\n".encode("utf-16"), "wrong_encoding", 1, None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary_file", 1, None),
        (b"PK\x03\x04\x14\x00rubbish", "spreadsheet_not_csv", None, None),
        (b"a\x00b,c\n", "binary_file", 1, None),
    ],
)
def test_unreadable_quotas_are_refused_at_their_place(
    text: str | bytes, code: str, row: int | None, column: str | None
) -> None:
    message = fault(code, text, row=row, column=column)
    assert message.startswith("q.csv")
    assert row is None or f"row {row}" in message
    assert "{" not in message


def test_flexible_bounds_must_enclose_the_bounds() -> None:
    text = "feature,value,min,max,min_flex,max_flex\nAge,old,3,4,4,5\n"
    fault("contradictory_flexible_bounds", text, row=2, column="value")


def pool_from(text: str, **options: object) -> list[tuple[str, str | None]]:
    people = read_pool(text.encode(), "p.csv", quotas=quotas_from(QUOTAS), **options)  # type: ignore[arg-type]
    return [(person.id, person.household) for person in people]


def pool_fault(text: str, **options: object) -> tuple[object, ...]:
    with pytest.raises(BadInput) as caught:
        pool_from(text, **options)
    assert explain_error(caught.value).startswith("p.csv")
    return (caught.value.code, caught.value.params["row"], caught.value.params["column"])


def test_ids_come_from_the_column_id_without_being_asked_for() -> None:
    assert [identifier for identifier, _ in pool_from(POOL)] == ["a", "b", "c", "d", "e"]


def test_rows_are_numbered_from_one_where_there_is_no_id() -> None:
    assert pool_from("gender,age\nfemale,old\n\nmale,old\n") == [("1", None), ("2", None)]


def test_a_named_id_column_is_used() -> None:
    assert pool_from("nr,gender,age\n007,female,old\n", id_column="nr") == [("007", None)]


def test_a_named_id_column_that_is_missing_is_refused() -> None:
    assert pool_fault(POOL, id_column="nr") == ("missing_column", 1, "nr")


def test_a_household_is_all_named_columns_trimmed_and_case_folded() -> None:
    text = "id,gender,age,street,town\na,male,old, High St , X\nb,male,old,HIGH ST,x\nc,male,old,High St,\n"
    (_, one), (_, two), (_, three) = pool_from(text, household_columns=("street", "town"))
    assert one == two
    assert three not in {one, None}


def test_rows_with_a_blank_address_share_no_household() -> None:
    homes = [home for _, home in pool_from(POOL, household_columns=("street", "town"))]
    assert homes[2] is None
    assert homes[4] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,gender,age\na,male,old\na,male,old\n", ("duplicate_id", 3, "id")),
        ("id,gender,age\na,male,ancient\n", ("unknown_value", 2, "age")),
        ("id,gender,age\na,,old\n", ("missing_value", 2, "gender")),
        ("id,gender,age\n,male,old\n", ("missing_value", 2, "id")),
        ("id,gender\na,male\n", ("missing_column", 1, "age")),
        ("id,gender,age,age\na,male,old,old\n", ("duplicate_column", 1, "age")),
        ("id,gender,age\n", ("no_rows", None, None)),
    ],
)
def test_unreadable_pools_are_refused_at_their_place(text: str, expected: tuple[object, ...]) -> None:
    assert pool_fault(text) == expected


def test_a_missing_household_column_is_refused() -> None:
    assert pool_fault(POOL, household_columns=("postcode",)) == ("missing_column", 1, "postcode")
