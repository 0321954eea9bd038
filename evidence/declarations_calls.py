"""What the call for submissions holds about people: authors are a kind of their own, with a clock of their own."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.personal_data import (
    Declaration,
    RetentionClass,
    SubjectKind,
    declare,
    register_retention_class,
    register_subject_kind,
)
from assembly.selectors import entered_on
from evidence.models import Call, Submission
from evidence.named_rows import OwnOrNamed, words_without
from evidence.services.submissions_erasure import (
    SUBMISSION_KIND,
    erase_submissions,
    submission_texts,
    submissions_named,
    submissions_not_erased,
)

SUBMISSIONS = "submissions"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_PERSONAL = ("name", "organisation", "email", "address")
_WORDS = ("title", "text", "interests", "reason")


def _author(assembly: Assembly, pk: int) -> Submission | None:
    return Submission.objects.filter(call__assembly=assembly, pk=pk).first()


def _described(submission: Submission) -> str:
    return submission.name or str(submission)


def _taken_out(name: str, own: str = "") -> Callable[[Any], str]:
    """Blank an author's own row; of others take the words out in which whoever is erased is named."""
    return lambda row: (own if row.reason else "") if row.is_own else words_without(row, name)


register_subject_kind(
    SubjectKind(
        key=SUBMISSION_KIND,
        label=_("Author of a submission"),
        find=_author,
        texts=submission_texts,
        erase=erase_submissions,
        not_erased=submissions_not_erased,
        search=submissions_named,
        names_permission="assembly.handle_personal_data",
        describe=_described,
    )
)
declare(
    Declaration(Call, impersonal=("title", "text")),
    Declaration(
        Submission,
        name=_("Submissions"),
        personal=_PERSONAL,
        sensitive=_WORDS,
        purpose=_("To take evidence from the public, and to tell authors what became of it"),
        retention=SUBMISSIONS,
        rows=OwnOrNamed(
            Submission.objects.all,
            (*_PERSONAL, *_WORDS),
            {SUBMISSION_KIND: lambda pks: Submission.objects.filter(pk__in=pks)},
        ),
        # One that was turned down says that there was a reason.
        erased={
            **{name: _taken_out(name) for name in (*_PERSONAL, *_WORDS)},
            "reason": _taken_out("reason", "–"),
        },
    ),
)


def _kept(assembly: Assembly) -> QuerySet[Submission]:
    return Submission.objects.filter(call__assembly=assembly, erased_at=None)


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


def _erase(assembly: Assembly, actor: User | None, now: datetime) -> int:
    keys = list(_kept(assembly).values_list("pk", flat=True))
    reason = _now("The time for which submissions are kept is over")
    return erase_submissions(pks=keys, assembly=assembly, actor=actor, now=now, reason=reason) if keys else 0


register_retention_class(
    RetentionClass(
        key=SUBMISSIONS,
        label=_("Submissions and their authors"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=12,
        starts=_ended_on,
        waiting=lambda assembly: _kept(assembly).count(),
        erase=_erase,
    )
)
