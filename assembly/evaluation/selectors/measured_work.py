"""Measures of the work, and of what came of it. Each asks a fixed number of times for all assemblies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Prefetch, Q
from django.utils import timezone

from assembly.evaluation.measures import Reading, Readings, count, share
from assembly.models import Assembly, RemitVersion
from assembly.outcomes.enums import HANDED_OVER, BallotState, Outcome, QuestionKind
from assembly.outcomes.enums_responses import UNANSWERED, BodyPart, CommitmentState, Decision
from assembly.outcomes.models import (
    BallotQuestion,
    Commitment,
    FormalResponse,
    Recommendation,
    ReportVersion,
    ResponseVersion,
    VoteCount,
)
from assembly.outcomes.selectors.register import FIRST
from assembly.outcomes.selectors.register_entries import Vote
from evidence.enums import QuestionState
from evidence.models import Question
from evidence.selectors.items import public_items_in
from scheduling.enums_attendance import OVER
from scheduling.models import Session

CARRIED = (Outcome.ADOPTED, Outcome.STRONGLY_SUPPORTED)
ACCEPTED = (Decision.ACCEPTED, Decision.ACCEPTED_IN_PRINCIPLE, Decision.ALREADY_UNDER_WAY)
IN_PART = (Decision.ACCEPTED_IN_PART,)
NOT_ACCEPTED = (Decision.NOT_ACCEPTED,)
LEFT_OPEN = (Decision.UNDER_FURTHER_CONSIDERATION, Decision.REFERRED, Decision.NOTED)


def _report_days(assemblies: Sequence[Assembly]) -> dict[int, date]:
    rows = ReportVersion.objects.filter(assembly__in=assemblies, published_at__isnull=False).order_by()
    first = rows.values_list("assembly").annotate(first=Min("published_at"))
    return {key: timezone.localdate(at) for key, at in first}


def days_to_report(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001 (the signature is the registry's)
    """Return the days from the first published remit to the first published report."""
    rows = RemitVersion.objects.filter(assembly__in=assemblies, published_at__isnull=False).order_by()
    begun = {
        key: timezone.localdate(at) for key, at in rows.values_list("assembly").annotate(Min("published_at"))
    }
    done = _report_days(assemblies)
    return {key: count((day - begun[key]).days) for key, day in done.items() if key in begun}


def _session_days(assemblies: Sequence[Assembly]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = Session.objects.filter(assembly__in=assemblies, state__in=OVER).order_by()
    for key, at, zone in rows.values_list("assembly", "starts_at", "time_zone"):
        found[key].append(at.astimezone(ZoneInfo(zone)).date())
    return found


def sessions(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the sessions that are over."""
    return {key: count(len(days)) for key, days in _session_days(assemblies).items()}


def days(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the days on which members met, each by the clock of its place."""
    return {key: count(len(set(found))) for key, found in _session_days(assemblies).items()}


def evidence(assemblies: Sequence[Assembly], now: datetime) -> Readings:
    """Return the evidence that everybody may read."""
    rows = public_items_in([each.pk for each in assemblies], now).order_by()
    return {key: count(total) for key, total in rows.values_list("assembly").annotate(Count("pk"))}


def _questions(assemblies: Sequence[Assembly]) -> list[tuple[int, int, int]]:
    rows = Question.objects.filter(assembly__in=assemblies).exclude(state=QuestionState.MERGED).order_by()
    answered = Q(state__in=[QuestionState.ANSWERED, QuestionState.ACCEPTED])
    counted = rows.values_list("assembly").annotate(answered=Count("pk", filter=answered), total=Count("pk"))
    return list(counted)


def questions(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return members' questions; several that were put together are one."""
    return {key: count(total) for key, _answered, total in _questions(assemblies)}


def questions_answered(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return questions that have an answer, of all questions."""
    return {key: share(answered, total) for key, answered, total in _questions(assemblies)}


def recommendations(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the recommendations in the published report."""
    rows = Recommendation.objects.filter(assembly__in=assemblies, state__in=HANDED_OVER).order_by()
    return {key: count(total) for key, total in rows.values_list("assembly").annotate(Count("pk"))}


def _last_votes(assemblies: Sequence[Assembly], *, has_counts: bool) -> list[BallotQuestion]:
    """Return, for each recommendation that was voted on, the question of its last published ballot."""
    found = (
        BallotQuestion.objects.filter(
            ballot__assembly__in=assemblies, ballot__state=BallotState.PUBLISHED, version__isnull=False
        )
        .exclude(kind=QuestionKind.RANKED)
        .select_related("ballot", "rule")
    )
    if has_counts:
        counts = VoteCount.objects.filter(entry=FIRST).prefetch_related("lines")
        found = found.prefetch_related(Prefetch("counts", counts, to_attr="first_counts"))
    return list(
        {each.recommendation_id: each for each in found.order_by("ballot__number", "number")}.values()
    )


def adopted(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return recommendations that were adopted, of all that were voted on."""
    voted: dict[int, list[bool]] = defaultdict(list)
    for each in _last_votes(assemblies, has_counts=False):
        voted[each.ballot.assembly_id].append(each.outcome in CARRIED)
    return {key: share(sum(found), len(found)) for key, found in voted.items()}


def support(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the median, over the recommendations voted on, of the share of members present who voted in favour."""
    shares: dict[int, list[Fraction]] = defaultdict(list)
    for question in _last_votes(assemblies, has_counts=True):
        for each in question.first_counts:  # type: ignore[attr-defined]
            if each.present:
                lines = {line.choice: line.votes for line in each.lines.all()}
                vote = Vote(question, each.present, each.eligible, lines, each.abstained, 0)
                shares[question.ballot.assembly_id].append(Fraction(vote.sums["for"], each.present))
    return {key: Reading(median(found), whole=len(found)) for key, found in shares.items()}


def _decisions(assemblies: Sequence[Assembly]) -> dict[int, list[str]]:
    """Return the decisions that stand, of the bodies in the lead."""
    rows = ResponseVersion.objects.filter(
        response__assembly__in=assemblies,
        response__part=BodyPart.LEAD,
        response__recommendation__state__in=HANDED_OVER,
        is_interim=False,
        published_at__isnull=False,
    ).order_by("number")
    stands = {
        response: (key, decision)
        for response, key, decision in rows.values_list("response", "response__assembly", "decision")
    }
    found: dict[int, list[str]] = defaultdict(list)
    for key, decision in stands.values():
        found[key].append(decision)
    return found


def _decided(assemblies: Sequence[Assembly], wanted: Iterable[str]) -> Readings:
    kinds = set(wanted)
    return {
        key: share(sum(each in kinds for each in found), len(found))
        for key, found in _decisions(assemblies).items()
    }


def accepted(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return recommendations that were accepted as a whole, of all that were answered."""
    return _decided(assemblies, ACCEPTED)


def accepted_in_part(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return those accepted in part."""
    return _decided(assemblies, IN_PART)


def not_accepted(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return those that were not accepted."""
    return _decided(assemblies, NOT_ACCEPTED)


def left_open(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return those of which nothing was decided: noted, referred, put off."""
    return _decided(assemblies, LEFT_OPEN)


def days_to_answer(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the median of days from the published report to the published answer of the body in the lead."""
    handed_over = _report_days(assemblies)
    rows = FormalResponse.objects.filter(
        assembly__in=assemblies,
        part=BodyPart.LEAD,
        recommendation__state__in=HANDED_OVER,
        first_published_at__isnull=False,
    ).order_by()
    taken: dict[int, list[Fraction]] = defaultdict(list)
    for key, at in rows.values_list("assembly", "first_published_at"):
        if key in handed_over:
            taken[key].append(Fraction((timezone.localdate(at) - handed_over[key]).days))
    return {key: Reading(median(found), whole=len(found)) for key, found in taken.items()}


def late_answers(assemblies: Sequence[Assembly], now: datetime) -> Readings:
    """Return answers that came late, or are late today, of all that came or should have come."""
    today = timezone.localdate(now)
    rows = FormalResponse.objects.filter(
        assembly__in=assemblies, recommendation__state__in=HANDED_OVER
    ).order_by()
    due: dict[int, list[bool]] = defaultdict(list)
    for key, state, on, noted, at in rows.values_list(
        "assembly", "state", "due_on", "overdue_since", "first_published_at"
    ):
        is_owed = state in UNANSWERED
        if is_owed and on >= today:
            continue
        came_late = at is not None and timezone.localdate(at) > on
        due[key].append(is_owed or came_late or noted is not None)
    return {key: share(sum(found), len(found)) for key, found in due.items()}


def promises_delivered(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return promises that were kept, of all that were made and not replaced by another."""
    rows = (
        Commitment.objects.filter(
            assembly__in=assemblies,
            promised_in__published_at__isnull=False,
            promised_in__response__recommendation__state__in=HANDED_OVER,
        )
        .exclude(state=CommitmentState.SUPERSEDED)
        .order_by()
    )
    counted = rows.values_list("assembly").annotate(
        kept=Count("pk", filter=Q(state=CommitmentState.DELIVERED)), total=Count("pk")
    )
    return {key: share(kept, total) for key, kept, total in counted}
