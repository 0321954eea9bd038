"""What the public page of the evaluation tells of surveys: published waves alone."""

from datetime import datetime
from typing import Any

from assembly.evaluation.enums_surveys import Measure
from assembly.evaluation.public_sections import register_section
from assembly.evaluation.selectors.own_surveys import published_waves
from assembly.evaluation.selectors.survey_results import measure_over_time
from assembly.evaluation.survey_course import course_picture
from assembly.models import Assembly


def surveys_section(assembly: Assembly, now: datetime) -> dict[str, Any] | None:  # noqa: ARG001
    """Return satisfaction over time and the waves that are published; None where there are none."""
    waves = list(published_waves(assembly))
    if not waves:
        return None
    points = measure_over_time(assembly, Measure.SATISFACTION, only_published=True)
    return {
        "points": points,
        "course": course_picture(points),
        "waves": waves,
    }


register_section(30, "evaluation/public_surveys_section.html", surveys_section)
