"""The legal moves of a draw."""

from assembly.lifecycle import Lifecycle
from sortition.enums_draws import DrawState as S

DRAW = Lifecycle(
    "draw",
    {
        (S.PREPARED, "commit"): S.COMMITTED,
        (S.COMMITTED, "receive"): S.RANDOMNESS_RECEIVED,
        (S.RANDOMNESS_RECEIVED, "resolve"): S.RESOLVED,
        (S.RESOLVED, "publish"): S.PUBLISHED,
        **{
            (state, "void"): S.VOIDED
            for state in (S.PREPARED, S.COMMITTED, S.RANDOMNESS_RECEIVED, S.RESOLVED)
        },
    },
)

AT_STAKE = (S.COMMITTED, S.RANDOMNESS_RECEIVED, S.RESOLVED)
"""People and panels are frozen, and the result does not stand yet."""
