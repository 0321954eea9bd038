"""Find a draft fit or not, on a page or on paper, and say what was done about a finding."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.models import User
from evidence.enums import READABLE, ItemState, Verdict, Way
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceItem, EvidenceVersion, Review
from evidence.services.items import lock_item, record_item

REVIEWABLE = (
    ItemState.SUBMITTED,
    ItemState.BALANCE_REVIEW,
    ItemState.PLAIN_LANGUAGE,
    ItemState.APPROVED,
    *READABLE,
)
"""States in which a finding is taken: of what members read already, about the correction that is being written."""


@transaction.atomic
def add_review(
    *,
    item: EvidenceItem,
    verdict: str,
    comment: str,
    revision: int,
    way: str,
    actor: User,
    now: datetime,
    reviewer_name: str = "",
) -> Review:
    """Keep what somebody found of the draft as they read it (`revision`); the same finding sent twice is one.

    Without `reviewer_name` the actor is the reviewer. On paper somebody may have read an earlier state of the draft:
    that is kept as it is, and does not let the present one pass.

    Raises:
        ChangedMeanwhile: the draft was changed while the reviewer read it on the page.
        EvidenceRefused: there is nothing to review, that state of the draft never was, or it is the actor's own.
        ReasonMissing: an objection does not say what.
    """
    locked = lock_item(item)
    draft = EvidenceVersion.objects.filter(item=locked, released_at=None).first()
    if draft is None or locked.state not in REVIEWABLE:
        raise EvidenceRefused(_("There is nothing to review at the moment."), code="nothing_to_review")
    reviewer, reviewer_name, comment = (
        None if reviewer_name.strip() else actor,
        reviewer_name.strip(),
        comment.strip(),
    )
    if reviewer is not None and draft.made_by_id == actor.pk:
        raise EvidenceRefused(
            _("You entered this draft, so somebody else has to review it."), code="own_draft"
        )
    if not 1 <= revision <= draft.revision:
        raise EvidenceRefused(_("The draft never was in that state."), code="no_such_revision")
    if way == Way.ONLINE and revision != draft.revision:
        raise ChangedMeanwhile(
            _(
                "The draft was changed while you read it. It is shown as it stands now; what you wrote is kept."
            )
        )
    if verdict != Verdict.FIT and not comment:
        raise ReasonMissing(_("Write what should change, or why it should not be shown."))
    said = {
        "version": draft,
        "revision": revision,
        "reviewer": reviewer,
        "reviewer_name": reviewer_name,
        "verdict": verdict,
        "comment": comment,
        "way": way,
    }
    if standing := Review.objects.filter(**said).first():
        return standing
    review = Review.objects.create(made_at=now, entered_by=actor, **said)
    record_item("finding", locked, actor, now, verdict=str(verdict), way=str(way), version=draft.number)
    return review


@transaction.atomic
def settle_review(*, review: Review, how: str, actor: User, now: datetime) -> Review:
    """Say what was done about a finding that asked for changes.

    Raises:
        EvidenceRefused: it asked for none, or it is settled.
        ReasonMissing: it is not said what was done.
    """
    item = lock_item(review.version.item)
    locked = Review.objects.select_for_update(no_key=True, of=("self",)).get(pk=review.pk)
    if locked.verdict == Verdict.FIT or locked.settled_at is not None:
        raise EvidenceRefused(_("There is nothing to settle about this finding."), code="nothing_to_settle")
    if not how.strip():
        raise ReasonMissing(_("Say what was done about it."))
    locked.settled_at, locked.settled_how = now, how.strip()
    locked.save(update_fields=["settled_at", "settled_how"])
    record_item("settle", item, actor, now)
    return locked
