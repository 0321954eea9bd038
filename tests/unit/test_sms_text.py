"""Text messages: parts and numbers."""

import pytest

from assembly.sms_text import sms_length, sms_number, sms_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("a" * 134 + "ж", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_takes_as_many_parts_as_the_network_bills(text, parts):
    assert sms_parts(text) == parts


def test_one_foreign_letter_halves_the_room_of_all():
    assert sms_length("é" * 10) == (10, 160, 153)
    assert sms_length("é" * 10 + "ș") == (11, 70, 67)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("(07700) 900-123", "+447700900123"),
        ("+49 151 234567", "+49151234567"),
        ("0049151234567", "+49151234567"),
        ("7700900123", "7700900123"),
        ("ask at work", ""),
        ("12", ""),
        ("", ""),
        ("+44 7700 900123 or 900124", ""),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed, number):
    assert sms_number(typed, "44") == number


def test_without_a_country_a_national_number_stays_as_it_is():
    assert sms_number("07700 900123") == "07700900123"
