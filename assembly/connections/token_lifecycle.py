"""The lifecycle of an access token: whoever needs it again makes another."""

from assembly.connections.enums_tokens import TokenState as S
from assembly.lifecycle import Lifecycle

TOKEN = Lifecycle(
    "token",
    {
        (S.ACTIVE, "end"): S.ENDED,
        (S.ACTIVE, "expire"): S.EXPIRED,
    },
)
