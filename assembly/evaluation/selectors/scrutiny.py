"""Scrutiny: whether members could look at the evidence from all sides, ask, and get answers."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.indicators import (
    Found,
    Indicator,
    Line,
    NotMeasured,
    Share,
    Words,
    days_of,
    share_or_not,
)
from assembly.evaluation.selectors.members_expected import expected_at, sessions_over
from assembly.models import Assembly
from evidence.enums import COMING, QuestionState, Verdict
from evidence.models import EvidenceVersion, PackDelivery, PackVersion, Question, Review, Witness
from scheduling.enums import Position

QUESTIONS_ANSWERED = Words(
    name=_("Members’ questions that were answered"),
    meaning=_("Whether members got an answer to what they asked, and how soon."),
    counted=_("questions that a witness has answered"),
    of=_("questions of members, without those that were put together with another or set aside"),
    source=_("The list of members’ questions"),
    cannot_show=_("Whether the answer was good: whoever asked may ask again."),
    page="questions",
    permission="assembly.view_questions",
)
EVIDENCE_REVIEWED = Words(
    name=_("Evidence that was reviewed before members saw it"),
    meaning=_("Whether somebody of the advisory group found it balanced and accurate first."),
    counted=_("texts that a reviewer had found balanced and accurate before they were released"),
    of=_("texts that were released to members, each correction by itself"),
    source=_("The evidence and the findings of its reviewers"),
    cannot_show=_("What was said aloud in the room and is no text."),
    page="evidence_reviews",
    permission="assembly.view_evidence",
)
BOTH_SIDES = Words(
    name=_("Topics heard from both sides"),
    meaning=_("Whether members heard somebody in favour and somebody against."),
    counted=_("topics with a witness in favour and a witness against"),
    of=_("topics with at least one witness who has agreed to come"),
    source=_("The list of topics, and where witnesses say that they stand"),
    cannot_show=_("Topics that have more than two sides, and how well each side was put."),
    page="balance",
    permission="assembly.view_balance",
)
PACKS_REACHED = Words(
    name=_("Members whom the evidence pack reached"),
    meaning=_("Whether members had the papers of a session: on paper, or opened on a screen."),
    counted=_("members who have the pack on paper, or opened it"),
    of=_("members who were expected at the session"),
    source=_("The lists of who got which pack"),
    cannot_show=_("Whether they read it."),
    page="packs",
    permission="assembly.view_evidence",
)
INTERESTS_DECLARED = Words(
    name=_("Witnesses who declared their interests"),
    meaning=_("Whether members could know who pays a witness, and what they stand to gain."),
    counted=_("witnesses who declared their interests, or that they have none"),
    of=_("witnesses who have agreed to come"),
    source=_("The directory of witnesses"),
    cannot_show=_("Whether a declaration is complete."),
    page="witnesses",
    permission="assembly.view_witnesses",
)


def questions_answered(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
    """Count answered questions, and the days until their first answers."""
    asked = Question.objects.filter(assembly=assembly).exclude(
        state__in=[QuestionState.MERGED, QuestionState.SET_ASIDE]
    )
    found = list(asked.annotate(first=Min("answers__answered_at")).values_list("asked_at", "first"))
    if not found:
        return NotMeasured(QUESTIONS_ANSWERED, _("No member has asked a question yet."))
    spans = [
        max(0, (timezone.localdate(first) - timezone.localdate(at)).days) for at, first in found if first
    ]
    lines = [Line(Share(len(spans), len(found)), _("answered"))]
    days = days_of(spans)
    if days is not None:
        lines.append(Line(days, _("until the first answer")))
    return Indicator(QUESTIONS_ANSWERED, tuple(lines))


def evidence_reviewed(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count released versions that were found fit before."""
    fit = Review.objects.filter(
        version=OuterRef("pk"),
        verdict=Verdict.FIT,
        revision=OuterRef("revision"),
        made_at__lte=OuterRef("released_at"),
    )
    versions = EvidenceVersion.objects.filter(item__assembly=assembly, released_at__isnull=False).order_by()
    found = list(versions.annotate(is_fit=Exists(fit)).values_list("is_fit", flat=True))
    return share_or_not(
        EVIDENCE_REVIEWED, sum(found), len(found), _("No evidence was released to members yet.")
    )


def both_sides(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count topics of which witnesses on both sides come."""
    stands: dict[int, set[str]] = defaultdict(set)
    come = Witness.objects.filter(assembly=assembly, state__in=COMING, topics__isnull=False).order_by()
    for topic, position in come.values_list("topics", "position"):
        stands[topic].add(position)
    both = [topic for topic, heard in stands.items() if {Position.FOR, Position.AGAINST} <= heard]
    return share_or_not(
        BOTH_SIDES, len(both), len(stands), _("No witness on one of the topics has agreed to come yet.")
    )


def packs_reached(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count, session by session that is over, the expected members whom a version of its pack reached."""
    issued = set(
        PackVersion.objects.filter(pack__assembly=assembly).order_by().values_list("pack__session", flat=True)
    )
    has_it = (Q(posted_at__isnull=False) | Q(handed_at__isnull=False)) & Q(returned_at=None) | Q(
        opened_at__isnull=False
    )
    rows = PackDelivery.objects.filter(has_it, version__pack__assembly=assembly).order_by()
    reached: dict[int, set[int]] = defaultdict(set)
    for session, person in rows.values_list("version__pack__session", "person"):
        reached[session].add(person)
    lines = []
    for session, members in expected_at(assembly, sessions_over(assembly)):
        if session.pk in issued and members:
            had = len(members & reached[session.pk])
            label = _("Session %(number)s") % {"number": session.number}
            lines.append(Line(Share(had, len(members)), label, people=len(members)))
    if not lines:
        return NotMeasured(PACKS_REACHED, _("No session with an evidence pack is over yet."))
    return Indicator(PACKS_REACHED, tuple(lines))


def interests_declared(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count witnesses who come and declared."""
    come = Witness.objects.filter(assembly=assembly, state__in=COMING)
    whole = come.count()
    return share_or_not(
        INTERESTS_DECLARED,
        come.filter(interests_at__isnull=False).count(),
        whole,
        _("No witness has agreed to come yet."),
        people=whole,
    )
