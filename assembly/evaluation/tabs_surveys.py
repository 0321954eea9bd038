"""The tabs of surveys and welfare calls, and the lines of the rail for callers and for members."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.evaluation.tabs import EvaluationTab, register_tab
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_tab(EvaluationTab("surveys", _("Surveys"), "evaluation", "assembly.view_evaluation", 10))
register_tab(
    EvaluationTab("welfare_calls", _("Welfare calls"), "welfare_calls", "assembly.make_welfare_calls", 15)
)
register_stage(
    Stage(
        key="welfare_calls",
        name=_("Welfare calls"),
        order=871,
        url_name="welfare_calls",
        permission="assembly.make_welfare_calls",
        status=_no_state,
        icon="heart-handshake",
        unless="assembly.view_evaluation",
    )
)
register_stage(
    Stage(
        key="own_surveys",
        name=_("Surveys"),
        order=112,
        url_name="own_surveys",
        permission="assembly.answer_surveys",
        status=_no_state,
        icon="message-square-text",
    )
)
