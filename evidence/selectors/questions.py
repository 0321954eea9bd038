"""Reads of members' questions: whose they are, what is like them, what may be seen of them by whom."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from assembly.models import Assembly, Person
from evidence.enums import COMING, QuestionState, ReleaseScope
from evidence.models import Question, QuestionAnswer, Release, Topic, Witness
from evidence.near_questions import near_to
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of

ANSWERED = (QuestionState.ANSWERED, QuestionState.ACCEPTED)
UNSEEN = (QuestionState.MERGED, QuestionState.SET_ASIDE)
"""What other members do not read: what is read elsewhere, and what the team will not put to anybody."""
TO_ASSIGN = (QuestionState.ASKED, QuestionState.REOPENED)


def questions_of(assembly: Assembly) -> QuerySet[Question]:
    """Return the questions of an assembly by their numbers, and of each how many were put together with it."""
    found = Question.objects.filter(assembly=assembly).select_related(
        "assembly", "session", "topic", "witness", "merged_into"
    )
    return found.annotate(merged_count=Count("merged")).order_by("number")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; "" is everything."""

    state: str = ""
    session: str = ""
    topic: str = ""
    witness: str = ""
    words: str = ""


def narrowed(found: QuerySet[Question], wanted: Wanted) -> QuerySet[Question]:
    """Return those that are wanted; a number finds the question that has it."""
    if wanted.state in QuestionState.values:
        found = found.filter(state=wanted.state)
    for path, value in (
        ("session__number", wanted.session),
        ("topic__number", wanted.topic),
        ("witness__number", wanted.witness),
    ):
        if value.isdecimal() and len(value) < 6:
            found = found.filter(**{path: int(value)})
    words = wanted.words.strip()
    if words.isdecimal() and len(words) < 6:
        return found.filter(number=int(words))
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(wording__icontains=word))
    return found


def marks_of(question: Question) -> str:
    """Return what whoever decides about a question has seen of it, so that a stale page is noticed."""
    wording = hashlib.sha256(question.wording.encode()).hexdigest()[:8]
    return f"{question.state}.{question.witness_id or 0}.{question.answers.count()}.{wording}"


def near_questions(assembly: Assembly, shown: list[Question]) -> dict[int, list[Question]]:
    """Return for each question shown, by its key, the others that perhaps ask the same."""
    others = Question.objects.filter(assembly=assembly).exclude(state=QuestionState.MERGED)
    known = {each.pk: each for each in others.only("pk", "number", "text", "wording", "state")}
    words = {pk: each.words for pk, each in known.items()}
    return {
        question.pk: [
            known[pk]
            for pk in near_to(question.words, {pk: said for pk, said in words.items() if pk != question.pk})
        ]
        for question in shown
        if question.state != QuestionState.MERGED
    }


def askers_of(question: Question) -> QuerySet[Person]:
    """Return the members who asked it, or one that was put together with it."""
    return Person.objects.filter(
        Q(questions_asked=question) | Q(questions_asked__merged_into=question)
    ).distinct()


def _answers() -> QuerySet[QuestionAnswer]:
    return QuestionAnswer.objects.select_related("witness").order_by("number")


def questions_asked_by(person: Person) -> list[Question]:
    """Return somebody's own questions, the newest first; each has in `main` the one that is answered for it."""
    found = questions_of(person.assembly).filter(asked_by=person).order_by("-number")
    mains = {question.merged_into_id or question.pk for question in found}
    known = {
        main.pk: main
        for main in Question.objects.filter(pk__in=mains)
        .select_related("witness")
        .prefetch_related(Prefetch("answers", _answers()))
    }
    for question in found:
        question.main = known[question.merged_into_id or question.pk]
    return list(found)


def questions_of_others(assembly: Assembly, person: Person | None) -> QuerySet[Question]:
    """Return what a member may read of others' questions: the words and answers, never who asked."""
    found = questions_of(assembly).exclude(state__in=UNSEEN)
    if person is not None:
        found = found.exclude(asked_by=person)
    return found.prefetch_related(Prefetch("answers", _answers())).order_by("-number")


def answered_in(session: Session) -> QuerySet[Question]:
    """Return a session's questions that have an answer, with their answers."""
    found = questions_of(session.assembly).filter(session=session, state__in=ANSWERED)
    return found.prefetch_related(Prefetch("answers", _answers()))


def questions_for(witness: Witness) -> QuerySet[Question]:
    """Return what a witness was given or has answered, what is wanted first on top."""
    found = questions_of(witness.assembly).filter(witness=witness).exclude(state__in=UNSEEN)
    found = found.exclude(state=QuestionState.ASKED)
    return found.prefetch_related(Prefetch("answers", _answers())).order_by(
        F("due_on").asc(nulls_last=True), "number"
    )


def public_questions(assembly: Assembly) -> QuerySet[Question]:
    """Return what is published: the wording, and in `public_answers` the answers that were published with it.

    An answer has `may_name` where its witness agrees at present to have written answers made public with the name.
    """
    agreed = Release.objects.filter(
        witness=OuterRef("witness"), scope=ReleaseScope.ANSWERS, ended_at=None
    ).order_by()
    answers = _answers().filter(answered_at__lte=F("question__published_at"))
    found = Question.objects.filter(assembly=assembly, published_at__isnull=False)
    return (
        found.select_related("topic")
        .prefetch_related(
            Prefetch("answers", answers.annotate(may_name=Exists(agreed)), to_attr="public_answers")
        )
        .order_by("number")
    )


def witness_answering(assembly: Assembly, user: Any) -> Witness | None:
    """Return the witness who a signed-in account is, None for anybody else."""
    return Witness.objects.filter(assembly=assembly, person__user=user).select_related("assembly").first()


def witnesses_to_ask(assembly: Assembly) -> QuerySet[Witness]:
    """Return those who give evidence or gave it."""
    return Witness.objects.filter(assembly=assembly, state__in=COMING, erased_at=None).order_by("name", "pk")


def topics_to_ask(assembly: Assembly) -> QuerySet[Topic]:
    """Return the topics."""
    return Topic.objects.filter(assembly=assembly)


def sessions_to_ask(assembly: Assembly) -> QuerySet[Session]:
    """Return the sessions about which members can ask."""
    return sessions_of(assembly)
