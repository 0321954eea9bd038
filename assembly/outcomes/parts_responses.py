"""What answers, bodies and officials register at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes import (
    acts_responses,  # noqa: F401
    attention_responses,  # noqa: F401
    audiences_answers,  # noqa: F401
    audiences_clearing,  # noqa: F401
    declarations_answers,  # noqa: F401
    declarations_bodies,  # noqa: F401
    due_responses,  # noqa: F401
    offline_answers,  # noqa: F401
    offline_bodies,  # noqa: F401
    own_cards_answers,  # noqa: F401
    own_cards_bodies,  # noqa: F401
    record_bodies,  # noqa: F401
    stage_answers,  # noqa: F401
)
from assembly.outcomes.tabs import RESPONSES, OutcomesTab, register_tab

register_tab(OutcomesTab(RESPONSES, "responses", _("Answers"), "responses", "assembly.view_responses", 10))
register_tab(OutcomesTab(RESPONSES, "ask", _("Ask"), "responses_ask", "assembly.manage_responses", 20))
register_tab(OutcomesTab(RESPONSES, "bodies", _("Bodies"), "bodies", "assembly.view_responses", 30))
register_tab(OutcomesTab(RESPONSES, "plan", _("Plan"), "response_plan", "assembly.view_responses", 40))
