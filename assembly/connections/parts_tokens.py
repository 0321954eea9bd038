"""Access tokens and the read API: registers its tab, acts, declarations and words at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.connections import (
    acts_tokens,  # noqa: F401
    attention_tokens,  # noqa: F401
    declarations_tokens,  # noqa: F401
    due_tokens,  # noqa: F401
    record_tokens,  # noqa: F401
)
from assembly.connections.tabs import ConnectionsTab, register_tab
from assembly.page_languages import register_pages_in_languages

register_tab(
    ConnectionsTab("tokens", _("Access tokens"), "connections_tokens", "assembly.view_connections", 10)
)
register_pages_in_languages("api_reference")
