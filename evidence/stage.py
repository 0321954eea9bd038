"""The stage Evidence: how many items members can read, and what needs somebody."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage
from evidence.attention import ITEMS, TABLES, evidence_parts
from evidence.enums import READABLE, ItemState
from evidence.models import EvidenceItem


def evidence_status(assembly: Assembly) -> StageStatus:
    """Answer from the items' states and what the parts register."""
    actions, figures = evidence_parts.attention_of(assembly), evidence_parts.figures_of(assembly)
    items = EvidenceItem.objects.filter(assembly=assembly).exclude(state=ItemState.WITHDRAWN)
    states = list(items.values_list("state", flat=True)) if ITEMS in TABLES.in_use(assembly) else []
    if not states:
        return StageStatus(StageState.TODO, _("There is no evidence yet."), actions, figures)
    readable = sum(state in READABLE for state in states)
    sentence = ngettext(
        "Members can read one of %(n)s items.", "Members can read %(readable)s of %(n)s items.", readable
    ) % {"readable": readable, "n": len(states)}
    is_done = readable == len(states)
    return StageStatus(StageState.DONE if is_done else StageState.ACTIVE, sentence, actions, figures)


register_stage(
    Stage(
        key="evidence",
        name=gettext_lazy("Evidence"),
        order=80,
        url_name="evidence",
        permission="assembly.view_evidence",
        status=evidence_status,
    )
)
