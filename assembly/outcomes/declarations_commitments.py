"""What commitments, reports, evidence, ratings and concerns hold about people.

What was published of a commitment is the body's and stays: the database refuses to change it. Of members it is
forgotten, some months after the assembly, who raised which concern and who gave which rating.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.outcomes.models import (
    Commitment,
    Concern,
    Milestone,
    ProgressReport,
    Proof,
    ResponseRating,
)
from assembly.personal_data import (
    Declaration,
    OfPeople,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.selectors import entered_on
from assembly.services.record import record_event
from evidence.named_rows import OwnOrNamed, words_without

VOICES = "answers_said_back"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_SAYING_BACK = _("To learn what members think of the answers")


def _or_dash(name: str) -> Callable[[Any], str]:
    """Leave a dash where all words go: a concern says something, and one set aside says why."""
    return lambda row: words_without(row, name) or ("–" if getattr(row, name) else "")


declare(
    Declaration(Commitment, impersonal=("text", "owner", "budget", "legal_route", "reason")),
    Declaration(Milestone, impersonal=("text",)),
    Declaration(ProgressReport, impersonal=("text", "reason")),
    Declaration(Proof, impersonal=("text", "link")),
    Declaration(
        ResponseRating,
        name=_("Ratings of answers"),
        personal=("person",),
        impersonal=("counted",),
        purpose=_SAYING_BACK,
        retention=VOICES,
        rows=OfPeople(ResponseRating, "person"),
        # The score stays among the others: taking it out would show what it was.
        erased={"person": lambda _row: None},
    ),
    Declaration(
        Concern,
        name=_("Concerns about answers"),
        personal=("raised_by",),
        sensitive=("text", "reason"),
        purpose=_SAYING_BACK,
        retention=VOICES,
        rows=OwnOrNamed(Concern.objects.all, ("text", "reason"), OfPeople(Concern, "raised_by")),
        erased={
            "text": _or_dash("text"),
            "reason": _or_dash("reason"),
            "raised_by": lambda row: None if row.is_own else row.raised_by,
        },
    ),
)


def _waiting(assembly: Assembly) -> int:
    ratings = ResponseRating.objects.filter(version__response__assembly=assembly, person__isnull=False)
    return (
        ratings.count() + Concern.objects.filter(response__assembly=assembly, raised_by__isnull=False).count()
    )


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


@transaction.atomic
def forget_who_said_back(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Forget who rated and who raised concerns; scores and words stay."""
    ratings = ResponseRating.objects.filter(version__response__assembly=assembly, person__isnull=False)
    forgotten = ratings.update(person=None)
    concerns = Concern.objects.filter(response__assembly=assembly, raised_by__isnull=False)
    forgotten += concerns.update(raised_by=None)
    if forgotten:
        details = {"rows": forgotten}
        record_event(
            "concern.sayers_erased", obj=assembly, assembly=assembly, actor=actor, now=now, details=details
        )
    return forgotten


register_retention_class(
    RetentionClass(
        key=VOICES,
        label=_("Who rated answers, and who raised which concern"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=6,
        starts=_ended_on,
        waiting=_waiting,
        erase=forget_who_said_back,
    )
)
