"""The line Connections of the rail."""

from django.utils.translation import gettext_lazy as _

from assembly.connections.attention import connections_parts
from assembly.connections.tabs import CONNECTIONS
from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage


def _status(assembly: Assembly) -> StageStatus:
    return StageStatus(StageState.ACTIVE, "", connections_parts.attention_of(assembly))


register_stage(
    Stage(
        key=CONNECTIONS,
        name=_("Connections"),
        order=908,
        url_name="connections_tokens",
        permission="assembly.view_connections",
        status=_status,
        icon="plug",
    )
)
