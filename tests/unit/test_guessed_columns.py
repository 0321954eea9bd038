"""What a column becomes is guessed from its heading, also where that is a question."""

import pytest

from sortition.reading.fields import guess_columns


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Your e-mail", "field:email"),
        ("Mobile (if you have one)", "field:phone"),
        ("What is your post code?", "field:postcode"),
        ("I agree to take part", "field:consents"),
        ("Would you be willing to participate?", "field:consents"),
        ("Can you make all the dates?", "field:can_attend"),
        ("Are you available on all four weekends?", "field:can_attend"),
        ("Do you agree that taxes are too high?", ""),
        ("How old are you?", ""),
        ("Which part of town do you live in?", ""),
    ],
)
def test_a_question_gives_its_field_away(heading: str, target: str) -> None:
    cells = {heading: [f"answer {number}" for number in range(30)]}
    assert guess_columns([heading], cells, categories=(), remembered={}) == {heading: target}


def test_an_exact_heading_comes_before_one_that_only_tells() -> None:
    headings = ["Second e-mail", "E-mail"]
    cells = {heading: [f"p{n}@example.org" for n in range(30)] for heading in headings}
    guessed = guess_columns(headings, cells, categories=(), remembered={})
    assert guessed == {"Second e-mail": "", "E-mail": "field:email"}


def test_an_export_means_what_it_meant_whatever_is_remembered() -> None:
    """“Id” was ignored in a file whose ids stood under another heading."""
    headings = ["Id", "Channel", "Standing"]
    cells = {heading: [heading] * 9 for heading in headings}
    remembered = {"id": "", "nr": "field:reference", "channel": ""}
    assert guess_columns(headings, cells, categories=(), remembered=remembered) == {
        "Id": "field:reference",
        "Channel": "field:channel",
        "Standing": "",
    }
    assert guess_columns(headings[:2], cells, categories=(), remembered=remembered) == {
        "Id": "",
        "Channel": "",
    }
