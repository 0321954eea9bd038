"""The legal moves of a commitment, and apart from them those of its verification."""

from assembly.lifecycle import Lifecycle
from assembly.outcomes.enums_responses import CommitmentState as C
from assembly.outcomes.enums_responses import VerificationState as V

COMMITMENT = Lifecycle(
    "commitment",
    {
        (C.PLANNED, "begin"): C.IN_PROGRESS,
        (C.DELAYED, "begin"): C.IN_PROGRESS,
        (C.PARTIALLY_DELIVERED, "begin"): C.IN_PROGRESS,
        (C.PLANNED, "deliver"): C.DELIVERED,
        (C.IN_PROGRESS, "deliver"): C.DELIVERED,
        (C.DELAYED, "deliver"): C.DELIVERED,
        (C.PARTIALLY_DELIVERED, "deliver"): C.DELIVERED,
        (C.PLANNED, "deliver_in_part"): C.PARTIALLY_DELIVERED,
        (C.IN_PROGRESS, "deliver_in_part"): C.PARTIALLY_DELIVERED,
        (C.DELAYED, "deliver_in_part"): C.PARTIALLY_DELIVERED,
        (C.PLANNED, "delay"): C.DELAYED,
        (C.IN_PROGRESS, "delay"): C.DELAYED,
        (C.DELAYED, "delay"): C.DELAYED,
        (C.PLANNED, "supersede"): C.SUPERSEDED,
        (C.IN_PROGRESS, "supersede"): C.SUPERSEDED,
        (C.DELAYED, "supersede"): C.SUPERSEDED,
        (C.PARTIALLY_DELIVERED, "supersede"): C.SUPERSEDED,
        (C.PLANNED, "abandon"): C.ABANDONED,
        (C.IN_PROGRESS, "abandon"): C.ABANDONED,
        (C.DELAYED, "abandon"): C.ABANDONED,
        (C.PARTIALLY_DELIVERED, "abandon"): C.ABANDONED,
        # Evidence showed that it was not delivered after all.
        (C.DELIVERED, "reopen"): C.IN_PROGRESS,
    },
)
VERIFICATION = Lifecycle(
    "verification",
    {
        (V.UNVERIFIED, "supply"): V.EVIDENCE_SUPPLIED,
        (V.EVIDENCE_SUPPLIED, "supply"): V.EVIDENCE_SUPPLIED,
        (V.DISPUTED, "supply"): V.EVIDENCE_SUPPLIED,
        # More evidence for what is confirmed makes it no less so.
        (V.CONFIRMED, "supply"): V.CONFIRMED,
        (V.EVIDENCE_SUPPLIED, "confirm"): V.CONFIRMED,
        (V.EVIDENCE_SUPPLIED, "dispute"): V.DISPUTED,
        (V.CONFIRMED, "dispute"): V.DISPUTED,
    },
)
