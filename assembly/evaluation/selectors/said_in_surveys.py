"""What members themselves say of a behaviour: published survey results, wave by wave and question by question."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.enums_surveys import QuestionKind, WaveState
from assembly.evaluation.indicators import Found, Indicator, Line, NotMeasured, Share, Words
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.models.surveys import text_in
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
        """Read the frozen results of each published wave."""
        waves = SurveyWave.objects.filter(assembly=assembly, state=WaveState.PUBLISHED).order_by("number")
        lines = tuple(
            line
            for published in waves.values_list("published", flat=True)
            for line in _lines(published, behaviour)
        )
        if not lines:
            return NotMeasured(SAID, _("No survey with a question about this is published yet."))
        return Indicator(SAID, lines)

    return compute


def _lines(published: dict[str, Any], behaviour: Behaviour) -> Iterator[Line]:
    languages = published.get("questions_from", {}).get("languages", [])
    for question in published.get("questions", []):
        is_asked = question["measures"] == behaviour and question["kind"] == QuestionKind.SCALE
        if not is_asked or question["good"] is None or not question["n"]:
            continue
        wording = text_in({code: question["texts"][code] for code in languages if code in question["texts"]})
        told = {"survey": published["title"], "question": wording, "asked": published["asked"]}
        label = _now("%(survey)s: “%(question)s” (%(asked)s were asked)") % told
        yield Line(Share(question["good"], question["n"]), label, people=question["n"])
