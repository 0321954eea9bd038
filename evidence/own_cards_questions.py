"""The cards of members and witnesses on their own page: what became of one's questions, what is to be answered."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.own_cards import OwnCard, register_own_card
from assembly.selectors import member_of
from evidence.enums import QuestionState
from evidence.selectors.questions import questions_asked_by, questions_for, witness_answering

NEWEST = 3


def _asked(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    person = member_of(assembly, user)
    if person is None:
        return None
    questions = questions_asked_by(person)
    return "evidence/own_questions_card.html", {"questions": questions[:NEWEST], "many": len(questions)}


def _to_answer(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    witness = witness_answering(assembly, user)
    if witness is None:
        return None
    waiting = questions_for(witness).filter(state=QuestionState.ASSIGNED)
    return "evidence/own_answers_card.html", {"waiting": list(waiting)}


register_own_card(OwnCard("evidence.questions", 30, _asked))
register_own_card(OwnCard("evidence.answers", 30, _to_answer))
