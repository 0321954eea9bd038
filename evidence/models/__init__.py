"""Evidence's tables."""

from evidence.models.calls import Call, Submission
from evidence.models.files import StoredFile
from evidence.models.items import EvidenceFormat, EvidenceItem, EvidenceVersion, Review
from evidence.models.packs import (
    Pack,
    PackDelivery,
    PackEntry,
    PackFile,
    PackNotice,
    PackVersion,
    PrivateNote,
    ReadingWish,
)
from evidence.models.questions import Question, QuestionAnswer
from evidence.models.receipts import Receipt
from evidence.models.witnesses import Release, Topic, Witness

__all__ = [
    "Call",
    "EvidenceFormat",
    "EvidenceItem",
    "EvidenceVersion",
    "Pack",
    "PackDelivery",
    "PackEntry",
    "PackFile",
    "PackNotice",
    "PackVersion",
    "PrivateNote",
    "Question",
    "QuestionAnswer",
    "ReadingWish",
    "Receipt",
    "Release",
    "Review",
    "StoredFile",
    "Submission",
    "Topic",
    "Witness",
]
