"""What pages and files of surveys are made of: pictures, words and rows; no database."""

import csv
import io

import pytest
from django.utils import translation

from assembly.evaluation.exports_surveys import results_csv
from assembly.evaluation.forms.survey_answers import SurveyForm, answers_as_initial
from assembly.evaluation.shown_surveys import shown_questions
from assembly.evaluation.survey_pictures import Mark, course_of
from assembly.evaluation.survey_words import AskedQuestion

ASKED = [
    AskedQuestion(
        1, "satisfied", "scale", "How satisfied?", "", (("1", "1 – no"), ("2", "2"), ("3", "3 – yes"))
    ),
    AskedQuestion(2, "more", "text", "What else?", "", ()),
]


def form(**sent):
    return SurveyForm(sent, questions=ASKED, asks_for_call=False)


def published(**question):
    """What is published of a wave with one question."""
    told = {
        "number": 1,
        "key": "satisfied",
        "kind": "scale",
        "measures": "satisfaction",
        "texts": {"en": "How satisfied?", "fr": "Satisfait ?"},
        "n": 8,
        "is_hidden": False,
        "counts": [
            {"value": "1", "words": {"en": "no", "fr": "non"}, "count": 2},
            {"value": "2", "words": {"en": "2", "fr": "2"}, "count": 6},
        ],
        "mean": 1.75,
        **question,
    }
    return {
        "title": "=Before",
        "asked": 10,
        "answered": 9,
        "questions_from": {"languages": ["en", "fr"]},
        "questions": [told],
    }


def test_nothing_is_drawn_where_too_few_answered():
    assert course_of([Mark("1", None, 0.2, 0), Mark("2", None, None, 0)]) is None
    assert course_of([]) is None


def test_a_line_joins_neighbours_of_one_wording_that_have_enough_answers():
    marks = [Mark("1", 0.5, 1.0, 0), Mark("2", 1.0, 0.5, 0), Mark("3", None, 0.1, 0), Mark("4", 0.0, 1.0, 0)]
    course = course_of([*marks, Mark("5", 0.5, 1.0, 1)])
    assert [(line.x1, line.y1, line.x2, line.y2) for line in course.lines] == [
        ("10.00%", "86.0", "30.00%", "16.0")
    ]
    assert [dot.y for dot in course.dots] == ["86.0", "16.0", "", "156.0", "86.0"]
    assert [dot.bar_height for dot in course.dots] == ["140.0", "70.0", "14.0", "140.0", "140.0"]
    assert course.changes_wording is True


@pytest.mark.parametrize(
    ("language", "wording", "lang", "words"),
    [
        ("en", "How satisfied?", "", ["1 – no", "2"]),
        ("fr", "Satisfait ?", "", ["1 – non", "2"]),
        ("de", "How satisfied?", "en", ["1 – no", "2"]),
    ],
)
def test_results_speak_the_readers_language_or_that_of_the_set(language, wording, lang, words):
    (shown,) = shown_questions(published(), language)
    assert (shown.wording, shown.lang, [each.words for each in shown.answers]) == (wording, lang, words)
    assert [(each.share, each.width) for each in shown.answers] == [("25 %", "25.0%"), ("75 %", "75.0%")]


def test_yes_and_no_are_said_in_the_readers_language():
    counts = [{"value": value, "words": {"en": value}, "count": 4} for value in ("yes", "no")]
    with translation.override("fr"):
        (shown,) = shown_questions(published(kind="yes_no", counts=counts, mean=None))
    assert [each.words for each in shown.answers] == ["Oui", "Non"]


def test_a_file_of_results_says_what_is_hidden_and_runs_no_formula():
    def rows(told):
        return list(csv.reader(io.StringIO(results_csv(told).decode("utf-8-sig"))))[1:]

    assert rows(published()) == [
        ["'=Before", "10", "9", "1", "How satisfied?", "8", "1 – no", "2", "1.75"],
        ["'=Before", "10", "9", "1", "How satisfied?", "8", "2", "6", "1.75"],
    ]
    assert rows(published(n=3, is_hidden=True, counts=[], mean=None)) == [
        ["'=Before", "10", "9", "1", "How satisfied?", "3", "too few answers to show", "", ""]
    ]


def test_what_is_left_out_is_no_answer():
    sent = form(q1="", q2="Fine")
    assert sent.is_valid()
    assert sent.answers() == {"more": "Fine"}
    assert answers_as_initial(ASKED, sent.answers()) == {"q2": "Fine"}


@pytest.mark.parametrize("sent", [{}, {"q1": "", "q2": "  "}, {"q1": "4"}, {"q2": "x" * 2001}])
def test_what_cannot_be_an_answer_is_refused(sent):
    assert not form(**sent).is_valid()


def test_nothing_is_chosen_beforehand_but_to_give_no_answer():
    chosen = [choice.data["value"] for choice in form_unsent()["q1"] if choice.data["selected"]]
    assert chosen == [""]


def form_unsent():
    return SurveyForm(questions=ASKED, asks_for_call=False)
