"""The lines of the rail for officials who report on commitments, and for members who read answers."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="own_commitments",
        name=_("What we promised"),
        order=102,
        url_name="own_commitments",
        permission="assembly.report_progress",
        status=_no_state,
        icon="handshake",
    )
)
register_stage(
    Stage(
        key="own_responses",
        name=_("What was answered"),
        order=103,
        url_name="own_responses",
        permission="assembly.read_recommendations",
        status=_no_state,
        icon="message-square-reply",
    )
)
