"""What members' questions hold about people, and for how long it is known who asked."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.personal_data import (
    Declaration,
    OfPeople,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.selectors import entered_on
from assembly.services.record import record_event
from evidence.models import Question, QuestionAnswer
from evidence.named_rows import OwnOrNamed, taking_out, words_without

QUESTIONS = "questions_asked"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_ANSWERING = _("To have members’ questions answered")
_WORDS = ("text", "wording", "table", "reason")


def _unless_public(name: str) -> Callable[[Any], str]:
    """Leave what was published: the database refuses to change it."""

    def erased(row: Any) -> str:
        return str(getattr(row, name)) if row.published_at else words_without(row, name)

    return erased


def _kept_reason(row: Any) -> str:
    # One that is set aside says why, whatever was taken out of it.
    return words_without(row, "reason") or ("–" if row.reason else "")


declare(
    Declaration(
        Question,
        name=_("Questions to witnesses"),
        personal=("asked_by",),
        sensitive=_WORDS,
        purpose=_ANSWERING,
        retention=QUESTIONS,
        rows=OwnOrNamed(Question.objects.all, _WORDS, OfPeople(Question, "asked_by")),
        erased={
            **taking_out("text", "table"),
            "wording": _unless_public("wording"),
            "reason": _kept_reason,
            "asked_by": lambda row: None if row.is_own else row.asked_by,
        },
    ),
    Declaration(
        QuestionAnswer,
        name=_("Answers to questions"),
        sensitive=("text",),
        purpose=_ANSWERING,
        # What was published stays as it is, for good.
        rows=OwnOrNamed(lambda: QuestionAnswer.objects.filter(question__published_at=None), ("text",)),
        erased=taking_out("text"),
    ),
)


def _asked(assembly: Assembly) -> QuerySet[Question]:
    return Question.objects.filter(assembly=assembly, asked_by__isnull=False)


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


@transaction.atomic
def forget_askers(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Forget who asked; questions and answers stay."""
    forgotten = _asked(assembly).update(asked_by=None)
    if forgotten:
        record_event(
            "question.askers_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"questions": forgotten},
        )
    return forgotten


register_retention_class(
    RetentionClass(
        key=QUESTIONS,
        label=_("Who asked which question"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=6,
        starts=_ended_on,
        waiting=lambda assembly: _asked(assembly).count(),
        erase=forget_askers,
    )
)
