"""Makers of wishes for more time, straight in the tables."""

from datetime import timedelta
from typing import Any

from assembly.outcomes.enums_responses import ExtensionState
from assembly.outcomes.models import Extension, FormalResponse
from tests.factories import NOON, UserFactory


def make_extension(response: FormalResponse, **fields: Any) -> Extension:
    """Add a wish for thirty days more, asked for on paper; one that is decided has its moment and reason."""
    is_open = fields.get("state", ExtensionState.ASKED) == ExtensionState.ASKED
    stands = {
        "number": response.extensions.count() + 1,
        "due_before": response.due_on,
        "wanted_until": response.due_on + timedelta(days=30),
        "reason": "⟪The budget is settled in September⟫",
        "way": "paper",
        "asked_at": NOON,
        "asked_by": UserFactory(),
        "decided_at": None if is_open else NOON,
        "decision_reason": "" if is_open else "⟪As asked⟫",
        **fields,
    }
    return Extension.objects.create(response=response, **stands)
