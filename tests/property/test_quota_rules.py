"""Rounding, and the reading of any bytes as a file of targets."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sortition.lottery import BadInput, InvalidInstance, read_quotas
from sortition.lottery.escapes import escaped, unescaped
from sortition.lottery.instance import Quota, check_quotas
from sortition.quota_checks import rounded_seats, suggested_quota
from sortition.quota_files import read_targets
from sortition.reading.errors import Unreadable
from sortition.reading.table import clean_cell

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


@given(weights=shares_of_a_whole, seats=st.integers(1, 400))
def test_rounded_seats_add_up_and_stay_next_to_the_exact_ones(weights, seats) -> None:
    thousandths = [1000 * 100 * weight // sum(weights) for weight in weights]
    thousandths[0] += 100_000 - sum(thousandths)
    shares = [Decimal(each) / 1000 for each in thousandths]
    rounded = rounded_seats(shares, seats)
    assert sum(rounded) == seats
    assert all(abs(whole - share * seats / 100) < 1 for whole, share in zip(rounded, shares, strict=True))


formulas = st.text("'=+-@\t\r ab", max_size=8) | st.text(max_size=8)


@given(text=formulas)
def test_what_is_escaped_for_spreadsheets_is_read_as_it_was(text) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(rows=st.lists(st.tuples(formulas, formulas), min_size=1, max_size=6))
def test_exported_quotas_are_read_with_the_names_they_had(rows) -> None:
    """By the command line and by the import alike, formulas and apostrophes included."""
    named = {(clean_cell(escaped(a)), clean_cell(escaped(b))) for a, b in rows}
    named = {(a, b) for a, b in named if a and b and "\r" not in a + b and "\n" not in a + b}
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(["category", "value", "min", "max"])
    sheet.writerows((escaped(a), escaped(b), 1, 2) for a, b in sorted(named))
    data = text.getvalue().encode("utf-8-sig")
    try:
        quotas, targets = read_quotas(data, "quotas.csv"), read_targets(data)
    except (BadInput, Unreadable):
        return
    assert {(quota.category, quota.value) for quota in quotas} == named
    if not targets.faults:
        assert {(row.category, row.value) for row in targets.rows} == {
            (" ".join(a.split()), " ".join(b.split())) for a, b in named
        }
