"""What members of both assemblies are asked and answer, in the demonstration; one of them agreed to be called."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.evaluation.enums_surveys import SurveyChannel, SurveyMoment
from assembly.evaluation.models import QuestionSet, SurveyTurn, SurveyWave, WelfareCall
from assembly.evaluation.question_files import example_files
from assembly.evaluation.services.question_sets import load_question_set
from assembly.evaluation.services.survey_answers import answer_survey, decline_survey
from assembly.evaluation.services.survey_mail import SURVEY_AUDIENCE
from assembly.evaluation.services.surveys import close_wave, open_wave, plan_wave, publish_results
from assembly.evaluation.services.welfare import assign_call, note_call
from assembly.models import Assembly, Mailing, User
from assembly.services.mailings_send import send_mailing
from scheduling.models import Session

LINK_BASE = "https://take-part.riverbend.example/survey/"
_CORE, AFTER_RESPONSE_SET = "participants-core.json", "after-response.json"
_WAYS = (
    SurveyChannel.LINK,
    SurveyChannel.LINK,
    SurveyChannel.ACCOUNT,
    SurveyChannel.TABLET,
    SurveyChannel.PAPER,
)
_BETTER = (
    "Longer breaks, please. I cannot think and eat at once.",
    "Our table listens better than I feared.",
    "Could the speakers say less and show more?",
    "The papers came too late to read them on the bus.",
    "I would like to hear more from people who drive for a living.",
    "Nothing. I go home with a good feeling.",
    "More quiet time before we vote on anything.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One wave: when it opened, for how many days, how satisfied members were then (between 0 and 1)."""

    title: str
    moment: SurveyMoment
    opened: datetime
    mood: float
    session: Session | None = None
    days: int = 6
    wants_call: int = 0
    is_open: bool = False
    content: str = _CORE


def tell_surveys(air: Assembly, homes: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Ask both: clean air up to its third session, which is still open; warm homes from before until the answers."""
    at = calendar.at
    chance = random.Random(20260609)  # noqa: S311 (a story, no secret)
    first, second, third = _days(air)[:3]
    loaded = Surveys(air, people, chance, at(2026, 4, 29, 10, 0))
    loaded.ask(Asked("Before we begin", SurveyMoment.BEFORE, at(2026, 5, 1, 9, 0), 0.55))
    loaded.ask(Asked("After the first Saturday", *after_session(first, 0.6)))
    loaded.ask(Asked("After the second Saturday", *after_session(second, 0.7), wants_call=1))
    loaded.ask(
        Asked("After the third Saturday", *after_session(third, 0.75), days=14, wants_call=1, is_open=True)
    )
    early, late = WelfareCall.objects.filter(assembly=air).order_by("pk")
    note_call(
        call=early,
        outcome="finish",
        text="The bus was the trouble. A taxi is booked for the days that are left.",
        again_on=None,
        actor=people["noor"],
        now=at(2026, 5, 27, 17, 30),
    )
    assign_call(call=late, user=people["noor"], actor=people["amara"], now=at(2026, 6, 8, 9, 0))
    told = Surveys(homes, people, chance, at(2025, 9, 1, 10, 0))
    told.ask(Asked("Before we begin", SurveyMoment.BEFORE, at(2025, 9, 8, 9, 0), 0.5))
    for number, (day, mood) in enumerate(zip(_days(homes), (0.55, 0.6, 0.75, 0.8), strict=False), start=1):
        told.ask(Asked(f"After Saturday {number}", *after_session(day, mood)))
    told.ask(Asked("Looking back", SurveyMoment.END, at(2025, 11, 20, 9, 0), 0.85))
    told.ask(
        Asked(
            "What we were answered",
            SurveyMoment.AFTER_RESPONSE,
            at(2026, 5, 4, 9, 0),
            0.55,
            content=AFTER_RESPONSE_SET,
        )
    )


def _days(assembly: Assembly) -> list[Session]:
    return list(Session.objects.filter(assembly=assembly).order_by("starts_at"))


def after_session(session: Session, mood: float) -> tuple[SurveyMoment, datetime, float, Session]:
    """Return what an `Asked` about a session says after its title."""
    return SurveyMoment.AFTER_SESSION, session.ends_at + timedelta(minutes=30), mood, session


class Surveys:
    """The surveys of one assembly, with the sets that it asks."""

    def __init__(
        self, assembly: Assembly, people: dict[str, User], chance: random.Random, loaded_at: datetime
    ) -> None:
        self._assembly, self._people, self._chance = assembly, people, chance
        self._sets: dict[str, QuestionSet] = {}
        for minute, (name, content) in enumerate(example_files().items()):
            self._sets[name] = load_question_set(
                assembly=assembly,
                content=content,
                file_name=name,
                actor=people["jonas"],
                now=loaded_at + timedelta(minutes=minute),
            )

    def ask(self, asked: Asked) -> None:
        """Plan, open and answer a wave; close and publish it where it is over."""
        wave = self.open(self.plan(asked), asked)
        self.answer(wave, asked)
        if not asked.is_open:
            self.close(wave, asked)

    def plan(self, asked: Asked) -> SurveyWave:
        """Plan a wave on the day before."""
        return plan_wave(
            assembly=self._assembly,
            question_set=self._sets[asked.content],
            moment=asked.moment,
            session=asked.session,
            title=asked.title,
            opens_at=asked.opened,
            closes_at=asked.opened + timedelta(days=asked.days),
            actor=self._people["amara"],
            now=asked.opened - timedelta(hours=20),
        )

    def open(self, wave: SurveyWave, asked: Asked) -> SurveyWave:
        """Open it, and send what it writes."""
        amara = self._people["amara"]
        wave = open_wave(wave=wave, link_base=LINK_BASE, actor=amara, now=asked.opened)
        sent_at = asked.opened + timedelta(minutes=1)
        for mailing in Mailing.objects.filter(assembly=self._assembly, audience=SURVEY_AUDIENCE).order_by(
            "-pk"
        )[:1]:
            send_mailing(mailing.pk, clock=lambda: sent_at)
        return wave

    def close(self, wave: SurveyWave, asked: Asked) -> None:
        """Close it, and publish what was answered."""
        amara = self._people["amara"]
        closed_at = asked.opened + timedelta(days=asked.days, hours=2)
        wave = close_wave(wave=wave, actor=amara, now=closed_at)
        publish_results(wave=wave, actor=amara, now=closed_at + timedelta(hours=1))

    def answer(self, wave: SurveyWave, asked: Asked) -> None:
        """Let most answer, and one decline."""
        turns = list(wave.turns.select_related("person", "wave").order_by("person__seat_number", "pk"))
        # Whoever a visitor can be finds the open survey unanswered.
        played = {user.pk for user in self._people.values()} if asked.is_open else set()
        answering = [turn for turn in turns if turn.person.user_id not in played]
        many = min(len(answering), round(len(turns) * (0.5 if asked.is_open else 0.82)))
        chosen = self._chance.sample(answering, many)
        for place, turn in enumerate(chosen):
            now = asked.opened + timedelta(minutes=20 + 9 * place)
            is_leaving = place < asked.wants_call
            self._give(turn, asked, now, is_leaving=is_leaving)
        for turn in [each for each in answering if each not in chosen][:1]:
            decline_survey(turn=turn, actor=None, now=asked.opened + timedelta(hours=3))

    def _give(self, turn: SurveyTurn, asked: Asked, now: datetime, *, is_leaving: bool) -> None:
        channel = self._chance.choice(_WAYS)
        answers: dict[str, str] = {}
        for question in turn.wave.question_set.questions.order_by("number"):
            if question.kind == "scale":
                answers[question.key] = str(1 + sum(self._chance.random() < asked.mood for _each in range(4)))
            elif question.kind == "choice":
                answers[question.key] = self._chance.choice([each["key"] for each in question.options])
            elif question.kind == "yes_no":
                is_yes = (
                    is_leaving if question.measures == "considered_leaving" else self._chance.random() < 0.8
                )
                answers[question.key] = "yes" if is_yes else "no"
            elif self._chance.random() < 0.4:
                answers[question.key] = self._chance.choice(_BETTER)
        actor = self._people["mei"] if channel == SurveyChannel.PAPER else None
        answer_survey(turn=turn, answers=answers, may_call=is_leaving, channel=channel, actor=actor, now=now)
