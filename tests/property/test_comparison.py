"""Values of a comparison stay exact on their way into table and data, and each dot stays on its strip."""

import csv
import json
from fractions import Fraction
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from assembly.evaluation.exports_comparison import comparison_csv, comparison_json
from assembly.evaluation.measures import Measure, Reading, Unit
from assembly.evaluation.selectors.comparison import comparison_of
from assembly.models import Assembly
from tests.factories import NOON

READINGS = st.builds(
    Reading,
    st.fractions(min_value=0, max_value=10**9),
    currency=st.sampled_from(["", "GBP", "EUR"]),
)
SHARES = st.integers(1, 10**6).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Reading(Fraction(part, whole), part, whole))
)


def measured(unit, readings):
    """Compare unsaved assemblies by a measure that finds these readings; None is one that is not known."""
    assemblies = [Assembly(pk=place, name=f"A{place}", slug=f"a{place}") for place in range(len(readings))]
    found = {place: reading for place, reading in enumerate(readings) if reading is not None}
    measure = Measure("m", "g", 10, "=label", "what it is", unit, "why", lambda _all, _now: found)
    return list(comparison_of(assemblies, [measure], NOON))


@given(
    st.one_of(
        st.tuples(st.sampled_from([Unit.COUNT, Unit.DAYS, Unit.MONEY]), st.lists(st.none() | READINGS)),
        st.tuples(st.just(Unit.SHARE), st.lists(st.none() | SHARES)),
    )
)
def test_values_stay_exact_and_dots_on_their_strips(drawn):
    unit, readings = drawn
    found = measured(unit, readings)
    table = list(csv.DictReader(StringIO(comparison_csv(found).decode("utf-8-sig"))))
    data = json.loads(comparison_json(found, NOON))["rows"]
    for reading, row, datum, shown in zip(readings, table, data, found[0].rows, strict=True):
        assert datum["is_known"] is (reading is not None)
        assert row["value"] == (datum["value"] or "")
        assert (Fraction(row["value"]) if row["value"] else None) == (reading and reading.value)
        assert (datum["part"], datum["whole"]) == ((reading.part, reading.whole) if reading else (None, None))
        assert 3 <= float(shown.left.rstrip("%")) <= 97
        assert bool(shown.words) is (reading is not None)
        assert row["label"] == "'=label"
