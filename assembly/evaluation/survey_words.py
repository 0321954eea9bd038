"""Questions of a set as people are shown them: in their language where the set has it, else in the set's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from assembly.evaluation.enums_surveys import Measure, QuestionKind
from assembly.evaluation.models import QuestionSet, SurveyQuestion

MOST_TEXT = 2000
"""Letters of an answer in one's own words."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question: its words, and what can be answered with its words.

    lang: the language of the words where it is not the reader's; else "".
    """

    number: int
    key: str
    kind: str
    wording: str
    lang: str
    choices: tuple[tuple[str, str], ...]


def asked_of(
    question_set: QuestionSet, questions: Iterable[SurveyQuestion], language: str = ""
) -> list[AskedQuestion]:
    """Return the questions in a language, the reader's unless told, with the exact words of the set."""
    wanted = language or get_language() or ""
    lang = "" if question_set.speaks(wanted) else _own_language(question_set)
    return [
        AskedQuestion(
            number=each.number,
            key=each.key,
            kind=each.kind,
            wording=question_set.in_language(each.texts, wanted),
            lang=lang,
            choices=tuple(choices_of(each, wanted)),
        )
        for each in questions
    ]


def choices_of(question: SurveyQuestion, language: str = "") -> list[tuple[str, str]]:
    """Return what can be answered, as it is shown: points of a scale with their number and their words."""
    choices = question.choices(language)
    if question.kind == QuestionKind.SCALE:
        return [(value, f"{value} – {words}" if words else value) for value, words in choices]
    if question.kind == QuestionKind.YES_NO and not choices:
        return [("yes", _("Yes")), ("no", _("No"))]
    return choices


def asks_for_call(questions: Iterable[SurveyQuestion]) -> bool:
    """Whether somebody may say that they considered leaving: then a call is offered."""
    return any(each.measures == Measure.CONSIDERED_LEAVING for each in questions)


def shown_in(question_set: QuestionSet) -> str:
    """Return the name of the language in which a reader gets the questions; "" where it is their own."""
    if question_set.speaks(get_language() or ""):
        return ""
    return language_name(_own_language(question_set))


def language_name(code: str) -> str:
    """Return a language's own name; its code where nobody here knows it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def _own_language(question_set: QuestionSet) -> str:
    return str(next(iter(question_set.languages), ""))
