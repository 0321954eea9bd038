"""Reads of invitation waves: the list, and who answered one of them, from where, by which way and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone

from assembly.models import Assembly
from sortition.enums import Channel, WaveState
from sortition.models import InvitationWave, Respondent, WaveResponse
from sortition.selectors.monitor import Period, periods_of

SENT = (WaveState.POSTED, WaveState.LANDED)


@dataclass(frozen=True, slots=True)
class Response:
    """How many letters went somewhere and how many were answered."""

    name: str
    letters: int
    answers: int

    @property
    def rate(self) -> float:
        """Return the answers for each letter."""
        return self.answers / self.letters if self.letters else 0.0


@dataclass(frozen=True, slots=True)
class WaveAnswers:
    """Who answered one wave."""

    total: Response
    by_area: tuple[Response, ...]
    by_channel: tuple[tuple[str, int], ...]
    periods: tuple[Period, ...]
    is_weekly: bool


def waves_of(assembly: Assembly) -> QuerySet[InvitationWave]:
    """Return the waves, the newest first, each with its number of `answers` and the `rate` of them for each letter."""
    waves = InvitationWave.objects.filter(assembly=assembly).select_related("assembly", "created_by")
    return waves.annotate(answers=Count("responses")).annotate(rate=F("answers") * 1.0 / F("letters"))


def answers_another_way(assembly: Assembly) -> int:
    """Return how many people answered without a code of a letter that was drawn here."""
    people = Respondent.objects.filter(assembly=assembly, is_test=False)
    return people.filter(~Exists(WaveResponse.objects.filter(respondent=OuterRef("pk")))).count()


def responses_by_wave(waves: Sequence[InvitationWave]) -> list[Response]:
    """Return the response of waves that were posted, the newest first."""
    return [
        Response(str(wave.number), wave.letters, wave.answers)  # type: ignore[attr-defined]
        for wave in waves
        if wave.state in SENT
    ]


def areas_of(waves: Sequence[InvitationWave]) -> tuple[Response, ...]:
    """Return letters and answers for each area of these waves together, the lowest response first."""
    keys = [wave.pk for wave in waves]
    letters = dict(_per_area(InvitationWave.objects.filter(pk__in=keys).values_list("invited__area")))
    answers = dict(_per_area(WaveResponse.objects.filter(wave__in=keys).values_list("area")))
    found = [Response(area, number, answers.get(area, 0)) for area, number in letters.items() if area]
    return tuple(sorted(found, key=lambda each: (each.rate, -each.letters, each.name)))


def answers_to(wave: InvitationWave) -> WaveAnswers:
    """Return who answered a wave."""
    given = WaveResponse.objects.filter(wave=wave).order_by()
    days = [
        (registered or timezone.localdate(created), channel)
        for registered, created, channel in given.values_list(
            "respondent__registered_on", "respondent__created_at", "respondent__channel"
        )
    ]
    counted: dict[tuple[date, str], int] = {}
    for each in days:
        counted[each] = counted.get(each, 0) + 1
    periods, is_weekly = periods_of([(day, channel, people) for (day, channel), people in counted.items()])
    by_channel = {key: sum(channel == key for _day, channel in days) for key in Channel.values}
    return WaveAnswers(
        total=Response("", wave.letters, len(days)),
        by_area=areas_of([wave]),
        by_channel=tuple((str(label), by_channel[key]) for key, label in Channel.choices),
        periods=periods,
        is_weekly=is_weekly,
    )


def _per_area(rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(number=Count("pk"))
