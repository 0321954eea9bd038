"""The measure names what is hard to read, and is honest about what it cannot know."""

import pytest

from evidence.plain_language import measure, sentences_of, syllables_in

PLAIN = "The air in the town is bad. Cars make it worse. It makes people ill."
HARD = (
    "Particulate concentrations attributable to vehicular circulation demonstrably exacerbate "
    "respiratory morbidity among disproportionately disadvantaged populations residing adjacent to "
    "arterial thoroughfares throughout the municipality and its surrounding administrative jurisdictions."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("made", 1),
        ("rule", 1),
        ("rules", 1),
        ("table", 2),
        ("makes", 1),
        ("asked", 1),
        ("wanted", 2),
        ("churches", 2),
        ("people", 2),
        ("assembly", 3),
        ("particulate", 4),
        ("2026", 1),
    ],
)
def test_syllables_are_counted_as_they_are_said(word, count):
    assert syllables_in(word) == count


def test_a_plain_text_can_be_read_by_a_child_and_a_hard_one_by_few():
    plain, hard = measure(PLAIN), measure(HARD)
    assert (plain.words, plain.sentences, plain.is_plain, plain.long_sentences) == (15, 3, True, ())
    assert plain.age <= 8
    assert hard.age > 20
    assert (hard.sentences, hard.is_plain, hard.long_sentences) == (1, False, (HARD,))
    assert hard.hard_words[0] == "Particulate"


def test_abbreviations_and_figures_end_no_sentence_and_lines_do():
    text = "Dr. Osei measured 3.5 grams, e.g. here. Was it much? “Yes.” She said so\nNo full stop here"
    assert sentences_of(text) == [
        "Dr. Osei measured 3.5 grams, e.g. here.",
        "Was it much?",
        "“Yes.”",
        "She said so",
        "No full stop here",
    ]


def test_of_another_language_only_the_length_of_sentences_is_told():
    found = measure("Die Luft ist schlecht. " + "Wort " * 25 + ".", "de")
    assert (found.age, found.grade, found.hard_words, found.is_english) == (None, None, (), False)
    assert (found.words, found.sentences, len(found.long_sentences), found.is_plain) == (29, 2, 1, False)


@pytest.mark.parametrize("text", ["", " \n ", "… !? —"])
def test_nothing_is_said_of_nothing(text):
    found = measure(text)
    assert (found.words, found.sentences, found.age, found.words_per_sentence) == (0, 0, None, 0.0)
