"""Take answers, let people change them, decline or take them back, while a wave is open.

The record tells of none of it but that somebody of the team typed in a paper or a call: whose it was, and what people
answer by themselves, would be a time beside a name.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.evaluation.enums_surveys import STAFF_CHANNELS, SurveyChannel, TurnState, WaveState
from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import OpenAnswers, SurveyTurn, SurveyWave
from assembly.evaluation.selectors.surveys import is_counted_already, questions_of
from assembly.evaluation.services.welfare import drop_call, want_call
from assembly.evaluation.survey_answers import checked_answers, considered_leaving
from assembly.models import User
from assembly.services.record import record_event


@sensitive_variables()
@transaction.atomic
def answer_survey(
    *,
    turn: SurveyTurn,
    answers: Mapping[str, Any],
    may_call: bool,
    channel: str,
    actor: User | None,
    now: datetime,
) -> SurveyTurn:
    """Save somebody's answers, by the keys of questions, in place of any that they gave before in this wave.

    may_call: whether they agreed to be called; where they also considered leaving, a welfare call is wanted at once.
    channel: by which way; what the team types in (`STAFF_CHANNELS`) is taken after the last day too. actor: who typed
    it in, None where people answered by link or code.

    Raises:
        SurveyRefused: nobody can answer now (`not_open`), their answers were counted before (`already_counted`),
            nothing was answered (`nothing_answered`), or something that could not be (`cannot_be`).
    """
    wave, locked = _open_turn(turn, channel, now)
    questions = questions_of(wave.question_set)
    given = checked_answers(questions, answers)
    OpenAnswers.objects.update_or_create(turn=locked, defaults={"answers": given})
    locked.state, locked.channel = TurnState.ANSWERED, SurveyChannel(channel)
    locked.answered_on = timezone.localdate(now)
    locked.save(update_fields=["state", "channel", "answered_on"])
    if may_call and considered_leaving(questions, given):
        want_call(wave=wave, person=locked.person, now=now)
    else:
        drop_call(wave=wave, person=locked.person)
    if channel in STAFF_CHANNELS:
        _record("survey.enter", wave, actor, now, channel)
    return locked


@transaction.atomic
def take_back(
    *, turn: SurveyTurn, actor: User | None, now: datetime, channel: str = SurveyChannel.LINK
) -> SurveyTurn:
    """Delete somebody's answers: they are asked again.

    Raises:
        SurveyRefused: nobody can answer now (`not_open`), or their answers were counted (`already_counted`).
    """
    wave, locked = _open_turn(turn, channel, now)
    _empty(wave, locked, TurnState.ASKED)
    if channel in STAFF_CHANNELS:
        _record("survey.take_back", wave, actor, now, channel)
    return locked


@transaction.atomic
def decline_survey(
    *, turn: SurveyTurn, actor: User | None, now: datetime, channel: str = SurveyChannel.LINK
) -> SurveyTurn:
    """Note that somebody does not want to answer; what they answered before is deleted. They can still answer later.

    Raises:
        SurveyRefused: nobody can answer now (`not_open`), or their answers were counted (`already_counted`).
    """
    wave, locked = _open_turn(turn, channel, now)
    _empty(wave, locked, TurnState.DECLINED)
    if channel in STAFF_CHANNELS:
        _record("survey.decline", wave, actor, now, channel)
    return locked


def _empty(wave: SurveyWave, turn: SurveyTurn, state: TurnState) -> None:
    OpenAnswers.objects.filter(turn=turn).delete()
    turn.state, turn.channel, turn.answered_on = state, "", None
    turn.save(update_fields=["state", "channel", "answered_on"])
    drop_call(wave=wave, person=turn.person)


def _open_turn(turn: SurveyTurn, channel: str, now: datetime) -> tuple[SurveyWave, SurveyTurn]:
    # The wave's row is the lock: whoever closes it waits for this answer, or this answer finds it closed.
    wave = (
        SurveyWave.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "question_set")
        .get(pk=turn.wave_id)
    )
    is_open = wave.state == WaveState.OPEN if channel in STAFF_CHANNELS else wave.takes_answers(now)
    if not is_open:
        raise SurveyRefused(_("This survey is not open. Nothing was saved."), code="not_open")
    locked = (
        SurveyTurn.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person__assembly")
        .get(pk=turn.pk)
    )
    if is_counted_already(locked):
        raise SurveyRefused(
            _("These answers are counted already. Nobody can find or change them any more."),
            code="already_counted",
        )
    return wave, locked


def _record(kind: str, wave: SurveyWave, actor: User | None, now: datetime, channel: str) -> None:
    details = {"number": wave.number, "title": wave.title, "channel": channel}
    record_event(kind, obj=wave, assembly=wave.assembly, actor=actor, now=now, details=details)
