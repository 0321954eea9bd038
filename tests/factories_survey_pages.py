"""Surveys as pages show them: in each state, with answers, and welfare calls; made through services."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from assembly.evaluation.enums_surveys import SurveyChannel, SurveyMoment, WaveState, WelfareOutcome
from assembly.evaluation.models import QuestionSet, SurveyTurn, SurveyWave, WelfareCall
from assembly.evaluation.services import surveys
from assembly.evaluation.services.question_sets import load_question_set
from assembly.evaluation.services.survey_answers import answer_survey
from assembly.evaluation.services.welfare import note_call
from assembly.models import Assembly, Person, User
from tests.factories import NOON, UserFactory
from tests.factories_people import make_members

LINK_BASE = "https://take-part.example/survey/"
ANSWERS = {"satisfaction": "4", "leaving": "no", "best": "talks", "more": "⟪The coffee is good.⟫"}
_versions = count(1)


def question_file(version: str = "1", **fields: Any) -> dict[str, Any]:
    """Return a set with a question of each kind, in English and French, as a file has it."""
    scale = {str(point): {"en": f"⟪Point {point}⟫", "fr": f"⟪Point {point}⟫"} for point in (1, 5)}
    return {
        "key": "tried",
        "version": version,
        "title": {"en": "⟪How is it?⟫", "fr": "⟪Comment ça va ?⟫"},
        "source": "⟪Our own words⟫",
        "licence": "⟪CC0 1.0⟫",
        "languages": ["en", "fr"],
        "questions": [
            {
                "key": "satisfaction",
                "kind": "scale",
                "measures": "satisfaction",
                "text": {"en": "⟪How satisfied are you?⟫", "fr": "⟪Êtes-vous satisfait ?⟫"},
                "scale": {"lowest": 1, "highest": 5, "labels": scale},
            },
            {
                "key": "leaving",
                "kind": "yes_no",
                "measures": "considered_leaving",
                "text": {"en": "⟪Have you thought of leaving?⟫", "fr": "⟪Avez-vous pensé à partir ?⟫"},
            },
            {
                "key": "best",
                "kind": "choice",
                "text": {"en": "⟪What was best?⟫", "fr": "⟪Qu’est-ce qui était le mieux ?⟫"},
                "options": [
                    {"key": "talks", "text": {"en": "⟪The talks⟫", "fr": "⟪Les exposés⟫"}},
                    {"key": "tables", "text": {"en": "⟪The tables⟫", "fr": "⟪Les tables⟫"}},
                ],
            },
            {
                "key": "more",
                "kind": "text",
                "text": {"en": "⟪What else?⟫", "fr": "⟪Autre chose ?⟫"},
            },
        ],
        **fields,
    }


def make_question_set(assembly: Assembly, **fields: Any) -> QuestionSet:
    """Load a set, each under a version of its own."""
    content = json.dumps(question_file(str(next(_versions)), **fields)).encode()
    return load_question_set(
        assembly=assembly, content=content, file_name="tried.json", actor=UserFactory(), now=NOON
    )


@dataclass
class Surveyed:
    """A wave, who is asked in it, and who runs it."""

    wave: SurveyWave
    people: list[Person]
    actor: User = field(default_factory=UserFactory)

    def turn(self, person: Person) -> SurveyTurn:
        """Return somebody's turn."""
        return SurveyTurn.objects.select_related("wave__question_set", "wave__assembly", "person").get(
            wave=self.wave, person=person
        )

    def answer(
        self,
        person: Person,
        answers: Mapping[str, str] = ANSWERS,
        *,
        may_call: bool = False,
        channel: str = SurveyChannel.LINK,
    ) -> None:
        """Have somebody answer."""
        actor = self.actor if channel in (SurveyChannel.PAPER, SurveyChannel.PHONE) else None
        answer_survey(
            turn=self.turn(person),
            answers=answers,
            may_call=may_call,
            channel=channel,
            actor=actor,
            now=NOON,
        )

    def do(self, verb: str, **more: Any) -> SurveyWave:
        """Move the wave."""
        self.wave = getattr(surveys, verb)(wave=self.wave, actor=self.actor, now=NOON, **more)
        return self.wave


def make_survey(
    assembly: Assembly,
    state: str = "open",
    *,
    members: int = 3,
    answered: int | None = None,
    question_set: QuestionSet | None = None,
    **fields: Any,
) -> Surveyed:
    """Bring a wave to a state; once it is closed, all members but one have answered, or as many as are said.

    fields: `title`, `moment`, `opens_at` or `closes_at`.
    """
    people = list(Person.objects.filter(assembly=assembly).members().here())
    people += make_members(assembly, max(members - len(people), 0))
    actor = UserFactory()
    planned = {
        "moment": SurveyMoment.BEFORE,
        "session": None,
        "title": "⟪How is it going?⟫",
        "opens_at": NOON,
        "closes_at": NOON + timedelta(days=7),
    }
    wave = surveys.plan_wave(
        assembly=assembly,
        question_set=question_set or make_question_set(assembly),
        **{**planned, **fields},
        actor=actor,
        now=NOON,
    )
    made = Surveyed(wave, people[:members] if members else people, actor)
    if state == WaveState.WITHDRAWN:
        made.do("withdraw_wave", reason="⟪Not now⟫")
    elif state != WaveState.PLANNED:
        made.do("open_wave", link_base=LINK_BASE)
        is_over = state in (WaveState.CLOSED, WaveState.PUBLISHED)
        many = answered if answered is not None else (len(made.people) - 1 if is_over else 0)
        for person in made.people[:many]:
            made.answer(person)
        if is_over:
            made.do("close_wave")
        if state == WaveState.PUBLISHED:
            made.do("publish_results")
    return made


def make_welfare_call(assembly: Assembly, state: str = "due") -> WelfareCall:
    """Bring a call to a state, in an open wave of its own."""
    made = make_survey(assembly, members=1)
    made.answer(made.people[0], {"leaving": "yes"}, may_call=True)
    call = WelfareCall.objects.get(wave=made.wave)
    outcomes = {
        "not_reached": WelfareOutcome.MISS,
        "reached": WelfareOutcome.REACH,
        "done": WelfareOutcome.FINISH,
        "declined_help": WelfareOutcome.DECLINE_HELP,
    }
    if state in outcomes:
        call = note_call(
            call=call, outcome=outcomes[state], text="⟪Note⟫", again_on=None, actor=made.actor, now=NOON
        )
    return call
