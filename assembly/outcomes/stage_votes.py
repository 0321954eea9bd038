"""The tabs of rules, ballots and the report, and the line of the rail for those who vote."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.outcomes.tabs import RECOMMENDATIONS, OutcomesTab, register_tab
from assembly.stages import Stage, StageStatus, register_stage

_VIEW = "assembly.view_recommendations"


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_tab(OutcomesTab(RECOMMENDATIONS, "decision_rules", _("Decision rules"), "decision_rules", _VIEW, 40))
register_tab(OutcomesTab(RECOMMENDATIONS, "ballots", _("Ballots"), "ballots", _VIEW, 50))
register_tab(OutcomesTab(RECOMMENDATIONS, "report", _("Report"), "report", _VIEW, 60))
register_stage(
    Stage(
        key="own_ballots",
        name=_("Votes"),
        order=94,
        url_name="own_ballots",
        permission="assembly.read_recommendations",
        status=_no_state,
        icon="vote",
    )
)
