"""What of the evaluation needs somebody, and its key figures: each part registers its own."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from assembly.evaluation.models import DisclosureRequest, SurveyWave, WelfareCall

_HERE = OuterRef("pk")
TABLES = Tables(
    "evaluation",
    {
        "disclosure_requests": DisclosureRequest.objects.filter(assembly=_HERE),
        "survey_waves": SurveyWave.objects.filter(assembly=_HERE),
        "welfare_calls": WelfareCall.objects.filter(assembly=_HERE),
    },
)
evaluation_parts = Parts(TABLES)
