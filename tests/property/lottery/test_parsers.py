"""Whatever the bytes, a reader gives a result or says what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.lottery import BadInput, Quota, read_pool, read_quotas
from sortition.lottery.messages import explain_error
from tests.unit.lottery.problems import POOL, QUOTAS

ANY_CSV = st.lists(
    st.lists(
        st.sampled_from(
            ["", "id", "category", "feature", "value", "min", "max", "x", "1", "-1", '"', "é", " "]
        )
    ),
).map(lambda rows: "\n".join(",".join(row) for row in rows).encode())

DAMAGED = st.tuples(st.integers(0, 200), st.binary(max_size=4))


def attempt(read: Callable[[], tuple[Any, ...]]) -> tuple[tuple[Any, ...], str]:
    """Read; give what was read, or the file that the refusal names and nothing."""
    try:
        return read(), ""
    except BadInput as error:
        return (), explain_error(error)


def must_read_or_refuse_quotas(data: bytes) -> None:
    quotas, refusal = attempt(lambda: read_quotas(data, "q.csv"))
    assert quotas or refusal.startswith("q.csv")
    assert all(0 <= quota.minimum <= quota.maximum for quota in quotas)


def must_read_or_refuse_pool(data: bytes) -> None:
    wanted = [Quota("x", "1", 0, 1)]
    people, refusal = attempt(lambda: read_pool(data, "p.csv", quotas=wanted, household_columns=("min",)))
    assert people or refusal.startswith("p.csv")
    assert len({person.id for person in people}) == len(people)


@given(st.binary(max_size=400) | ANY_CSV)
@settings(deadline=None)
def test_any_bytes_give_quotas_or_a_refusal(data: bytes) -> None:
    must_read_or_refuse_quotas(data)


@given(st.binary(max_size=400) | ANY_CSV)
@settings(deadline=None)
def test_any_bytes_give_a_pool_or_a_refusal(data: bytes) -> None:
    must_read_or_refuse_pool(data)


@given(DAMAGED)
@settings(deadline=None)
def test_damaged_files_give_a_result_or_a_refusal(damage: tuple[int, bytes]) -> None:
    at, put = damage
    quotas, pool = QUOTAS.encode(), POOL.encode()
    must_read_or_refuse_quotas(quotas[:at] + put + quotas[at + 1 :])
    must_read_or_refuse_pool(pool[:at] + put + pool[at + 1 :])
