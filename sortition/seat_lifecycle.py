"""The legal moves of a seat."""

from assembly.lifecycle import Lifecycle
from sortition.enums_seats import AWAITING, GIVEN_UP
from sortition.enums_seats import SeatState as S

BEFORE_START = (*AWAITING, S.CONFIRMED, S.ONBOARDED)
HELD_BY_A_MEMBER = (S.CONFIRMED, S.ONBOARDED, S.ACTIVE)

SEAT = Lifecycle(
    "seat",
    {
        (S.OFFERED, "contact"): S.CONTACTING,
        **{(state, "confirm"): S.CONFIRMED for state in AWAITING},
        **{(state, "decline"): S.DECLINED for state in AWAITING},
        **{(state, "give_up"): S.UNREACHABLE for state in AWAITING},
        **{(state, "recall"): S.RECALLED for state in AWAITING},
        # An answer can be changed until its deadline, as long as nobody has been asked in one's place.
        (S.CONFIRMED, "decline"): S.DECLINED,
        (S.DECLINED, "confirm"): S.CONFIRMED,
        (S.UNREACHABLE, "confirm"): S.CONFIRMED,
        (S.UNREACHABLE, "decline"): S.DECLINED,
        (S.CONFIRMED, "onboard"): S.ONBOARDED,
        (S.CONFIRMED, "start"): S.ACTIVE,
        (S.ONBOARDED, "start"): S.ACTIVE,
        (S.ACTIVE, "complete"): S.COMPLETED,
        **{(state, "withdraw"): S.WITHDRAWN_BEFORE_START for state in BEFORE_START},
        (S.ACTIVE, "withdraw"): S.WITHDRAWN_DURING,
        **{(state, "miss"): S.NO_SHOW for state in HELD_BY_A_MEMBER[:2]},
        **{(state, "remove"): S.REMOVED for state in HELD_BY_A_MEMBER},
        **{(state, "seek"): S.REPLACEMENT_PENDING for state in GIVEN_UP},
        (S.LEFT_VACANT, "seek"): S.REPLACEMENT_PENDING,
        (S.REPLACEMENT_PENDING, "fill"): S.FILLED,
        (S.REPLACEMENT_PENDING, "leave"): S.LEFT_VACANT,
    },
)
