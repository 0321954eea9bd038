"""Whatever is handed to the verifier, the answer is a report or a refusal in words."""

import json
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.draw.canonical import encode
from sortition.verify import FILES, UnusableError, examine
from tests.unit.draw.bundles import every_file

HASH = "00" * 32
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


def examine_or_refuse(data: bytes) -> None:
    try:
        report = examine(data, [HASH])
    except UnusableError as refused:
        if not str(refused):
            raise
        return
    assert report.result == "does not hold"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data):
    examine_or_refuse(data)


@settings(deadline=None)
@given(st.sampled_from(sorted(FILES)), st.dictionaries(st.sampled_from(["frozen", "public", "x"]), VALUES))
def test_any_json_is_refused(kind, content):
    examine_or_refuse(json.dumps({"kind": kind, **content}).encode())


def paths(value, at=()):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, held in pairs for path in [(*at, key), *paths(held, (*at, key))]]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(every_file())), st.data())
def test_a_file_with_any_values_put_in_is_reported_on(name, data):
    content = json.loads(every_file()[name][0])
    for _change in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(content)))
        holder = reduce(lambda held, key: held[key], path[:-1], content)
        few = st.integers(0, 3) | st.sampled_from([[], [[]], [[0, 10]], ["00" * 8], "00" * 8, "x", {}])
        holder[path[-1]] = data.draw(few | VALUES)
    try:
        written = encode(content)
    except ValueError:  # NaN, which other programmes write all the same
        written = json.dumps(content).encode()
    examine_or_refuse(written)
