"""The lifecycles of a mailing, of one message in the outbox, and of a reminder."""

from typing import Any

from django.utils.translation import gettext as _

from assembly.enums import MailingState as B
from assembly.enums import MessageState as S
from assembly.enums import ReminderState as R
from assembly.lifecycle import Lifecycle


def _nobody_in_a_rehearsal(mailing: Any) -> list[str]:
    """Keep what is written to invented people here."""
    return [_("This is a rehearsal: nothing is sent.")] if mailing.assembly.is_rehearsal else []


MAILING = Lifecycle(
    "mailing",
    moves={
        (B.DRAFT, "approve"): B.APPROVED,
        (B.DRAFT, "cancel"): B.CANCELLED,
        (B.APPROVED, "cancel"): B.CANCELLED,
    },
    gates={"approve": _nobody_in_a_rehearsal},
)
# Only what a person settles or retries stands in the record one by one; the other moves are made for many at once.
MESSAGE = Lifecycle(
    "message",
    moves={
        (S.DRAFT, "approve"): S.PENDING,
        (S.PENDING, "claim"): S.SENDING,
        (S.SENDING, "deliver"): S.SENT,
        (S.SENDING, "refuse"): S.FAILED,
        (S.SENDING, "postpone"): S.PENDING,
        (S.SENDING, "lose"): S.UNKNOWN,
        # A backup was put back: it may have gone out since.
        (S.PENDING, "lose"): S.UNKNOWN,
        (S.DRAFT, "cancel"): S.CANCELLED,
        (S.PENDING, "cancel"): S.CANCELLED,
        (S.PENDING, "post"): S.SENT,
        (S.PENDING, "misprint"): S.FAILED,
        (S.UNKNOWN, "settle"): S.SENT,
        (S.FAILED, "settle"): S.SENT,
        (S.UNKNOWN, "retry"): S.PENDING,
        (S.FAILED, "retry"): S.PENDING,
    },
)
REMINDER = Lifecycle("reminder", moves={(R.PLANNED, "cancel"): R.CANCELLED})
