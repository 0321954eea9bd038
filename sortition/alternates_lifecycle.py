"""The legal moves of a choice of alternates."""

from assembly.lifecycle import Lifecycle
from sortition.enums_seats import AlternatesState as S

ALTERNATES = Lifecycle(
    "alternates",
    {
        (S.WORKING, "propose"): S.PROPOSED,
        (S.WORKING, "fail"): S.FAILED,
        (S.PROPOSED, "stand_by"): S.CURRENT,
        (S.PROPOSED, "set_aside"): S.PAST,
        (S.CURRENT, "set_aside"): S.PAST,
    },
)
