"""What commitments and what members say back register at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes import (
    acts_commitments,  # noqa: F401
    attention_commitments,  # noqa: F401
    audiences_commitments,  # noqa: F401
    declarations_commitments,  # noqa: F401
    due_commitments,  # noqa: F401
    offline_commitments,  # noqa: F401
    own_cards_commitments,  # noqa: F401
    record_commitments,  # noqa: F401
    stage_follow,  # noqa: F401
)
from assembly.outcomes.tabs import RESPONSES, OutcomesTab, register_tab

_VIEW = "assembly.view_responses"
register_tab(OutcomesTab(RESPONSES, "commitments", _("Commitments"), "commitments", _VIEW, 50))
register_tab(OutcomesTab(RESPONSES, "voices", _("Members"), "voices", _VIEW, 60))
