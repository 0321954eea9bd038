"""Authenticity: whether what members decided was handed over as it was, and what was promised was done."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.indicators import Found, NotMeasured, Words, share_or_not
from assembly.models import Assembly, AuditEvent
from assembly.outcomes.enums import HANDED_OVER, BallotState
from assembly.outcomes.enums_responses import NOT_SUBSTANTIVE, BodyPart, CommitmentState
from assembly.outcomes.models import BallotQuestion, Commitment, Recommendation, ResponseVersion
from assembly.outcomes.selectors.reports import DECIDED, editions_of

WORDING_KEPT = Words(
    name=_("Recommendations published as they were voted on"),
    meaning=_("Whether the report says, word for word, what members had before them when they voted."),
    counted=_("recommendations whose words in the newest report are those that members voted on"),
    of=_("recommendations in the newest report on which a vote was published"),
    source=_("The published report, and the frozen texts of the published votes"),
    cannot_show=_("Whether the words that members voted on are those that they would have chosen."),
    page="report",
    permission="assembly.view_recommendations",
)
FROM_TABLES = Words(
    name=_("Recommendations that began at a members’ table"),
    meaning=_("Whether the ideas came from members at their tables, and not from the team."),
    counted=_("recommendations in the report of which the table that had the idea is noted"),
    of=_("recommendations in the report"),
    source=_("The list of recommendations, where the team notes from which table an idea came"),
    cannot_show=_("Ideas of members of which nobody noted the table, and how much an idea changed later."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
TEXT_UNTOUCHED = Words(
    name=_("Frozen texts that stayed frozen"),
    meaning=_("Whether a text was left alone once it was frozen for the vote."),
    counted=_("recommendations whose text was never opened again after it was frozen"),
    of=_("recommendations that were voted on and decided"),
    source=_("The record, which notes every freezing and every opening of a text"),
    cannot_show=_("Why a text was opened again: members may have asked for it."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
ANSWERED = Words(
    name=_("Recommendations with a real answer"),
    meaning=_("Whether the authority said what it will do, and did not only take note."),
    counted=_("recommendations with a published answer that decides something; “noted” does not count"),
    of=_("recommendations that were handed over"),
    source=_("The register of answers"),
    cannot_show=_("Whether the reasons convince: members rate the answers themselves."),
    page="responses",
    permission="assembly.view_responses",
)
PROMISES_KEPT = Words(
    name=_("Promises that were kept by their day"),
    meaning=_("Whether what the authority promised in its answers was done when it said."),
    counted=_("promises that were reported as kept on their day or before"),
    of=_("published promises whose day has passed, without those that another took the place of"),
    source=_("The register of answers, and the reports on promises"),
    cannot_show=_("Promises without a day, and whether what was done helped anybody."),
    page="commitments",
    permission="assembly.view_responses",
)


def wording_kept(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
    """Compare each recommendation of the newest report with the text of its last published vote."""
    report = editions_of(assembly).first()
    if report is None:
        return NotMeasured(WORDING_KEPT, _("No report is published yet."))
    questions = BallotQuestion.objects.filter(
        ballot__assembly=assembly, ballot__state=BallotState.PUBLISHED, recommendation__isnull=False
    )
    voted = {
        question.recommendation.number: question.version.words()
        for question in questions.select_related("version", "recommendation").order_by("ballot__number")
    }
    told = {each["draft_number"]: each for each in report.content.get("recommendations", [])}
    both = sorted(set(voted) & set(told))
    same = [
        number
        for number in both
        if all(told[number].get(name) == text for name, text in voted[number].items())
    ]
    return share_or_not(
        WORDING_KEPT, len(same), len(both), _("No vote on a recommendation of the report is published yet.")
    )


def from_tables(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count recommendations of the report that came from a table."""
    tables = Recommendation.objects.filter(assembly=assembly, state__in=HANDED_OVER)
    found = list(tables.values_list("table", flat=True))
    return share_or_not(FROM_TABLES, sum(map(bool, found)), len(found), _("No report is published yet."))


def text_untouched(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count decided recommendations of which the record has no opening."""
    decided = Recommendation.objects.filter(assembly=assembly, state__in=DECIDED)
    keys = {str(key) for key in decided.values_list("pk", flat=True)}
    events = AuditEvent.objects.filter(assembly=assembly, type="recommendation.unfreeze").order_by()
    opened = keys & set(events.values_list("object_id", flat=True))
    return share_or_not(
        TEXT_UNTOUCHED, len(keys) - len(opened), len(keys), _("No recommendation was decided yet.")
    )


def answered(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count recommendations whose leading body decided something in its newest answer."""
    newer = ResponseVersion.objects.filter(
        response=OuterRef("response"),
        is_interim=False,
        published_at__isnull=False,
        number__gt=OuterRef("number"),
    )
    decides = ResponseVersion.objects.filter(
        ~Exists(newer),
        response__recommendation=OuterRef("pk"),
        response__part=BodyPart.LEAD,
        is_interim=False,
        published_at__isnull=False,
    ).exclude(decision__in=["", *NOT_SUBSTANTIVE])
    handed = Recommendation.objects.filter(assembly=assembly, state__in=HANDED_OVER)
    found = list(handed.annotate(is_answered=Exists(decides)).values_list("is_answered", flat=True))
    return share_or_not(ANSWERED, sum(found), len(found), _("No recommendation was handed over yet."))


def promises_kept(assembly: Assembly, now: datetime) -> Found:
    """Count published promises whose day has passed and that were kept by then."""
    promised = Commitment.objects.filter(
        assembly=assembly, promised_in__published_at__isnull=False, due_on__lt=timezone.localdate(now)
    ).exclude(state=CommitmentState.SUPERSEDED)
    kept = Q(state=CommitmentState.DELIVERED, finished_on__lte=F("due_on"))
    return share_or_not(
        PROMISES_KEPT,
        promised.filter(kept).count(),
        promised.count(),
        _("The day of no promise has passed yet."),
    )
