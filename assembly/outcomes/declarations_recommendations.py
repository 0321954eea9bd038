"""What recommendations, amendments and minority statements hold about people, and for how long it is known who wrote.

The versions of a text are the assembly's own words, which the database refuses to change. So is a minority statement
once it is published, with the names of those who wished to be named.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.outcomes.models import (
    Amendment,
    MinorityStatement,
    Recommendation,
    RecommendationSource,
    RecommendationVersion,
    TableComment,
    Theme,
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
from evidence.named_rows import OwnOrNamed, taking_out, words_without

WRITERS = "amendments_proposed"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_DECIDING = _("To let members shape the recommendations on which they decide")
_AMENDED = (*RecommendationVersion.WORDS, "reason", "table", "decision_reason")
_COMMENT = ("table", "text", "settlement")
_STATEMENT = ("text", "names", "withdrawn_reason")


def _never_empty(name: str) -> Callable[[Any], str]:
    """Keep a dash where something has to be said, whatever was taken out of it."""
    return lambda row: words_without(row, name) or ("–" if getattr(row, name) else "")


def _unless_published(name: str) -> Callable[[Any], str]:
    """Leave what was published: the database refuses to change it."""

    def erased(row: Any) -> str:
        return str(getattr(row, name)) if row.published_at else words_without(row, name)

    return erased


def _without_writer(name: str) -> Callable[[Any], Any]:
    return lambda row: None if row.is_own else getattr(row, name)


declare(
    Declaration(Theme, impersonal=("name", "introduction")),
    Declaration(RecommendationVersion, impersonal=(*RecommendationVersion.WORDS, "note")),
    Declaration(
        Recommendation,
        name=_("Where ideas came from, and why they were withdrawn"),
        sensitive=("table", "withdrawn_reason"),
        purpose=_DECIDING,
        rows=OwnOrNamed(Recommendation.objects.all, ("table", "withdrawn_reason")),
        erased={**taking_out("table"), "withdrawn_reason": _never_empty("withdrawn_reason")},
    ),
    Declaration(
        RecommendationSource,
        name=_("Notes on what recommendations rest on"),
        sensitive=("note",),
        purpose=_DECIDING,
        rows=OwnOrNamed(RecommendationSource.objects.all, ("note",)),
        erased=taking_out("note"),
    ),
    Declaration(
        TableComment,
        name=_("Comments of tables"),
        sensitive=_COMMENT,
        purpose=_DECIDING,
        rows=OwnOrNamed(TableComment.objects.all, _COMMENT),
        erased={**taking_out("table", "text"), "settlement": _never_empty("settlement")},
    ),
    Declaration(
        Amendment,
        name=_("Amendments to recommendations"),
        personal=("proposed_by",),
        sensitive=_AMENDED,
        purpose=_DECIDING,
        retention=WRITERS,
        rows=OwnOrNamed(Amendment.objects.all, _AMENDED, OfPeople(Amendment, "proposed_by")),
        erased={
            **{name: _never_empty(name) for name in _AMENDED},
            "proposed_by": _without_writer("proposed_by"),
        },
        labels={"result": _("version that it made"), "base": _("version that it changes")},
    ),
    Declaration(
        MinorityStatement,
        name=_("Minority statements"),
        personal=("written_by", "names"),
        sensitive=("text", "withdrawn_reason"),
        purpose=_DECIDING,
        retention=WRITERS,
        rows=OwnOrNamed(MinorityStatement.objects.all, _STATEMENT, OfPeople(MinorityStatement, "written_by")),
        erased={
            **{name: _unless_published(name) for name in _STATEMENT},
            "written_by": _without_writer("written_by"),
        },
    ),
)


def _proposed(assembly: Assembly) -> QuerySet[Amendment]:
    return Amendment.objects.filter(recommendation__assembly=assembly, proposed_by__isnull=False)


def _written(assembly: Assembly) -> QuerySet[MinorityStatement]:
    return MinorityStatement.objects.filter(recommendation__assembly=assembly, written_by__isnull=False)


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


@transaction.atomic
def forget_writers(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Forget who proposed and wrote; amendments and statements stay."""
    forgotten = _proposed(assembly).update(proposed_by=None) + _written(assembly).update(written_by=None)
    if forgotten:
        record_event(
            "recommendations.writers_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"rows": forgotten},
        )
    return forgotten


register_retention_class(
    RetentionClass(
        key=WRITERS,
        label=_("Who proposed which amendment, and who wrote which minority statement"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=6,
        starts=_ended_on,
        waiting=lambda assembly: _proposed(assembly).count() + _written(assembly).count(),
        erase=forget_writers,
    )
)
