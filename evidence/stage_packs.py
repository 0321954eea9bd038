"""Where packs are found: the tab of Evidence, the tab of each session, the line of those who take part."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage
from evidence.tabs import EvidenceTab, register_tab
from scheduling.session_pages import SessionPage, register_session_page


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_tab(EvidenceTab("packs", _("Packs"), "packs", "assembly.view_evidence", 50))
register_session_page(SessionPage("pack", _("Pack"), "pack", "assembly.view_evidence", 55))
register_stage(
    Stage(
        key="own_reading",
        name=_("Evidence"),
        order=62,
        url_name="own_reading",
        permission="assembly.read_evidence",
        status=_no_state,
        icon="book-open",
        unless="assembly.view_evidence",
    )
)
