"""Makers of calls and submissions, and of questions with an answer."""

import uuid
from typing import Any

from assembly.models import Assembly
from evidence.enums import SubmissionState
from evidence.models import Call, Question, QuestionAnswer, Submission
from tests.factories import NOON, UserFactory
from tests.factories_evidence import make_item, make_question


def make_call(assembly: Assembly, *, state: str = "open", **fields: Any) -> Call:
    """Make the call of an assembly in a state, or return the one that it has."""
    stands = {
        "state": state,
        "title": "⟪What do you know about our air?⟫",
        "text": "⟪Tell the members. Letters go to 1 Market Place.⟫",
        "opened_at": None if state == "draft" else NOON,
    }
    return Call.objects.get_or_create(assembly=assembly, defaults={**stands, **fields})[0]


def make_submission(call: Call, *, state: str = "received", **fields: Any) -> Submission:
    """Add a submission in a state."""
    stands = {
        "title": "⟪The air at our school⟫",
        "text": "⟪We measured for a year.⟫",
        "name": "⟪Orla Finch⟫",
        "organisation": "⟪Parents of Hill School⟫",
        "email": "orla@finch.example",
        "interests": "⟪none⟫",
        "way": "online",
        "token": uuid.uuid4(),
        "received_at": NOON,
    } | fields
    if state in (SubmissionState.TAKEN_UP, SubmissionState.NOT_TAKEN_UP):
        stands |= {"decided_at": NOON, "decided_by": UserFactory()}
    if state == SubmissionState.TAKEN_UP:
        stands["item"] = make_item(call.assembly, state="submitted")
    if state == SubmissionState.NOT_TAKEN_UP:
        stands["reason"] = "⟪It is about another town⟫"
    number = Submission.objects.filter(call=call).count() + 1
    return Submission.objects.create(call=call, number=number, state=state, **stands)


def make_answered(
    assembly: Assembly, *, state: str = "answered", answer: str = "⟪The town paid.⟫", **fields: Any
) -> Question:
    """Add a question that its witness has answered."""
    question = make_question(assembly, state=state, **fields)
    QuestionAnswer.objects.create(
        question=question,
        number=1,
        text=answer,
        witness=question.witness,
        way="online",
        answered_at=NOON,
        entered_by=UserFactory(),
    )
    return question
