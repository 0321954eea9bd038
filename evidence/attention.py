"""What of an assembly's evidence needs somebody, and its key figures: of which tables the parts tell."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from evidence.models import EvidenceItem, Pack, Question, Submission, Witness
from scheduling.models import Session

ITEMS, PACKS, QUESTIONS, SUBMISSIONS, WITNESSES = "items", "packs", "questions", "submissions", "witnesses"
SESSIONS = "sessions"
TABLES = Tables(
    "evidence",
    {
        ITEMS: EvidenceItem.objects.filter(assembly=OuterRef("pk")),
        PACKS: Pack.objects.filter(assembly=OuterRef("pk")),
        QUESTIONS: Question.objects.filter(assembly=OuterRef("pk")),
        SUBMISSIONS: Submission.objects.filter(call__assembly=OuterRef("pk")),
        WITNESSES: Witness.objects.filter(assembly=OuterRef("pk")),
        SESSIONS: Session.objects.filter(assembly=OuterRef("pk")),
    },
)
evidence_parts = Parts(TABLES)
