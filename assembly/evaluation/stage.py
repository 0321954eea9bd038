"""The stage Evaluation: how far it is, and what needs somebody."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import StageState
from assembly.evaluation.attention import evaluation_parts
from assembly.evaluation.stage_surveys import surveys_status
from assembly.evaluation.tabs import EVALUATION
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def evaluation_status(assembly: Assembly) -> StageStatus:
    """Answer from what the parts register."""
    actions, figures = evaluation_parts.attention_of(assembly), evaluation_parts.figures_of(assembly)
    begun = surveys_status(assembly)
    state, said = begun or (StageState.TODO, _("Nothing was asked of members yet."))
    return StageStatus(state, said, actions, figures)


register_stage(
    Stage(
        key=EVALUATION,
        name=gettext_lazy("Evaluation"),
        order=110,
        url_name="evaluation",
        permission="assembly.view_evaluation",
        status=evaluation_status,
    )
)
