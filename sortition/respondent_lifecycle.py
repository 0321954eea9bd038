"""The legal moves of a respondent."""

from assembly.lifecycle import Lifecycle
from sortition.enums import RespondentState as S

RESPONDENT = Lifecycle(
    "respondent",
    {
        (S.POOL, "select"): S.SELECTED,
        (S.SELECTED, "confirm"): S.CONFIRMED,
        (S.CONFIRMED, "reopen"): S.SELECTED,
        (S.SELECTED, "release"): S.POOL,
        (S.POOL, "withdraw"): S.WITHDRAWN,
        (S.SELECTED, "withdraw"): S.WITHDRAWN,
        (S.CONFIRMED, "withdraw"): S.WITHDRAWN,
        (S.POOL, "erase"): S.ERASED,
        (S.SELECTED, "erase"): S.ERASED,
        (S.CONFIRMED, "erase"): S.ERASED,
        (S.WITHDRAWN, "erase"): S.ERASED,
    },
)
