"""The legal moves of a witness."""

from typing import Any

from django.utils.translation import gettext as _

from assembly.lifecycle import Lifecycle
from evidence.enums import WitnessState as W


def _before_briefing(witness: Any) -> list[str]:
    if witness.interests_at:
        return []
    return [_("Their interests are not declared yet. Nobody is briefed before.")]


WITNESS = Lifecycle(
    "witness",
    {
        (W.PROPOSED, "shortlist"): W.SHORTLISTED,
        (W.PROPOSED, "turn_down"): W.NOT_CHOSEN,
        (W.SHORTLISTED, "turn_down"): W.NOT_CHOSEN,
        (W.NOT_CHOSEN, "shortlist"): W.SHORTLISTED,
        (W.SHORTLISTED, "invite"): W.INVITED,
        (W.INVITED, "accept"): W.ACCEPTED,
        (W.INVITED, "decline"): W.DECLINED,
        (W.ACCEPTED, "decline"): W.DECLINED,
        (W.BRIEFED, "decline"): W.DECLINED,
        (W.DECLINED, "invite"): W.INVITED,
        (W.ACCEPTED, "brief"): W.BRIEFED,
        (W.ACCEPTED, "hear"): W.HEARD,
        (W.BRIEFED, "hear"): W.HEARD,
        (W.HEARD, "follow_up"): W.FOLLOWED_UP,
    },
    gates={"brief": _before_briefing},
)
