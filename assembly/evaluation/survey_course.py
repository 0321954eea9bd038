"""From what the selectors tell of satisfaction over time to its picture."""

from collections.abc import Sequence

from assembly.evaluation.selectors.survey_results import Point
from assembly.evaluation.survey_pictures import Course, Mark, course_of


def course_picture(points: Sequence[Point]) -> Course | None:
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
