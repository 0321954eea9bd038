"""Answer a recommendation for a body: acknowledge, draft with what one promises, say who drafts and clears."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.outcomes.answer_rules import OF_A_DECISION, Promise
from assembly.outcomes.enums_responses import UNANSWERED, ResponseState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Body, Commitment, FormalResponse, Milestone, Official, ResponseVersion
from assembly.outcomes.response_lifecycle import RESPONSE
from assembly.outcomes.selectors.answer_drafts import OF_A_PROMISE, draft_of, promises_of, shown_revision
from assembly.services.record import record_event
from evidence.enums import Way


def stale() -> ChangedMeanwhile:
    """Return what tells somebody that another was quicker."""
    return ChangedMeanwhile(
        _(
            "Somebody else changed this draft meanwhile. What you typed is kept below, beside what stands now; save "
            "again to replace theirs."
        )
    )


def published_meanwhile() -> ChangedMeanwhile:
    """Return what tells somebody that what they go on writing is out by now."""
    return ChangedMeanwhile(
        _(
            "This answer was published meanwhile. What you typed is kept below: save it again only if it shall become "
            "a new version."
        )
    )


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """What a version of an answer says."""

    decision: str = ""
    text: str = ""
    reasons: str = ""
    accepted_part: str = ""
    by_whom: str = ""
    consider_until: date | None = None
    referred_to: Body | None = None
    referred_elsewhere: str = ""
    note: str = ""
    is_interim: bool = False
    language: str = "en"

    @classmethod
    def of(cls, version: ResponseVersion) -> "AnswerWords":
        """Return what a version says."""
        return cls(**{each.name: getattr(version, each.name) for each in fields(cls)})

    def fitting(self) -> "AnswerWords":
        """Return them without what belongs to another decision."""
        empty = AnswerWords()
        alien = [name for name, decision in OF_A_DECISION.items() if decision != self.decision]
        return replace(self, **{name: getattr(empty, name) for name in alien})

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@transaction.atomic
def name_people(
    *,
    response: FormalResponse,
    assignee: Official | None,
    approver: Official | None,
    actor: User,
    now: datetime,
) -> FormalResponse:
    """Say who drafts and who clears; the first time this acknowledges that the question has arrived.

    A draft that waits for somebody else to clear it has to be sent again: whoever clears it now is written to then.

    Raises:
        ResponseRefused: somebody named answers for another body, or does not clear.
    """
    locked = lock_response(response)
    if any(each is not None and each.body_id != locked.body_id for each in (assignee, approver)):
        raise ResponseRefused(_("Name somebody of the body that answers."), code="another_body")
    if approver is not None and not approver.is_approver:
        raise ResponseRefused(_("%(who)s does not clear answers.") % {"who": approver}, code="no_approver")
    changes = {"assignee": assignee, "approver": approver}
    if locked.state == ResponseState.DUE:
        return move(
            RESPONSE,
            locked,
            "acknowledge",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details=told(locked),
            changes=changes,
        )
    if locked.approver != approver:
        waiting = ResponseVersion.objects.filter(response=locked, published_at=None, cleared_at=None)
        waiting.update(sent_at=None, sent_by=None)
    if (locked.assignee, locked.approver) != (assignee, approver):
        locked.assignee, locked.approver = assignee, approver
        locked.save(update_fields=list(changes))
        record_response("name", locked, actor, now)
    return locked


@transaction.atomic
def save_draft(
    *,
    response: FormalResponse,
    words: AnswerWords,
    promises: Sequence[Promise],
    revision: int,
    actor: User,
    now: datetime,
    way: str = Way.ONLINE,
    same_as: ResponseVersion | None = None,
) -> ResponseVersion:
    """Write the draft as the page showed it (`revision`, of `shown_revision`), with its promises; return it.

    What belongs to another decision is dropped. A draft that was sent to be cleared has to be sent again. After
    publication it is the draft of a new version, which promises more or nothing: what was promised stands.

    Raises:
        ChangedMeanwhile: somebody else wrote it meanwhile, or it was published.
        ResponseRefused: it is cleared and has to be sent back first, or another assembly's body, or its own, is named.
    """
    # The assembly's row is the lock for the numbers of promises, taken before the answer's by all who write them.
    Assembly.objects.select_for_update(no_key=True).get(pk=response.assembly_id)
    locked, words = lock_response(response), words.fitting()
    draft = draft_of(locked)
    if draft is not None and AnswerWords.of(draft) == words and promises_of(draft) == tuple(promises):
        # Sent twice, it is saved once.
        return draft
    if shown_revision(locked, draft) != revision:
        raise stale() if draft is not None else published_meanwhile()
    if draft is not None and draft.cleared_at is not None:
        raise ResponseRefused(
            _("It is cleared. Whoever cleared it has to send it back before it can change."), code="cleared"
        )
    if words.referred_to is not None and words.referred_to.assembly_id != locked.assembly_id:
        raise ResponseRefused(_("That body is not on the list."), code="another_assembly")
    if words.referred_to is not None and words.referred_to.pk == locked.body_id:
        raise ResponseRefused(_("A body refers to another, not to itself."), code="own_body")
    if words.is_interim and locked.state not in UNANSWERED:
        raise ResponseRefused(_("An answer is published: an interim one makes no sense."), code="answered")
    if locked.state in (ResponseState.DUE, ResponseState.ACKNOWLEDGED):
        move(
            RESPONSE,
            locked,
            "draft",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details=told(locked) | {"way": str(way)},
        )
    else:
        record_response("write", locked, actor, now, way=str(way))
    if draft is None:
        last = locked.versions.aggregate(last=Max("number"))["last"] or 0
        draft = ResponseVersion(response=locked, number=last + 1, revision=0)
    for name, value in words.values().items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.same_as, draft.way, draft.made_by, draft.made_at = same_as, way, actor, now
    draft.sent_at, draft.sent_by = None, None
    draft.save()
    _write_promises(locked, draft, promises)
    return draft


def _write_promises(response: FormalResponse, draft: ResponseVersion, promises: Sequence[Promise]) -> None:
    """Write the promises in their order: the first takes the first row, what is over goes, what is new is numbered."""
    rows = list(draft.commitments.order_by("number"))
    for row in rows[len(promises) :]:
        row.delete()
    last = Commitment.objects.filter(assembly=response.assembly).aggregate(last=Max("number"))["last"] or 0
    for place, promise in enumerate(promises):
        if place < len(rows):
            row = rows[place]
        else:
            last += 1
            row = Commitment(
                assembly=response.assembly, number=last, promised_in=draft, body_id=response.body_id
            )
        for name in OF_A_PROMISE:
            setattr(row, name, getattr(promise, name))
        row.save()
        row.milestones.all().delete()
        Milestone.objects.bulk_create(
            Milestone(commitment=row, position=position, text=step.text, due_on=step.due_on)
            for position, step in enumerate(promise.steps, start=1)
        )


def lock_response(response: FormalResponse) -> FormalResponse:
    """Return the answer fresh, and locked until the transaction ends."""
    return _rows_to_lock().get(pk=response.pk)


def lock_responses(keys: Iterable[int]) -> dict[int, FormalResponse]:
    """Return these answers by their keys, fresh and locked; those that are gone are left out.

    Always in the same order, before the first word in the record, and after recommendations: so nobody waits crosswise.
    """
    return {each.pk: each for each in _rows_to_lock().filter(pk__in=keys).order_by("pk")}


def _rows_to_lock() -> QuerySet[FormalResponse]:
    rows = FormalResponse.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("assembly", "recommendation", "body", "assignee", "approver")


def told(response: FormalResponse) -> dict[str, Any]:
    """Return what the record says of an answer: the recommendation's number and the body."""
    return {"recommendation": response.recommendation.report_number, "body": response.body.name}


def record_response(
    verb: str, response: FormalResponse, actor: User | None, now: datetime, **details: Any
) -> None:
    """Write an event about an answer."""
    record_event(
        f"response.{verb}",
        obj=response,
        assembly=response.assembly,
        actor=actor,
        now=now,
        details=told(response) | details,
    )
