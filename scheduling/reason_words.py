"""Words for why something could not be placed: one sentence for each code."""

from collections.abc import Mapping
from typing import Any

from scheduling.selectors.plan_programme import Plan

REASONS: Mapping[str, Any] = {}


def reason_sentence(code: str, params: Mapping[str, Any], plan: Plan) -> str:
    """Tell why something could not be placed."""
    return str(REASONS[code]) % params
