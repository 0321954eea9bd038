"""The lines of the rail for those who ask and those who answer, the tabs, and the tab of a session."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage
from evidence.tabs import EvidenceTab, register_tab
from scheduling.session_pages import SessionPage, register_session_page


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_tab(EvidenceTab("questions", _("Questions"), "questions", "assembly.view_questions", 50))
register_tab(EvidenceTab("call", _("Call"), "call_for_evidence", "assembly.view_submissions", 60))
register_session_page(
    SessionPage("questions", _("Questions"), "session_questions", "assembly.enter_questions", 60)
)
register_stage(
    Stage(
        key="own_questions",
        name=_("Questions to witnesses"),
        order=64,
        url_name="own_questions",
        permission="assembly.read_evidence",
        status=_no_state,
        icon="message-circle-question-mark",
    )
)
register_stage(
    Stage(
        key="own_answers",
        name=_("Questions to me"),
        order=65,
        url_name="own_answers",
        permission="assembly.answer_questions",
        status=_no_state,
        icon="message-circle-question-mark",
    )
)
