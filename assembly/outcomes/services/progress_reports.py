"""Report on commitments. Reports are only added: what was wrong in one is put right by the next."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import User
from assembly.outcomes.commitment_lifecycle import COMMITMENT
from assembly.outcomes.enums_responses import STILL_OWED, CommitmentState
from assembly.outcomes.errors import CommitmentRefused
from assembly.outcomes.models import Commitment, Milestone, ProgressReport
from assembly.outcomes.report_days import next_report_on
from assembly.outcomes.services.response_plan import plan_of
from assembly.services.record import record_event

SAYS_WHY = ("delay", "deliver_in_part", "abandon")
"""Verbs that want a reason."""
EVERY_MONTHS = 6
"""Where an assembly has no plan."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a body says. `verb` is "" where the commitment stands as it stood; `token` was made with the form."""

    text: str
    token: UUID
    verb: str = ""
    reason: str = ""
    expected_on: date | None = None
    successor: Commitment | None = None
    reached: Collection[Milestone] = field(default_factory=tuple)
    way: str = "online"


@transaction.atomic
def report_progress(
    *, commitment: Commitment, said: Reported, seen: int, actor: User, now: datetime
) -> ProgressReport:
    """Add a report and move the commitment by its verb. Sent twice, it is one report.

    The next report is due some months later, as the plan says; none where nothing is owed any more.
    seen: how many reports whoever writes has seen.

    Raises:
        ChangedMeanwhile: somebody has reported meanwhile.
        CommitmentRefused: the answer is not published, or what a verb obliges to is missing.
        IllegalMove: the commitment cannot move so from where it stands.
    """
    # The commitment's row is the lock: the second sending of a form finds what the first has kept.
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("assembly", "body", "promised_in").get(pk=commitment.pk)
    if standing := ProgressReport.objects.filter(token=said.token, commitment=locked).first():
        return standing
    if locked.promised_in.published_at is None:
        raise CommitmentRefused(_("The answer that promises it is not published yet."), code="draft")
    last = locked.reports.aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody has reported meanwhile. Read the newest report, and send yours if it still adds something."
            )
        )
    before = locked.state
    after = COMMITMENT.target(before, said.verb) if said.verb else before
    reached = _reached(locked, said)
    today = timezone.localdate(now)
    _hold_to(locked, said, today)
    _move(locked, said, after, today)
    report = ProgressReport.objects.create(
        commitment=locked,
        number=last + 1,
        state=after,
        text=said.text.strip(),
        reason=said.reason.strip() if said.verb in SAYS_WHY else "",
        expected_on=locked.expected_on,
        way=said.way,
        token=said.token,
        reported_at=now,
        entered_by=actor,
    )
    reached.update(reached_in=report, reached_on=today)
    details = {**told(locked), "report": report.number, "from": before, "to": after, "way": str(said.way)}
    verb = said.verb or "report"
    record_event(
        f"commitment.{verb}", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )
    return report


def told(commitment: Commitment) -> dict[str, Any]:
    """Return what the record tells of a commitment: its number and the body."""
    return {"number": commitment.number, "body": commitment.body.name}


def next_due(commitment: Commitment, state: str, today: date) -> date | None:
    """Return by when the next report is due after one of today."""
    plan = plan_of(commitment.assembly)
    months = plan.report_every_months if plan else EVERY_MONTHS
    return next_report_on(today, months, is_finished=state not in STILL_OWED)


def _reached(commitment: Commitment, said: Reported) -> Any:
    """Return the milestones that the report says are reached: the commitment's own, and none twice."""
    keys = {milestone.pk for milestone in said.reached}
    found = commitment.milestones.filter(pk__in=keys, reached_on=None)
    if found.count() != len(keys):
        raise CommitmentRefused(_("A step that you ticked was reported before."), code="reached")
    return found


def _hold_to(commitment: Commitment, said: Reported, today: date) -> None:
    """Hold a report to what its verb obliges to."""
    if not said.text.strip():
        raise CommitmentRefused(_("Write what was done."), code="no_text")
    if said.verb in SAYS_WHY and not said.reason.strip():
        raise CommitmentRefused(_("Give the reason: the public reads it."), code="no_reason")
    if said.verb == "delay" and (said.expected_on is None or said.expected_on < today):
        raise CommitmentRefused(_("Say by which day it is expected now."), code="no_day")
    if said.verb == "supersede":
        other = said.successor
        if other is None or other.pk == commitment.pk or other.assembly_id != commitment.assembly_id:
            raise CommitmentRefused(_("Choose the commitment that takes its place."), code="no_successor")
        if other.state in (CommitmentState.SUPERSEDED, CommitmentState.ABANDONED):
            raise CommitmentRefused(_("The other commitment is given up itself."), code="successor_over")
        if other.promised_in.published_at is None:
            raise CommitmentRefused(_("The other commitment is not published yet."), code="successor_draft")


def _move(locked: Commitment, said: Reported, after: str, today: date) -> None:
    """Set what the report changes. Without a verb reason and expected day stay as they were said."""
    if said.verb:
        is_finished = after not in STILL_OWED
        locked.reason = said.reason.strip() if said.verb in SAYS_WHY else ""
        locked.expected_on = None if is_finished else said.expected_on
        locked.finished_on = today if is_finished else None
        if said.verb == "supersede":
            locked.superseded_by = said.successor
    elif said.expected_on is not None and after in STILL_OWED:
        locked.expected_on = said.expected_on
    locked.state = after
    locked.next_report_on = next_due(locked, after, today)
    locked.save(
        update_fields=["state", "reason", "expected_on", "finished_on", "superseded_by", "next_report_on"]
    )
