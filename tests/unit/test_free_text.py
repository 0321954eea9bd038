"""Finding people in free text and taking them out of it."""

from hypothesis import given
from hypothesis import strategies as st

from assembly.free_text import found_in, patterns_of, without


def test_texts_are_found_in_whatever_capitals_and_short_ones_never():
    patterns = patterns_of(["Bo Winter", "Bo", "bo@winter.example"])
    found = list(found_in(patterns, ["BO WINTER (bo@winter.example)", "Bob"]))
    assert found == ["BO WINTER", "bo@winter.example"]


def test_the_longer_text_goes_whole():
    assert without("Bo Winter-Stone spoke", ["Bo Winter", "Bo Winter-Stone"], "…") == "… spoke"


@given(st.text(min_size=4, max_size=12), st.text(max_size=30), st.text(max_size=30))
def test_nothing_that_was_found_is_left(name, before, after):
    text = before + name + after
    found = list(found_in(patterns_of([name]), [text]))
    assert found
    assert all(each not in without(text, found, "") or each in before + after for each in found)
