"""What the public page of the evaluation tells of surveys: published waves alone."""

from datetime import datetime
from typing import Any

from assembly.evaluation.public_sections import register_section
from assembly.evaluation.selectors.own_surveys import published_waves
from assembly.evaluation.survey_course import course_picture, public_course
from assembly.models import Assembly


def surveys_section(assembly: Assembly, now: datetime) -> dict[str, Any] | None:  # noqa: ARG001
    """Return satisfaction over time and the waves that are published; None where there are none."""
    waves = list(published_waves(assembly))
    if not waves:
        return None
    points = public_course(waves)
    return {
        "points": points,
        "course": course_picture(points),
        "waves": waves,
    }


register_section(30, "evaluation/public_surveys_section.html", surveys_section)
