"""Cut the tie between answers and people: take answers apart, write them anew in an order of chance, forget the rest.

Chance comes from the machine itself: whoever could pass it in could foresee the order.
"""

import secrets
from collections import Counter
from secrets import SystemRandom

from django.views.decorators.debug import sensitive_variables

from assembly.evaluation.models import KeptAnswer, OpenAnswers, SurveyKey, SurveyWave
from assembly.evaluation.selectors.surveys import questions_of
from assembly.evaluation.survey_results import late_are_counted
from assembly.former_rows import let_go_of_former_rows

_BATCH = 500
_chance = SystemRandom()
REWRITTEN = (OpenAnswers, KeptAnswer, SurveyKey)
"""Tables whose former rows lead from somebody to an answer."""


@sensitive_variables()
def seal_off(wave: SurveyWave) -> None:
    """Keep each answer under a number of chance, alone, and delete everything that led from it to anybody.

    What was kept at an earlier closing is written anew among it, so that no row is newer than another.
    """
    given = OpenAnswers.objects.filter(turn__wave=wave)
    by_key = {question.key: question.pk for question in questions_of(wave.question_set)}
    late = [
        (by_key[key], value)
        for answers in given.values_list("answers", flat=True)
        for key, value in answers.items()
    ]
    kept = KeptAnswer.objects.filter(wave=wave)
    before = list(kept.values_list("question", "value", "is_counted"))
    counts = Counter(question for question, _value, is_counted in before if is_counted)
    waiting = [(question, value) for question, value, is_counted in before if not is_counted] + late
    many = Counter(question for question, _value in waiting)
    counted = {question for question in many if late_are_counted(counts[question], many[question])}
    rows = [
        KeptAnswer(
            key=secrets.token_hex(32), wave=wave, question_id=question, value=value, is_counted=is_counted
        )
        for question, value, is_counted in (
            *((question, value, True) for question, value, is_counted in before if is_counted),
            *((question, value, question in counted) for question, value in waiting),
        )
    ]
    _chance.shuffle(rows)
    kept.delete()
    KeptAnswer.objects.bulk_create(rows, batch_size=_BATCH)
    given.delete()
    SurveyKey.objects.filter(turn__wave=wave).delete()


def forget_traces() -> None:
    """Have the database let go of former versions of these rows, as far as it can; after the commit."""
    let_go_of_former_rows(REWRITTEN)
