"""The line of the rail for officials."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="answers_owed",
        name=_("Answers we owe"),
        order=101,
        url_name="answers_owed",
        permission="assembly.answer_recommendations",
        status=_no_state,
        icon="inbox",
    )
)
