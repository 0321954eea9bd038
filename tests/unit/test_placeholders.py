"""Placeholders are found, checked and filled, and nothing else happens."""

import pytest

from assembly.placeholders import fill_placeholders, placeholders_in, unknown_placeholders


def test_each_placeholder_is_named_once_in_order():
    assert placeholders_in("{{ b }} {{a}} {{ b }}") == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{{ a }}", []),
        ("{{ a.b }}", ["a.b"]),
        ("{{ a|upper }}", ["a|upper"]),
        ("{{ }}", [""]),
        ("{{ a", ["{{"]),
        ("a }}", ["}}"]),
        ("{ a }", []),
    ],
)
def test_what_nobody_can_fill_is_named(text, unknown):
    assert unknown_placeholders(text, {"a"}) == unknown


def test_a_value_is_never_read_as_a_placeholder():
    assert fill_placeholders("{{ a }} {{ b }}", {"a": "{{ b }}", "b": "\\1"}) == "{{ b }} \\1"
