"""The lines of the rail for those who give evidence and for those who propose who should."""

from django.utils.translation import gettext_lazy

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage
from evidence.tabs import EvidenceTab, register_tab


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="own_appearances",
        name=gettext_lazy("My appearances"),
        order=62,
        url_name="own_appearances",
        permission="assembly.give_evidence",
        status=_no_state,
        icon="mic",
    )
)
register_stage(
    Stage(
        key="propose_witness",
        name=gettext_lazy("Propose a witness"),
        order=69,
        url_name="propose_witness",
        permission="assembly.propose_witnesses",
        status=_no_state,
        icon="user-plus",
    )
)
register_tab(EvidenceTab("topics", gettext_lazy("Topics"), "topics", "assembly.view_evidence", 15))
register_tab(EvidenceTab("witnesses", gettext_lazy("Witnesses"), "witnesses", "assembly.view_witnesses", 20))
register_tab(EvidenceTab("balance", gettext_lazy("Balance"), "balance", "assembly.view_balance", 30))
