"""The due-check of access tokens."""

from assembly.clock import register_due_check
from assembly.connections.services.tokens import expire_tokens

register_due_check("connections.expired_tokens", expire_tokens)
