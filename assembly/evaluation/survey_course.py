"""From what the selectors tell of satisfaction over time to its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assembly.evaluation.enums_surveys import Measure, QuestionKind
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.selectors.survey_results import Point
from assembly.evaluation.shown_surveys import share_words
from assembly.evaluation.survey_pictures import Course, Mark, course_of
from assembly.evaluation.survey_results import Response


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """Satisfaction in one wave as it was published. satisfied: its share in words; share: where it is one number."""

    wave: SurveyWave
    response: Response
    n: int
    is_hidden: bool
    satisfied: str
    share_satisfied: float | None
    mean: float | None
    is_new_wording: bool


def public_course(waves: Sequence[SurveyWave]) -> list[PublicPoint]:
    """Return satisfaction in each of these published waves that asked for it on a scale, by number."""
    points: list[PublicPoint] = []
    before: Any = None
    for wave in sorted(waves, key=lambda each: each.number):
        told = wave.published
        for question in told["questions"]:
            if question["measures"] != Measure.SATISFACTION or question["kind"] != QuestionKind.SCALE:
                continue
            wording = (question["texts"], [each["words"] for each in question["counts"]])
            n, low, high = question["n"], question["good_low"], question["good_high"]
            points.append(
                PublicPoint(
                    wave=wave,
                    response=Response(told["asked"], {"": told["answered"]}, told["declined"]),
                    n=n,
                    is_hidden=question["is_hidden"] or low is None,
                    satisfied="" if low is None else share_words(low, high, n),
                    share_satisfied=None if question["good"] is None else question["good"] / n,
                    mean=question["mean"],
                    is_new_wording=before is not None and before != wording,
                )
            )
            before = wording
            break
    return points


def course_picture(points: Sequence[Point] | Sequence[PublicPoint]) -> Course | None:
    """Return the picture; a change of wording tells it which points no line may join."""
    marks, wording = [], 0
    for each in points:
        wording += each.is_new_wording
        marks.append(
            Mark(
                label=str(each.wave.number),
                share=each.share_satisfied,
                rate=each.response.share,
                wording=wording,
            )
        )
    return course_of(marks)
