"""Makers of what indicators count, and of remarks on them."""

from typing import Any

from assembly.evaluation.models import IndicatorRemark
from assembly.models import Assembly
from assembly.outcomes.models import Recommendation, ReportVersion
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import make_ballot, make_question, make_recommendation, settle


def make_remark(assembly: Assembly, indicator: str = "wording_kept", **fields: Any) -> IndicatorRemark:
    """Remark on an indicator."""
    number = IndicatorRemark.objects.filter(assembly=assembly, indicator=indicator).count() + 1
    stands = {"text": "⟪A comma was put right⟫", "made_at": NOON, "made_by": UserFactory(), **fields}
    return IndicatorRemark.objects.create(assembly=assembly, indicator=indicator, number=number, **stands)


def make_voted(assembly: Assembly, **fields: Any) -> Recommendation:
    """Make a recommendation that was voted on and handed over."""
    recommendation = make_recommendation(assembly, state="submitted", **fields)
    ballot = make_ballot(assembly)
    make_question(ballot, recommendation)
    settle(ballot, "published")
    return recommendation


def make_edition(assembly: Assembly, told: list[dict[str, Any]]) -> ReportVersion:
    """Publish a report that says `told` of its recommendations."""
    number = ReportVersion.objects.filter(assembly=assembly).count() + 1
    return ReportVersion.objects.create(
        assembly=assembly,
        number=number,
        title="⟪Clean air⟫",
        note="⟪A comma⟫",
        content={"recommendations": told},
        sha256="0" * 64,
        made_at=NOON,
        made_by=UserFactory(),
        published_at=NOON,
    )
