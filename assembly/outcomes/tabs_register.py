"""The tab of Responses that shows what the public sees."""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.tabs import RESPONSES, OutcomesTab, register_tab

register_tab(
    OutcomesTab(
        RESPONSES,
        "register",
        _("What the public sees"),
        "register_preview",
        "assembly.view_responses",
        90,
    )
)
