"""Write minority statements, withdraw them, and publish them with the report.

What a member does on their own page is recorded without their name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import Assembly, Person, User
from assembly.outcomes.enums import HANDED_OVER, MinorityState, RecommendationState
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import MinorityStatement, Recommendation
from assembly.outcomes.recommendation_lifecycle import MINORITY
from assembly.outcomes.selectors.recommendations import may_dissent
from assembly.outcomes.services.recommendations import lock_recommendation
from assembly.services.record import record_event
from evidence.enums import Way

PUBLISHED_WITH = (RecommendationState.ADOPTED, RecommendationState.NOT_ADOPTED, *HANDED_OVER)
"""States of recommendations whose statements the report publishes: those on which the vote is decided."""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A statement as it was written. `token` was made with the form: sent twice, it is one statement."""

    text: str
    supporters: int
    token: UUID
    names: str = ""
    written_by: Person | None = None
    way: str = Way.ONLINE


@transaction.atomic
def write_minority_statement(
    *, recommendation: Recommendation, dissent: Dissent, actor: User | None, now: datetime
) -> MinorityStatement:
    """Keep a statement: a member's own (`actor` is None), or one that the staff enters from paper.

    Raises:
        TextRefused: the recommendation was not voted on yet, or the report with it is published.
    """
    locked = lock_recommendation(recommendation)
    if standing := MinorityStatement.objects.filter(token=dissent.token, recommendation=locked).first():
        return standing
    if not may_dissent(locked):
        raise TextRefused(
            _("A minority statement is written after the vote and before the report is published."),
            code="not_now",
        )
    last = MinorityStatement.objects.filter(recommendation=locked).aggregate(last=Max("number"))["last"] or 0
    statement = MinorityStatement.objects.create(
        recommendation=locked,
        number=last + 1,
        text=dissent.text.strip(),
        supporters=dissent.supporters,
        names=dissent.names.strip(),
        written_by=dissent.written_by,
        way=dissent.way,
        token=dissent.token,
        made_at=now,
        entered_by=actor,
    )
    record_event(
        "minority_statement.enter" if actor else "minority_statement.write",
        obj=statement,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={**_numbers(statement), "way": str(dissent.way)},
    )
    return statement


@transaction.atomic
def withdraw_minority_statement(
    *,
    statement: MinorityStatement,
    actor: User | None,
    now: datetime,
    by: Person | None = None,
    reason: str = "",
) -> MinorityStatement:
    """Withdraw a statement that is not published: `by` whoever wrote it, on their own page, or by the staff for them.

    Raises:
        TextRefused: it is somebody else's.
        IllegalMove: it is published or withdrawn.
    """
    if by is not None and statement.written_by_id != by.pk:
        raise TextRefused(_("Only those who wrote a statement withdraw it."), code="not_yours")
    return move(
        MINORITY,
        statement,
        "withdraw",
        assembly=statement.recommendation.assembly,
        actor=actor,
        now=now,
        details=_numbers(statement),
        changes={"withdrawn_reason": reason.strip()},
    )


def publish_minority_statements(
    *, assembly: Assembly, actor: User | None, now: datetime
) -> list[MinorityStatement]:
    """Publish the statements on all recommendations that are decided, in the transaction that publishes the report."""
    # All are locked before the first word in the record, for which whoever withdraws one of them waits.
    drafts = (
        MinorityStatement.objects.filter(
            recommendation__assembly=assembly,
            recommendation__state__in=PUBLISHED_WITH,
            state=MinorityState.DRAFT,
        )
        .select_for_update(no_key=True, of=("self",))
        .select_related("recommendation")
        .order_by("pk")
    )
    return [
        move(
            MINORITY,
            statement,
            "publish",
            assembly=assembly,
            actor=actor,
            now=now,
            details=_numbers(statement),
            changes={"published_at": now},
        )
        for statement in sorted(drafts, key=lambda each: (each.recommendation.number, each.number))
    ]


def _numbers(statement: MinorityStatement) -> dict[str, Any]:
    return {"number": statement.number, "recommendation": statement.recommendation.number}
