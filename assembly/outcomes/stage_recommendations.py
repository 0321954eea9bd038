"""The tabs of recommendations and their themes, and the line of the rail for members."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.outcomes.tabs import RECOMMENDATIONS, OutcomesTab, register_tab
from assembly.stages import Stage, StageStatus, register_stage


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


_VIEWS = "assembly.view_recommendations"

register_tab(
    OutcomesTab(RECOMMENDATIONS, "recommendations", _("Recommendations"), "recommendations", _VIEWS, 10)
)
register_tab(OutcomesTab(RECOMMENDATIONS, "themes", _("Themes"), "themes", _VIEWS, 20))
register_stage(
    Stage(
        key="own_recommendations",
        name=_("Our recommendations"),
        order=66,
        url_name="own_recommendations",
        permission="assembly.read_recommendations",
        status=_no_state,
        icon="list-checks",
    )
)
