"""What of recommendations and responses needs somebody, and their key figures: of which tables the parts tell."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from assembly.outcomes.models import (
    Amendment,
    Ballot,
    Body,
    Commitment,
    Concern,
    FormalResponse,
    Recommendation,
    ReportVersion,
)

TABLES = Tables(
    "outcomes",
    {
        "amendments": Amendment.objects.filter(recommendation__assembly=OuterRef("pk")),
        "ballots": Ballot.objects.filter(assembly=OuterRef("pk")),
        "bodies": Body.objects.filter(assembly=OuterRef("pk")),
        "commitments": Commitment.objects.filter(assembly=OuterRef("pk")),
        "concerns": Concern.objects.filter(response__assembly=OuterRef("pk")),
        "recommendations": Recommendation.objects.filter(assembly=OuterRef("pk")),
        "reports": ReportVersion.objects.filter(assembly=OuterRef("pk")),
        "responses": FormalResponse.objects.filter(assembly=OuterRef("pk")),
    },
)
recommendations_parts, responses_parts = Parts(TABLES), Parts(TABLES)
