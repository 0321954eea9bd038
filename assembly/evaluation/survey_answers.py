"""Check what somebody answered against what was asked. No tables are written here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.evaluation.enums_surveys import Measure, QuestionKind
from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import SurveyQuestion

YES, NO = "yes", "no"
LONGEST = 4_000


def possible_answers(question: SurveyQuestion) -> list[str]:
    """Return what can be answered, in order; nothing where somebody writes in their own words."""
    if question.kind == QuestionKind.YES_NO:
        return [YES, NO]
    return [value for value, _words in question.choices()]


@sensitive_variables()
def checked_answers(questions: Iterable[SurveyQuestion], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers by the keys of questions, without those that were left open.

    Raises:
        SurveyRefused: something was answered that could not be (`cannot_be`), or nothing at all
            (`nothing_answered`).
    """
    by_key = {question.key: question for question in questions}
    if set(answers) - set(by_key):
        raise _impossible()
    given = {key: str(answers.get(key) or "").strip() for key in by_key}
    given = {key: answer for key, answer in given.items() if answer}
    for key, answer in given.items():
        if by_key[key].kind == QuestionKind.TEXT:
            if len(answer) > LONGEST or "\x00" in answer:
                raise _impossible()
        elif answer not in possible_answers(by_key[key]):
            raise _impossible()
    if not given:
        raise SurveyRefused(_("Answer at least one question."), code="nothing_answered")
    return given


def considered_leaving(questions: Iterable[SurveyQuestion], given: Mapping[str, str]) -> bool:
    """Whether somebody said that they considered leaving."""
    return any(
        given.get(question.key) == YES
        for question in questions
        if question.measures == Measure.CONSIDERED_LEAVING
    )


def _impossible() -> SurveyRefused:
    return SurveyRefused(_("This cannot be answered here. Nothing was saved."), code="cannot_be")
