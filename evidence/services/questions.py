"""Ask questions, enter those asked in the room, put them more clearly, put several together, set some aside.

What a member does on their own page is recorded without their name: the record is read by people who may read the
questions, and not who asked them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from evidence.enums import QuestionState, Way
from evidence.errors import QuestionRefused
from evidence.models import Question, Topic, Witness
from evidence.question_lifecycle import QUESTION
from evidence.selectors.questions import marks_of
from scheduling.models import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was asked. `token` was made with the form: sent twice, it is one question."""

    text: str
    token: UUID
    asked_by: Person | None = None
    table: str = ""
    session: Session | None = None
    topic: Topic | None = None
    witness: Witness | None = None


@transaction.atomic
def ask_question(*, assembly: Assembly, asked: Asked, now: datetime) -> Question:
    """Keep what a member asks on their own page."""
    return _keep(_locked_home(assembly), asked, way=Way.ONLINE, actor=None, now=now)


@transaction.atomic
def enter_questions(
    *, assembly: Assembly, asked: Iterable[Asked], way: str, actor: User, now: datetime
) -> list[Question]:
    """Keep what tables or members asked in the room, on paper or by phone: all of a sheet, or nothing of it."""
    home = _locked_home(assembly)
    return [_keep(home, each, way=way, actor=actor, now=now) for each in asked]


def _locked_home(assembly: Assembly) -> Assembly:
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    return Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)


def _keep(home: Assembly, asked: Asked, *, way: str, actor: User | None, now: datetime) -> Question:
    if standing := Question.objects.filter(token=asked.token, assembly=home).first():
        return standing
    last = Question.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
    question = Question.objects.create(
        assembly=home,
        number=last + 1,
        text=asked.text.strip(),
        asked_by=asked.asked_by,
        table=asked.table.strip(),
        session=asked.session,
        topic=asked.topic,
        witness=asked.witness,
        way=way,
        token=asked.token,
        asked_at=now,
        entered_by=actor,
    )
    verb = "question.enter" if actor else "question.ask"
    details = {"number": question.number, "way": str(way)}
    record_event(verb, obj=question, assembly=home, actor=actor, now=now, details=details)
    return question


def locked_question(question: Question, *, seen: str | None = None) -> Question:
    """Lock a question for a decision about it.

    Raises:
        ChangedMeanwhile: it is no longer as whoever decides has `seen` it.
    """
    rows = Question.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly", "witness")
    locked = rows.get(pk=question.pk)
    if seen is not None and marks_of(locked) != seen:
        raise ChangedMeanwhile(
            _("Somebody has changed this question meanwhile. This is how it stands now: decide again.")
        )
    return locked


@transaction.atomic
def word_question(*, question: Question, wording: str, seen: str, actor: User, now: datetime) -> Question:
    """Put a question more clearly; what was asked stays, and without a wording it stands as it was asked.

    Raises:
        QuestionRefused: it is public.
        ChangedMeanwhile: somebody has changed it.
    """
    locked = locked_question(question, seen=seen)
    if locked.published_at is not None:
        raise QuestionRefused(_("It is published, and what was published stays as it is."), code="published")
    wording = wording.strip()
    locked.wording = "" if wording == locked.text else wording
    locked.save(update_fields=["wording"])
    details = {"number": locked.number}
    record_event("question.word", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details)
    return locked


@transaction.atomic
def sort_question(
    *, question: Question, session: Session | None, topic: Topic | None, actor: User, now: datetime
) -> Question:
    """Say which session and topic a question is about; whoever asked may not have known.

    Raises:
        QuestionRefused: session or topic is another assembly's.
    """
    locked = locked_question(question)
    if any(each is not None and each.assembly_id != locked.assembly_id for each in (session, topic)):
        raise QuestionRefused(_("That belongs to another assembly."), code="another_assembly")
    locked.session, locked.topic = session, topic
    locked.save(update_fields=["session", "topic"])
    details = {"number": locked.number}
    record_event("question.sort", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details)
    return locked


@transaction.atomic
def merge_question(*, question: Question, into: Question, actor: User, now: datetime) -> Question:
    """Put a question together with another, whose answer then is an answer to both.

    What was put together with it before goes along, so that everything hangs on one main question.

    Raises:
        QuestionRefused: the other is itself part of one, set aside, or the same.
        IllegalMove: it is with a witness or answered already.
    """
    # One at a time: two people who put two questions into each other would leave neither.
    home = _locked_home(question.assembly)
    main = Question.objects.select_for_update(no_key=True, of=("self",)).get(pk=into.pk, assembly=home)
    if main.pk == question.pk or main.state in (QuestionState.MERGED, QuestionState.SET_ASIDE):
        raise QuestionRefused(
            _("Choose another question, one that is not set aside or put together with a third."),
            code="not_a_main",
        )
    # Before the record is held: whoever lets one of these stand for itself holds it, and waits for the record.
    parts = list(
        Question.objects.select_for_update(no_key=True, of=("self",))
        .filter(merged_into=question)
        .order_by("pk")
    )
    moved = move(
        QUESTION,
        question,
        "merge",
        assembly=home,
        actor=actor,
        now=now,
        details={"number": question.number, "into": main.number},
        changes={"merged_into": main},
    )
    Question.objects.filter(pk__in=[part.pk for part in parts]).update(merged_into=main)
    return moved


@transaction.atomic
def part_question(*, question: Question, actor: User, now: datetime) -> Question:
    """Let a question stand for itself again.

    Raises:
        IllegalMove: it is part of no other.
    """
    return move(
        QUESTION,
        question,
        "part",
        assembly=question.assembly,
        actor=actor,
        now=now,
        details={"number": question.number},
        changes={"merged_into": None},
    )


@transaction.atomic
def set_question_aside(*, question: Question, reason: str, actor: User, now: datetime) -> Question:
    """Decide that a question goes to nobody, with the reason that whoever asked reads.

    Raises:
        ReasonMissing: there is none.
        QuestionRefused: it is public.
        IllegalMove: it is answered, or part of another.
    """
    locked = locked_question(question)
    QUESTION.target(locked.state, "set_aside")
    if not reason.strip():
        raise ReasonMissing(_("Say why it is set aside. Whoever asked reads it."))
    if locked.published_at is not None:
        raise QuestionRefused(
            _("It is published with an answer, and cannot be set aside any more."), code="published"
        )
    return move(
        QUESTION,
        locked,
        "set_aside",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
        changes={"reason": reason.strip()},
    )


@transaction.atomic
def take_question_up(*, question: Question, actor: User, now: datetime) -> Question:
    """Take up again what was set aside.

    Raises:
        IllegalMove: it was not.
    """
    return move(
        QUESTION,
        question,
        "take_up",
        assembly=question.assembly,
        actor=actor,
        now=now,
        details={"number": question.number},
        changes={"reason": ""},
    )
