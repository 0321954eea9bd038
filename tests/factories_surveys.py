"""Makers of question sets, survey waves in each state and welfare calls, through services."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assembly.evaluation.enums_surveys import SurveyChannel, SurveyMoment, WaveState
from assembly.evaluation.models import QuestionSet, SurveyTurn, SurveyWave, WelfareCall
from assembly.evaluation.services.question_sets import load_question_set
from assembly.evaluation.services.survey_answers import answer_survey
from assembly.evaluation.services.surveys import (
    close_wave,
    open_wave,
    plan_wave,
    publish_results,
    withdraw_wave,
)
from assembly.evaluation.services.welfare import note_call
from assembly.models import Assembly, Person, User
from tests.factories import NOON, UserFactory
from tests.factories_people import make_members

BASE = "https://take-part.example/survey/"
LEFT_OUT: dict[str, Any] = {}


def question_file(**fields: Any) -> dict[str, Any]:
    """Return a file's content with a question of each kind, all in the marks that tests look for."""
    words = {"1": {"en": "⟪Bad⟫", "fr": "⟪Mauvais⟫"}, "5": {"en": "⟪Good⟫", "fr": "⟪Bon⟫"}}
    options = [{"key": key, "text": {"en": f"⟪Option {key}⟫"}} for key in ("a", "b")]
    stands = {
        "key": "test-set",
        "version": "1",
        "title": {"en": "⟪How is it going?⟫", "fr": "⟪Comment ça va ?⟫"},
        "source": "⟪Our own⟫",
        "licence": "⟪CC0⟫",
        "languages": ["en", "fr"],
        "questions": [
            {
                "key": "satisfied",
                "kind": "scale",
                "measures": "satisfaction",
                "text": {"en": "⟪How satisfied are you?⟫", "fr": "⟪Êtes-vous content·e ?⟫"},
                "scale": {"lowest": 1, "highest": 5, "labels": words},
            },
            {
                "key": "leaving",
                "kind": "yes_no",
                "measures": "considered_leaving",
                "text": {"en": "⟪Did you think of leaving?⟫", "fr": "⟪Pensé à partir ?⟫"},
            },
            {"key": "choice", "kind": "choice", "text": {"en": "⟪Which?⟫"}, "options": options},
            {"key": "words", "kind": "text", "text": {"en": "⟪Anything else?⟫"}},
        ],
    }
    return {**stands, **fields}


def make_question_set(assembly: Assembly, **fields: Any) -> QuestionSet:
    """Load a set under the next version."""
    version = str(QuestionSet.objects.filter(assembly=assembly).count() + 1)
    content = question_file(**{"version": version, **fields})
    return load_question_set(
        assembly=assembly,
        content=json.dumps(content, ensure_ascii=False).encode(),
        file_name="⟪set⟫.json",
        actor=UserFactory(),
        now=NOON,
    )


def make_wave(
    assembly: Assembly,
    state: str = WaveState.OPEN,
    members: int = 3,
    answers: Mapping[int, Mapping[str, str]] | None = None,
    **fields: Any,
) -> SurveyWave:
    """Make a wave and bring it to a state.

    members: as many are there at least. answers: what some answer before it closes, by their place among who is asked.
    An open wave can be answered until two days from this moment, whenever tests run.
    """
    missing = members - Person.objects.members().here().filter(assembly=assembly).count()
    if missing > 0:
        make_members(assembly, missing)
    stands = {
        "question_set": fields.pop("question_set", None) or make_question_set(assembly),
        "moment": SurveyMoment.BEFORE,
        "session": None,
        "title": "⟪After the first day⟫",
        "opens_at": NOON,
        "closes_at": timezone.now() + timedelta(days=2),
    }
    actor = UserFactory()
    wave = plan_wave(assembly=assembly, actor=actor, now=NOON, **{**stands, **fields})
    if state == WaveState.WITHDRAWN:
        return withdraw_wave(wave=wave, reason="⟪Not needed⟫", actor=actor, now=NOON)
    if state == WaveState.PLANNED:
        return wave
    wave = open_wave(wave=wave, link_base=BASE, actor=actor, now=NOON)
    turns = turns_in_order(wave)
    for place, given in (answers or {}).items():
        give_answers(turns[place], given)
    if state in (WaveState.CLOSED, WaveState.PUBLISHED):
        wave = close_wave(wave=wave, actor=actor, now=NOON)
    if state == WaveState.PUBLISHED:
        wave = publish_results(wave=wave, actor=actor, now=NOON)
    return wave


def turns_in_order(wave: SurveyWave) -> list[SurveyTurn]:
    """Return who is asked, by the numbers of their seats."""
    return list(wave.turns.select_related("person", "wave").order_by("person__seat_number", "pk"))


def give_answers(
    turn: SurveyTurn,
    answers: Mapping[str, str] = LEFT_OUT,
    *,
    may_call: bool = False,
    channel: str = SurveyChannel.LINK,
    actor: User | None = None,
    now: datetime = NOON,
) -> SurveyTurn:
    """Answer, satisfied unless told."""
    return answer_survey(
        turn=turn,
        answers=answers or {"satisfied": "4"},
        may_call=may_call,
        channel=channel,
        actor=actor,
        now=now,
    )


def make_call(assembly: Assembly, **fields: Any) -> WelfareCall:
    """Have the next member of an open wave say that they considered leaving and may be called."""
    waves = SurveyWave.objects.filter(assembly=assembly, state=WaveState.OPEN)
    wave = waves.order_by("-number").first() or make_wave(assembly)
    turn = turns_in_order(wave)[WelfareCall.objects.filter(wave=wave).count()]
    give_answers(turn, {"leaving": "yes"}, may_call=True)
    call = WelfareCall.objects.get(wave=wave, person=turn.person)
    for name, value in fields.items():
        setattr(call, name, value)
    call.save()
    return call


def fill_surveys(member: Person, words: str) -> None:
    """Have a member answer in an open wave and want a call, and be named in words of a closed one."""
    home = member.assembly
    make_wave(home, WaveState.CLOSED, answers={0: {"words": f"{words} never stops talking"}})
    turn = make_wave(home).turns.get(person=member)
    give_answers(turn, {"leaving": "yes", "words": words}, may_call=True)
    call = WelfareCall.objects.get(person=member)
    note_call(call=call, outcome="reach", text=words, again_on=None, actor=UserFactory(), now=NOON)
