"""Reads of question sets, waves, and who was asked; results are in `survey_results`. No answers of anybody by name."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assembly.evaluation.enums_surveys import TurnState, WaveState
from assembly.evaluation.models import OpenAnswers, QuestionSet, SurveyQuestion, SurveyTurn, SurveyWave
from assembly.evaluation.survey_results import Response
from assembly.models import Assembly, Person


def sets_of(assembly: Assembly) -> QuerySet[QuestionSet]:
    """Return the question sets, the last one first, each with its `question_count` and `wave_count`."""
    return (
        QuestionSet.objects.filter(assembly=assembly)
        .select_related("loaded_by")
        .annotate(question_count=Count("questions", distinct=True), wave_count=Count("waves", distinct=True))
        .order_by("-number")
    )


def questions_of(question_set: QuestionSet) -> list[SurveyQuestion]:
    """Return the questions in their order, each with its set."""
    found = list(SurveyQuestion.objects.filter(question_set=question_set).order_by("number"))
    for question in found:
        question.question_set = question_set
    return found


def questions_of_sets(sets: Collection[QuestionSet]) -> dict[int, list[SurveyQuestion]]:
    """Return the questions of some sets in their order, by the keys of the sets, each with its set; one query."""
    by_key = {each.pk: each for each in sets}
    found: dict[int, list[SurveyQuestion]] = {key: [] for key in by_key}
    for question in SurveyQuestion.objects.filter(question_set__in=by_key).order_by("number"):
        question.question_set = by_key[question.question_set_id]
        found[question.question_set_id].append(question)
    return found


def waves_of(assembly: Assembly) -> QuerySet[SurveyWave]:
    """Return the waves by number, each with `asked_count`, `answered_count` and `declined_count` of its turns."""
    return (
        SurveyWave.objects.filter(assembly=assembly)
        .select_related("question_set", "session")
        .annotate(
            asked_count=Count("turns"),
            answered_count=Count("turns", filter=Q(turns__state=TurnState.ANSWERED)),
            declined_count=Count("turns", filter=Q(turns__state=TurnState.DECLINED)),
        )
        .order_by("number")
    )


def turns_of(wave: SurveyWave) -> QuerySet[SurveyTurn]:
    """Return who was asked, by the numbers of their seats."""
    return (
        SurveyTurn.objects.filter(wave=wave)
        .select_related("person", "wave")
        .order_by("person__seat_number", "pk")
    )


def open_turns_for(person: Person, now: datetime) -> QuerySet[SurveyTurn]:
    """Return where somebody is asked now and can answer by themselves, also what they answered already."""
    return (
        SurveyTurn.objects.filter(person=person, wave__state=WaveState.OPEN, wave__closes_at__gt=now)
        .select_related("wave__question_set", "wave__assembly", "person")
        .order_by("wave__closes_at", "pk")
    )


def open_answers_of(turn: SurveyTurn) -> dict[str, str]:
    """Return what somebody answered in an open wave: for themselves alone, signed in."""
    found = OpenAnswers.objects.filter(turn=turn).first()
    return dict(found.answers) if found else {}


def is_counted_already(turn: SurveyTurn) -> bool:
    """Whether somebody's answers were counted before the wave was opened again, so that nobody can find them."""
    return turn.state == TurnState.ANSWERED and not OpenAnswers.objects.filter(turn=turn).exists()


def response_of(wave: SurveyWave) -> Response:
    """Return how many were asked and answered: of a wave that was closed as it was then."""
    return response_told(wave.tally) if wave.is_counted else response_now(wave)


def response_now(wave: SurveyWave) -> Response:
    """Return how many were asked and answered until now."""
    rows = SurveyTurn.objects.filter(wave=wave).values_list("state", "channel").annotate(many=Count("pk"))
    found = list(rows.order_by())
    by_channel = {channel: many for state, channel, many in found if state == TurnState.ANSWERED}
    declined = sum(many for state, _channel, many in found if state == TurnState.DECLINED)
    return Response(sum(many for _state, _channel, many in found), by_channel, declined)


def response_told(tally: dict[str, object]) -> Response:
    """Return what a wave's tally says."""
    by_channel, asked, declined = tally.get("by_channel"), tally.get("asked"), tally.get("declined")
    return Response(
        asked if isinstance(asked, int) else 0,
        by_channel if isinstance(by_channel, dict) else {},
        declined if isinstance(declined, int) else 0,
    )


def tally_of(response: Response) -> dict[str, object]:
    """Return what is kept of a response at the closing."""
    return {
        "asked": response.asked,
        "declined": response.declined,
        "by_channel": dict(sorted(response.by_channel.items())),
    }


def waves_past_their_day(assembly: Assembly) -> QuerySet[SurveyWave]:
    """Return the open waves whose last time to answer has passed."""
    return SurveyWave.objects.filter(
        assembly=assembly, state=WaveState.OPEN, closes_at__lte=timezone.now()
    ).order_by("number")
