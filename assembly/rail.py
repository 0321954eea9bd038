"""The ground floor's lines of the rail."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def _overview_status(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="overview",
        name=_("Overview"),
        order=0,
        url_name="overview",
        permission="assembly.view_workspace",
        status=_overview_status,
        icon="text-align-start",
    )
)
