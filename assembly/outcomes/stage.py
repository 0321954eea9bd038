"""The stages Recommendations and Responses: how far they are, and what needs somebody."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.outcomes.attention import TABLES, recommendations_parts, responses_parts
from assembly.outcomes.enums import HANDED_OVER, RecommendationState
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.models import FormalResponse, Recommendation
from assembly.outcomes.tabs import RECOMMENDATIONS, RESPONSES
from assembly.stages import Stage, StageStatus, register_stage

_DECIDED = (*HANDED_OVER, RecommendationState.ADOPTED, RecommendationState.NOT_ADOPTED)


def recommendations_status(assembly: Assembly) -> StageStatus:
    """Answer from the states of recommendations that were not withdrawn."""
    actions = recommendations_parts.attention_of(assembly)
    figures = recommendations_parts.figures_of(assembly)
    states: list[str] = []
    if "recommendations" in TABLES.in_use(assembly):
        rows = Recommendation.objects.filter(assembly=assembly)
        states = list(rows.exclude(state=RecommendationState.WITHDRAWN).values_list("state", flat=True))
    if not states:
        return StageStatus(StageState.TODO, _("There is no recommendation yet."), actions, figures)
    handed_over = sum(state in HANDED_OVER for state in states)
    decided = sum(state in _DECIDED for state in states)
    if handed_over:
        sentence = ngettext(
            "One recommendation was handed to the authority.",
            "%(n)s recommendations were handed to the authority.",
            handed_over,
        ) % {"n": handed_over}
    else:
        sentence = ngettext(
            "%(decided)s of %(n)s recommendation is decided.",
            "%(decided)s of %(n)s recommendations are decided.",
            len(states),
        ) % {"decided": decided, "n": len(states)}
    is_done = handed_over > 0 and decided == len(states)
    return StageStatus(StageState.DONE if is_done else StageState.ACTIVE, sentence, actions, figures)


def responses_status(assembly: Assembly) -> StageStatus:
    """Answer from the states of what bodies owe."""
    actions, figures = responses_parts.attention_of(assembly), responses_parts.figures_of(assembly)
    states: list[str] = []
    if "responses" in TABLES.in_use(assembly):
        states = list(FormalResponse.objects.filter(assembly=assembly).values_list("state", flat=True))
    if not states:
        return StageStatus(StageState.TODO, _("Nothing was asked of the authority yet."), actions, figures)
    answered = sum(state not in UNANSWERED for state in states)
    sentence = ngettext(
        "%(answered)s of %(n)s answer is published.",
        "%(answered)s of %(n)s answers are published.",
        len(states),
    ) % {"answered": answered, "n": len(states)}
    is_done = answered == len(states) and not actions
    return StageStatus(StageState.DONE if is_done else StageState.ACTIVE, sentence, actions, figures)


register_stage(
    Stage(
        key=RECOMMENDATIONS,
        name=gettext_lazy("Recommendations"),
        order=90,
        url_name="recommendations",
        permission="assembly.view_recommendations",
        status=recommendations_status,
    )
)
register_stage(
    Stage(
        key=RESPONSES,
        name=gettext_lazy("Responses"),
        order=100,
        url_name="responses",
        permission="assembly.view_responses",
        status=responses_status,
    )
)
