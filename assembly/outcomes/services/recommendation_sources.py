"""Say on what a recommendation rests, and keep what tables say of its text."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.models import User
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import Recommendation, RecommendationSource, RecommendationVersion, TableComment
from assembly.outcomes.services.recommendations import (
    check_not_handed_over,
    lock_recommendation,
    record_recommendation,
)
from evidence.models import EvidenceItem
from evidence.selectors.items import readable_items
from scheduling.models import Session


@transaction.atomic
def add_source(
    *,
    recommendation: Recommendation,
    item: EvidenceItem | None,
    session: Session | None,
    note: str,
    actor: User,
    now: datetime,
) -> RecommendationSource:
    """Name one thing on which a recommendation rests; named again, it keeps the later note.

    Raises:
        TextRefused: it is neither or both, another assembly's, evidence that members cannot read, or too late.
    """
    locked = lock_recommendation(recommendation)
    check_not_handed_over(locked)
    if (item is None) == (session is None):
        raise TextRefused(_("Choose one evidence item or one session."), code="one_thing")
    if session is not None and session.assembly_id != locked.assembly_id:
        raise TextRefused(_("That belongs to another assembly."), code="another_assembly")
    if item is not None and not readable_items(locked.assembly, now).filter(pk=item.pk).exists():
        raise TextRefused(
            _("Members cannot read that, so no recommendation can rest on it."), code="unreadable"
        )
    source, _is_new = RecommendationSource.objects.update_or_create(
        recommendation=locked, item=item, session=session, defaults={"note": note.strip()}
    )
    record_recommendation("source_add", locked, actor, now)
    return source


@transaction.atomic
def remove_source(*, source: RecommendationSource, actor: User, now: datetime) -> None:
    """Take a source away; taken away twice, nothing more happens.

    Raises:
        TextRefused: the recommendation was handed over.
    """
    locked = lock_recommendation(source.recommendation)
    check_not_handed_over(locked)
    gone, _kinds = RecommendationSource.objects.filter(pk=source.pk).delete()
    if gone:
        record_recommendation("source_remove", locked, actor, now)


@transaction.atomic
def add_comment(
    *,
    recommendation: Recommendation,
    version: RecommendationVersion,
    table: str,
    text: str,
    token: UUID,
    actor: User,
    now: datetime,
) -> TableComment:
    """Keep what a table said of a version; the same form sent twice is one comment.

    Raises:
        TextRefused: the text is not worked on any more.
    """
    locked = lock_recommendation(recommendation)
    if standing := TableComment.objects.filter(token=token, recommendation=locked).first():
        return standing
    if not locked.is_open_to_change:
        raise TextRefused(_("The text is not worked on any more."), code="not_open")
    comment = TableComment.objects.create(
        recommendation=locked,
        version=version,
        table=table.strip(),
        text=text.strip(),
        token=token,
        made_at=now,
        entered_by=actor,
    )
    record_recommendation("comment", locked, actor, now, version=version.number)
    return comment


@transaction.atomic
def settle_comment(*, comment: TableComment, settlement: str, actor: User, now: datetime) -> TableComment:
    """Say what became of a comment; said again, the later word stands.

    Raises:
        ReasonMissing: nothing is said.
    """
    locked = lock_recommendation(comment.recommendation)
    if not settlement.strip():
        raise ReasonMissing(_("Say what became of it. The table wants to know."))
    fresh = TableComment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
    if fresh.settlement != settlement.strip():
        fresh.settlement, fresh.settled_at = settlement.strip(), now
        fresh.save(update_fields=["settlement", "settled_at"])
        record_recommendation("comment_settle", locked, actor, now)
    return fresh
