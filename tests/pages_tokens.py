"""How the pages of access tokens are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_api import make_access, token_at


def _tokens(assembly: Assembly) -> dict[str, Any]:
    """Tokens in each state."""
    for state in ("ended", "expired", "active"):
        token_at(assembly, state)
    return {}


EXAMPLES_TOKENS = {
    "connections_tokens": _tokens,
    "connections_token": lambda assembly: {"number": make_access(assembly).token.number},
}
