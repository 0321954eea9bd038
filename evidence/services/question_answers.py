"""Give a question to a witness, keep the answer, hear whether it answers it, publish both."""

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Person, User
from assembly.services.record import record_event
from evidence.enums import COMING
from evidence.errors import QuestionRefused
from evidence.models import Question, QuestionAnswer, Witness
from evidence.question_lifecycle import QUESTION
from evidence.selectors.questions import ANSWERED, askers_of
from evidence.services.questions import locked_question


@transaction.atomic
def assign_question(
    *, question: Question, witness: Witness, due_on: date, seen: str, actor: User, now: datetime
) -> Question:
    """Give a question to a witness, with the day by which the answer is wanted.

    Raises:
        ChangedMeanwhile: somebody was quicker: `seen` is no longer true.
        QuestionRefused: the witness does not come, or the day has passed.
        IllegalMove: it cannot be given to anybody as it stands.
    """
    locked = locked_question(question, seen=seen)
    QUESTION.target(locked.state, "assign")
    if witness.assembly_id != locked.assembly_id or witness.state not in COMING:
        raise QuestionRefused(_("Choose a witness who has accepted."), code="not_coming")
    if due_on < timezone.localdate(now):
        raise QuestionRefused(_("Choose a day that is still to come."), code="day_passed")
    return move(
        QUESTION,
        locked,
        "assign",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "witness": witness.number, "due": due_on.isoformat()},
        changes={"witness": witness, "due_on": due_on},
    )


@transaction.atomic
def answer_question(*, question: Question, text: str, way: str, actor: User, now: datetime) -> Question:
    """Keep the answer of the witness whom the question was given to: by themselves, or entered for them.

    Raises:
        QuestionRefused: nothing is said.
        IllegalMove: it is with nobody, or answered already.
    """
    locked = locked_question(question)
    QUESTION.target(locked.state, "answer")
    if not text.strip():
        raise QuestionRefused(_("Write the answer."), code="empty")
    last = locked.answers.aggregate(last=Max("number"))["last"] or 0
    QuestionAnswer.objects.create(
        question=locked,
        number=last + 1,
        text=text.strip(),
        # The table wants a witness wherever this move is possible.
        witness=cast("Witness", locked.witness),
        way=way,
        answered_at=now,
        entered_by=actor,
    )
    return move(
        QUESTION,
        locked,
        "answer",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "way": str(way)},
    )


@transaction.atomic
def accept_answer(*, question: Question, by: Person | None, actor: User | None, now: datetime) -> Question:
    """Note that the answer answers the question.

    by: the member who says so on their own page; any of those who asked it, or one that was put together with it, may
    speak for all: who waits for every one of them waits for ever, and whoever is not content asks again. None: the
    team heard it, and `actor` enters it.

    Raises:
        QuestionRefused: it is not theirs.
        IllegalMove: there is no answer, or it was accepted already.
    """
    locked = _of_asker(question, by)
    return move(
        QUESTION,
        locked,
        "accept",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
        changes={"reason": ""},
    )


@transaction.atomic
def reopen_question(
    *, question: Question, reason: str, by: Person | None, actor: User | None, now: datetime
) -> Question:
    """Ask again, because the answer does not answer it; also after another who asked it was content.

    Raises:
        ReasonMissing: nobody says what is missing.
        QuestionRefused: it is not theirs (`by` as in `accept_answer`).
        IllegalMove: there is no answer.
    """
    locked = _of_asker(question, by)
    QUESTION.target(locked.state, "reopen")
    if not reason.strip():
        raise ReasonMissing(_("Write what is still missing. The witness reads it."))
    return move(
        QUESTION,
        locked,
        "reopen",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
        changes={"reason": reason.strip()},
    )


def _of_asker(question: Question, by: Person | None) -> Question:
    locked = locked_question(question.merged_into or question)
    if by is not None and not askers_of(locked).filter(pk=by.pk).exists():
        raise QuestionRefused(_("This question is not yours."), code="not_yours")
    return locked


@transaction.atomic
def publish_question(*, question: Question, seen: str, actor: User, now: datetime) -> Question:
    """Make a question public in its present wording, with all answers so far; an answer that comes later is not.

    From here on the database refuses to change wording and answers.

    Raises:
        QuestionRefused: it has no answer that stands, or all of it is public already.
        ChangedMeanwhile: somebody has changed it.
    """
    locked = locked_question(question, seen=seen)
    if locked.state not in ANSWERED:
        raise QuestionRefused(_("There is no answer to publish."), code="no_answer")
    was = locked.published_at
    if was is not None and not locked.answers.filter(answered_at__gt=was).exists():
        raise QuestionRefused(_("It is published already."), code="published")
    locked.wording, locked.published_at = locked.words, now
    locked.save(update_fields=["wording", "published_at"])
    record_event(
        "question.publish",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
    )
    return locked
