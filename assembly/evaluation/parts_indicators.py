"""What indicators register at start-up."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.evaluation import (
    declarations_indicators,  # noqa: F401
    offline_indicators,  # noqa: F401
    record_indicators,  # noqa: F401
)
from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.indicator_sources import register_indicator
from assembly.evaluation.public_sections import register_section
from assembly.evaluation.selectors import authenticity, co_creating, empathy, scrutiny, valuing_voices
from assembly.evaluation.selectors.behaviours import behaviours_of
from assembly.evaluation.selectors.said_in_surveys import said_about
from assembly.evaluation.tabs import EvaluationTab, register_tab
from assembly.models import Assembly

_OF = {
    Behaviour.AUTHENTICITY: (
        authenticity.wording_kept,
        authenticity.from_tables,
        authenticity.text_untouched,
        authenticity.answered,
        authenticity.promises_kept,
    ),
    Behaviour.SCRUTINY: (
        scrutiny.questions_answered,
        scrutiny.evidence_reviewed,
        scrutiny.both_sides,
        scrutiny.packs_reached,
        scrutiny.interests_declared,
    ),
    Behaviour.VALUING_VOICES: (
        valuing_voices.present,
        valuing_voices.mixing,
        valuing_voices.needs_met,
        valuing_voices.dissent_published,
        valuing_voices.answers_rated,
    ),
    Behaviour.CO_CREATING: (
        co_creating.amendments_decided,
        co_creating.amendments_adopted,
        co_creating.comments_settled,
        co_creating.members_witnesses,
        co_creating.authority_heard,
    ),
    Behaviour.EMPATHY: (
        empathy.plain_answers,
        empathy.plain_evidence,
        empathy.clarified,
        empathy.spoken_with,
        empathy.called_soon,
    ),
}
for _behaviour, _computes in _OF.items():
    for _place, _compute in enumerate(_computes, start=1):
        register_indicator(_behaviour, _compute.__name__, 10 * _place, _compute)
    register_indicator(_behaviour, f"said_{_behaviour.value}", 100, said_about(_behaviour))

register_tab(
    EvaluationTab("behaviours", _("Behaviours"), "evaluation_behaviours", "assembly.view_evaluation", 30)
)


def _section(assembly: Assembly, now: datetime) -> dict[str, Any] | None:
    """Return the behaviours of which something is measured; None before anything is."""
    behaviours = [each for each in behaviours_of(assembly, now, is_public=True) if each.measured]
    return {"behaviours": behaviours} if behaviours else None


register_section(20, "evaluation/public_section_behaviours.html", _section)
