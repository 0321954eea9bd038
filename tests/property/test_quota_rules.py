"""Rounding, and the reading of any bytes as a file of targets."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sortition.lottery import BadInput, InvalidInstance, read_quotas
from sortition.lottery.instance import Quota, check_quotas
from sortition.quota_checks import suggested_quota
from sortition.quota_files import read_targets
from sortition.reading.errors import Unreadable

shares_of_a_whole = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12)


@given(weights=shares_of_a_whole, seats=st.integers(1, 400))
def test_quotas_suggested_from_whole_shares_always_leave_room_for_the_seats(weights, seats) -> None:
    """Σ floor ≤ seats ≤ Σ ceil whenever the shares add up to 100 exactly."""
    thousandths = [1000 * 100 * weight // sum(weights) for weight in weights]
    thousandths[0] += 100_000 - sum(thousandths)
    quotas = [suggested_quota(Decimal(each) / 1000, seats) for each in thousandths]
    assert sum(low for low, _high in quotas) <= seats <= sum(high for _low, high in quotas)
    assert all(high - low in (0, 1) for low, high in quotas)


@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(lambda text: ("category,feature,min,max\n" + text).encode())
    | st.text("category,featur\n;\t0123456789=%.\"'\r", max_size=300).map(
        lambda text: ("category;feature;share\n" + text).encode()
    )
    | st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data)
)
def test_any_bytes_are_targets_or_a_clear_refusal(data: bytes) -> None:
    try:
        targets = read_targets(data)
    except Unreadable:
        return
    if targets.faults:
        assert all(fault.row > 1 and fault.message for fault in targets.faults)
        return
    quotas = tuple(
        Quota(row.category.casefold(), row.value.casefold(), row.minimum, row.maximum)
        for row in targets.rows
        if row.minimum is not None
    )
    if quotas:
        check_quotas(quotas)


@given(
    rows=st.lists(
        st.tuples(names, names, st.integers(0, 60), st.integers(0, 60)),
        min_size=1,
        max_size=12,
        unique_by=lambda row: (" ".join(row[0].split()).casefold(), " ".join(row[1].split()).casefold()),
    ),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_command_line_accepts_reads_the_same_here(rows, mark, end) -> None:
    text = io.StringIO(newline="")
    sheet = csv.writer(text, lineterminator=end)
    sheet.writerow(["category", "feature", "min", "max"])
    sheet.writerows((category, value, min(a, b), max(a, b)) for category, value, a, b in rows)
    data = mark + text.getvalue().encode()
    try:
        quotas = read_quotas(data, "quotas.csv")
        targets = read_targets(data)
    except (BadInput, InvalidInstance, Unreadable):
        return
    assert [(row.category, row.value, row.minimum, row.maximum) for row in targets.rows] == [
        (quota.category, quota.value, quota.minimum, quota.maximum) for quota in quotas
    ]
