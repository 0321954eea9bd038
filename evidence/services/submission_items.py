"""Make an evidence item of what somebody sent in: it passes the same gates as everything else."""

from datetime import datetime

from assembly.models import User
from evidence.enums import ItemKind
from evidence.models import EvidenceItem, Submission
from evidence.services.item_moves import move_item
from evidence.services.items import Facts, Words, request_item


def item_of_submission(*, submission: Submission, actor: User, now: datetime) -> EvidenceItem:
    """Make an item with a first version of the submission's words and file, submitted for review.

    The author stands in it as its source only where the name may be shown.
    """
    who = ", ".join(filter(None, (submission.name, submission.organisation)))
    facts = Facts(
        kind=ItemKind.PAPER if submission.file_id else ItemKind.TEXT,
        topics=[submission.topic] if submission.topic else [],
    )
    words = Words(
        title=submission.title,
        text=submission.text,
        file=submission.file,
        source=who[:300] if submission.may_name else "",
    )
    item = request_item(assembly=submission.call.assembly, facts=facts, words=words, actor=actor, now=now)
    return move_item(item=item, verb="submit", actor=actor, now=now)
