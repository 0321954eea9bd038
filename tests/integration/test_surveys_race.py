"""Many at the same moment: one row of answers for each person, and no answer lost or changed by the closing."""

import pytest

from assembly.evaluation.enums_surveys import TurnState
from assembly.evaluation.models import KeptAnswer, OpenAnswers, SurveyKey, SurveyTurn, WelfareCall
from assembly.evaluation.selectors.surveys import response_of
from assembly.evaluation.services.survey_answers import take_back
from assembly.evaluation.services.survey_codes import give_code
from assembly.evaluation.services.surveys import close_wave
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_surveys import give_answers, make_wave, turns_in_order
from tests.integration.test_secret_votes_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def test_answers_that_are_sent_many_times_at_once_are_kept_once():
    turn = turns_in_order(make_wave(AssemblyFactory()))[0]
    outcomes = at_once(
        *[
            lambda point=point: (
                give_answers(turn, {"satisfied": point, "leaving": "yes"}, may_call=True).state
            )
            for point in "12345123"
        ]
    )
    assert outcomes == [TurnState.ANSWERED] * AT_ONCE
    assert (OpenAnswers.objects.count(), WelfareCall.objects.count()) == (1, 1)


def test_whoever_was_thanked_while_the_survey_was_closed_is_counted():
    wave = make_wave(AssemblyFactory(), members=AT_ONCE)
    close = lambda: close_wave(wave=wave, actor=UserFactory(), now=NOON).state  # noqa: E731
    turns = turns_in_order(wave)
    *outcomes, closed = at_once(*[lambda turn=turn: give_answers(turn).state for turn in turns], close)
    wave.refresh_from_db()
    thanked = outcomes.count(TurnState.ANSWERED)
    assert (closed, thanked + outcomes.count("not_open")) == ("closed", AT_ONCE)
    assert KeptAnswer.objects.count() == thanked
    assert response_of(wave).answered == thanked
    assert SurveyTurn.objects.filter(state=TurnState.ANSWERED).count() == thanked
    assert not OpenAnswers.objects.exists()


def test_answers_are_taken_back_before_the_closing_or_not_at_all():
    wave = make_wave(AssemblyFactory(), members=4, answers={place: {"satisfied": "4"} for place in range(4)})
    turns = turns_in_order(wave)
    close = lambda: close_wave(wave=wave, actor=UserFactory(), now=NOON).state  # noqa: E731
    *outcomes, _closed = at_once(
        *[lambda turn=turn: take_back(turn=turn, actor=None, now=NOON).state for turn in turns], close
    )
    back = outcomes.count(TurnState.ASKED)
    assert back + outcomes.count("not_open") == 4
    assert KeptAnswer.objects.count() == 4 - back


def test_two_who_close_at_once_close_it_once_and_no_code_is_left():
    wave = make_wave(AssemblyFactory(), members=5, answers={place: {"satisfied": "4"} for place in range(4)})
    close = lambda: close_wave(wave=wave, actor=UserFactory(), now=NOON).state  # noqa: E731
    code = lambda: bool(give_code(turn=turns_in_order(wave)[4], actor=UserFactory(), now=NOON))  # noqa: E731
    outcomes = at_once(close, close, code, code)
    assert sorted(outcomes[:2]) == ["closed", "illegal_move"]
    assert set(outcomes[2:]) <= {True, "not_open"}
    assert (KeptAnswer.objects.count(), SurveyKey.objects.exists()) == (4, False)
