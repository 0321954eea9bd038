"""The lifecycle of a support need."""

from assembly.lifecycle import Lifecycle
from sortition.enums_membership import SupportState as S

# What cannot be had, or is no longer wanted, ends from any open state, with the reason.
SUPPORT_NEED = Lifecycle(
    "support_need",
    moves={
        (S.DECLARED, "arrange"): S.ARRANGED,
        (S.ARRANGED, "confirm"): S.CONFIRMED,
        (S.CONFIRMED, "meet"): S.MET,
        (S.DECLARED, "leave_unmet"): S.UNMET,
        (S.ARRANGED, "leave_unmet"): S.UNMET,
        (S.CONFIRMED, "leave_unmet"): S.UNMET,
    },
)
