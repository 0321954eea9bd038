"""Webhooks: registers its tab, acts, declarations and words at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.connections import (
    acts_webhooks,  # noqa: F401
    attention_webhooks,  # noqa: F401
    checks_webhooks,  # noqa: F401
    declarations_webhooks,  # noqa: F401
    due_webhooks,  # noqa: F401
    record_webhooks,  # noqa: F401
)
from assembly.connections.tabs import ConnectionsTab, register_tab

register_tab(
    ConnectionsTab("webhooks", _("Webhooks"), "connections_webhooks", "assembly.view_connections", 20)
)
