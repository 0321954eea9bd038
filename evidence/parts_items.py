"""What evidence items and files register at start-up."""

from django.utils.translation import gettext_lazy as _

from evidence import (
    acts_items,  # noqa: F401
    attention_items,  # noqa: F401
    declarations_items,  # noqa: F401
    due_items,  # noqa: F401
    offline_items,  # noqa: F401
    own_cards_items,  # noqa: F401
    published_kinds,  # noqa: F401
    record_items,  # noqa: F401
)
from evidence.tabs import EvidenceTab, register_tab

register_tab(EvidenceTab("items", _("Items"), "evidence", "assembly.view_evidence", 10))
register_tab(EvidenceTab("reviews", _("Reviews"), "evidence_reviews", "assembly.view_evidence", 15))
