"""The legal moves of a member's question."""

from assembly.lifecycle import Lifecycle
from evidence.enums import QuestionState as Q

QUESTION = Lifecycle(
    "question",
    {
        (Q.ASKED, "merge"): Q.MERGED,
        (Q.MERGED, "part"): Q.ASKED,
        (Q.ASKED, "assign"): Q.ASSIGNED,
        (Q.ASSIGNED, "assign"): Q.ASSIGNED,
        (Q.REOPENED, "assign"): Q.ASSIGNED,
        (Q.ASKED, "set_aside"): Q.SET_ASIDE,
        (Q.ASSIGNED, "set_aside"): Q.SET_ASIDE,
        (Q.SET_ASIDE, "take_up"): Q.ASKED,
        (Q.ASSIGNED, "answer"): Q.ANSWERED,
        (Q.ANSWERED, "accept"): Q.ACCEPTED,
        (Q.ANSWERED, "reopen"): Q.REOPENED,
        (Q.ACCEPTED, "reopen"): Q.REOPENED,
    },
)
