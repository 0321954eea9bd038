"""Surveys as a signed-in member finds them."""

from datetime import datetime

from django.db.models import QuerySet

from assembly.evaluation.enums_surveys import WaveState
from assembly.evaluation.models import SurveyTurn, SurveyWave
from assembly.models import Assembly, User


def own_turns(assembly: Assembly, user: User, now: datetime) -> QuerySet[SurveyTurn]:
    """Return the turns in which somebody can answer now, the one that closes first in front."""
    return (
        SurveyTurn.objects.filter(
            wave__assembly=assembly,
            wave__state=WaveState.OPEN,
            wave__closes_at__gt=now,
            person__user=user,
            person__left_at=None,
        )
        .select_related("wave")
        .order_by("wave__closes_at", "wave__number")
    )


def own_turn(wave: SurveyWave, user: User) -> SurveyTurn | None:
    """Return somebody's turn in a wave; None where they are not asked."""
    return (
        SurveyTurn.objects.filter(wave=wave, person__user=user, person__left_at=None)
        .select_related("wave__question_set", "person")
        .first()
    )


def published_waves(assembly: Assembly) -> QuerySet[SurveyWave]:
    """Return the waves whose results everybody may read, the last one first."""
    return SurveyWave.objects.filter(assembly=assembly, state=WaveState.PUBLISHED).order_by("-number")
