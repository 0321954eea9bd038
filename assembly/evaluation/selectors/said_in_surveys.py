"""What members themselves say of a behaviour: published survey results, wave by wave and question by question."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.enums_surveys import QuestionKind, WaveState
from assembly.evaluation.indicators import Found, Indicator, Line, NotMeasured, Share, Words
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.models.surveys import text_in
from assembly.evaluation.selectors.survey_results import WaveResults, results_with
from assembly.models import Assembly

SAID = Words(
    name=_("What members said themselves"),
    meaning=_("What members answered when they were asked about this in a survey."),
    counted=_("members whose answer lies on the good side of the middle of the scale"),
    of=_("members who answered the question, in each survey by itself"),
    source=_("The published results of surveys, with the exact wording of each question"),
    cannot_show=_(
        "What members think who were asked and did not answer; and answers to other wordings do not compare."
    ),
    page="evaluation",
    permission="assembly.view_evaluation",
)


def said_about(behaviour: Behaviour) -> Callable[[Assembly, datetime], Found]:
    """Return what computes the answers to questions that measure a behaviour."""

    def compute(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
        """Count the answers of each published wave; the public reads what follows from what was published alone."""
        waves = SurveyWave.objects.filter(assembly=assembly, state=WaveState.PUBLISHED).order_by("number")
        lines = tuple(
            line
            for results in results_with(list(waves.select_related("question_set", "assembly")), behaviour)
            for line in _lines(results)
        )
        if not lines:
            return NotMeasured(SAID, _("No survey with a question about this is published yet."))
        return Indicator(SAID, lines)

    return compute


def _lines(results: WaveResults) -> Iterator[Line]:
    wave = results.wave
    told = {each["number"]: each for each in wave.published["questions"]}
    for each in results.questions:
        question, good = each.question, each.counted.good
        if question.kind != QuestionKind.SCALE or good is None or not each.n:
            continue
        languages = question.question_set.languages
        wording = text_in({code: question.texts[code] for code in languages if code in question.texts})
        said = {"survey": wave.title, "question": wording, "asked": results.response.asked}
        label = _now("%(survey)s: “%(question)s” (%(asked)s were asked)") % said
        yield Line(
            Share(good, each.n), label, people=each.n, published=_published(told[question.number], each.n)
        )


def _published(told: Mapping[str, Any], n: int) -> tuple[int, int] | None:
    """Return between which numbers the good answers lie by what is published; None where the number itself is."""
    if told["good"] is not None:
        return None
    return (0, n) if told["good_low"] is None else (told["good_low"], told["good_high"])
