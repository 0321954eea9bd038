"""Makers of milestones, progress reports, evidence, ratings and concerns, straight in the tables."""

import uuid
from typing import Any

from assembly.models import Person
from assembly.outcomes.models import (
    Commitment,
    Concern,
    ProgressReport,
    Proof,
    ResponseRating,
    ResponseVersion,
)
from tests.factories import NOON, UserFactory


def make_report(commitment: Commitment, **fields: Any) -> ProgressReport:
    """Add a report."""
    stands = {
        "state": commitment.state,
        "text": "⟪The order was made.⟫",
        "way": "paper",
        "token": uuid.uuid4(),
        "reported_at": NOON,
        "entered_by": UserFactory(),
        **fields,
    }
    return ProgressReport.objects.create(
        commitment=commitment, number=commitment.reports.count() + 1, **stands
    )


def make_proof(commitment: Commitment, **fields: Any) -> Proof:
    """Add evidence."""
    stands = {
        "kind": "evidence",
        "text": "⟪The order as it was made⟫",
        "token": uuid.uuid4(),
        "made_at": NOON,
        "entered_by": UserFactory(),
        **fields,
    }
    return Proof.objects.create(commitment=commitment, number=commitment.proofs.count() + 1, **stands)


def make_rating(version: ResponseVersion, person: Person | None, score: int = 7, **fields: Any) -> Any:
    """Add a rating that is in no count yet."""
    stands = {"way": "online", "rated_at": NOON, **fields}
    return ResponseRating.objects.create(version=version, person=person, score=score, **stands)


def make_concern(version: ResponseVersion, **fields: Any) -> Concern:
    """Add a concern, in any state."""
    stands = {
        "kind": "clarification",
        "text": "⟪Which day does it begin?⟫",
        "way": "paper",
        "token": uuid.uuid4(),
        "raised_at": NOON,
        **fields,
    }
    if stands.get("state") == "set_aside":
        stands.setdefault("reason", "⟪It stands in the answer⟫")
    if stands.get("state") == "answered":
        stands.setdefault("answered_in", version)
    number = version.response.concerns.count() + 1
    return Concern.objects.create(response=version.response, version=version, number=number, **stands)
