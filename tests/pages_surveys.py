"""How the pages of surveys and welfare calls are reached."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assembly.evaluation.services.welfare import note_call
from assembly.models import Assembly
from tests.factories import NOON, UserFactory
from tests.factories_survey_pages import make_question_set, make_survey, make_welfare_call


def _survey(assembly: Assembly, state: str = "open") -> dict[str, Any]:
    """One that is open now, or that stands elsewhere with answers."""
    closes_at = timezone.now() + timedelta(days=7)
    return {"number": make_survey(assembly, state, members=7, closes_at=closes_at).wave.number}


def _call(assembly: Assembly) -> dict[str, Any]:
    call = make_welfare_call(assembly)
    note_call(call=call, outcome="miss", text="⟪Engaged⟫", again_on=None, actor=UserFactory(), now=NOON)
    return {"pk": call.pk}


EXAMPLES_SURVEYS = {
    "evaluation": lambda assembly: _survey(assembly, "closed") and {},
    "question_sets": lambda assembly: make_question_set(assembly) and {},
    "question_set": lambda assembly: {"number": make_question_set(assembly).number},
    "survey_new": lambda assembly: make_question_set(assembly) and {},
    "survey": _survey,
    "survey_change": lambda assembly: _survey(assembly, "planned"),
    "survey_move": lambda assembly: _survey(assembly, "planned"),
    "survey_publish": lambda assembly: _survey(assembly, "closed"),
    "survey_papers": _survey,
    "survey_form": _survey,
    "survey_tablet": _survey,
    "survey_enter": _survey,
    "survey_results": lambda assembly: _survey(assembly, "closed"),
    "survey_results_file": lambda assembly: {**_survey(assembly, "closed"), "form": "csv"},
    "welfare_calls": lambda assembly: _call(assembly) and {},
    "welfare_call": _call,
    "own_surveys": lambda assembly: _survey(assembly, "published") and {},
    "own_survey": lambda assembly: _survey(assembly, "published"),
}
SURVEYED_OWN = {"own_surveys", "own_survey"}
"""Pages of those who are asked; nobody of the team opens them."""
