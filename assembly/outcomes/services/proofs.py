"""Evidence that a commitment was kept, and what the team finds of it: confirmed or disputed, with words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import User
from assembly.outcomes.commitment_lifecycle import COMMITMENT, VERIFICATION
from assembly.outcomes.enums_responses import ProofKind
from assembly.outcomes.errors import CommitmentRefused
from assembly.outcomes.models import Commitment, Proof
from assembly.outcomes.services.progress_reports import next_due, told
from assembly.services.record import record_event
from evidence.services.files import keep_file
from evidence.uploads.checked import CheckedFile


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry: what is shown or found. `token` was made with the form: sent twice, it is one entry."""

    text: str
    token: UUID
    link: str = ""
    file: CheckedFile | None = None


@transaction.atomic
def supply_proof(*, commitment: Commitment, shown: Shown, actor: User, now: datetime) -> Proof:
    """Add evidence that what was reported is so.

    Raises:
        CommitmentRefused: the answer is not published, or it says nothing.
    """
    locked = _locked(commitment)
    if standing := _standing(locked, shown):
        return standing
    return _add(locked, "supply", shown, actor, now)


@transaction.atomic
def confirm_commitment(*, commitment: Commitment, shown: Shown, actor: User, now: datetime) -> Proof:
    """Confirm, in words, that the evidence shows it.

    Raises:
        CommitmentRefused: whoever confirms supplied evidence themselves, or it says nothing.
        IllegalMove: there is no evidence since it was disputed or confirmed.
    """
    locked = _locked(commitment)
    if standing := _standing(locked, shown):
        return standing
    VERIFICATION.target(locked.verification, "confirm")
    # Four eyes: all evidence counts, however long ago it was supplied.
    if locked.proofs.filter(kind=ProofKind.EVIDENCE, entered_by=actor).exists():
        raise CommitmentRefused(
            _("You supplied evidence for this yourself: somebody else confirms it."), code="own_evidence"
        )
    return _add(locked, "confirm", shown, actor, now)


@transaction.atomic
def dispute_commitment(
    *, commitment: Commitment, shown: Shown, reopens: bool = False, actor: User, now: datetime
) -> Proof:
    """Say why the evidence does not show it; one reported as delivered may be reopened with it.

    Raises:
        CommitmentRefused: it says nothing.
        IllegalMove: there is nothing to dispute, or to reopen.
    """
    locked = _locked(commitment)
    if standing := _standing(locked, shown):
        return standing
    proof = _add(locked, "dispute", shown, actor, now)
    if reopens:
        today = timezone.localdate(now)
        after = COMMITMENT.target(locked.state, "reopen")
        changes = {"finished_on": None, "next_report_on": next_due(locked, after, today)}
        move(
            COMMITMENT,
            locked,
            "reopen",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details=told(locked),
            changes=changes,
        )
    return proof


def _locked(commitment: Commitment) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("assembly", "body", "promised_in").get(pk=commitment.pk)
    if locked.promised_in.published_at is None:
        raise CommitmentRefused(_("The answer that promises it is not published yet."), code="draft")
    return locked


def _standing(locked: Commitment, shown: Shown) -> Proof | None:
    return Proof.objects.filter(commitment=locked, token=shown.token).first()


_KINDS = {
    "supply": ProofKind.EVIDENCE,
    "confirm": ProofKind.CONFIRMATION,
    "dispute": ProofKind.DISPUTE,
}


def _add(locked: Commitment, verb: str, shown: Shown, actor: User, now: datetime) -> Proof:
    after = VERIFICATION.target(locked.verification, verb)
    if not shown.text.strip():
        raise CommitmentRefused(_("Say in words what it shows."), code="no_text")
    file = None
    if shown.file is not None:
        file = keep_file(assembly=locked.assembly, checked=shown.file, actor=actor, now=now)
    last = locked.proofs.aggregate(last=Max("number"))["last"] or 0
    proof = Proof.objects.create(
        commitment=locked,
        number=last + 1,
        kind=_KINDS[verb],
        text=shown.text.strip(),
        link=shown.link,
        file=file,
        token=shown.token,
        made_at=now,
        entered_by=actor,
    )
    details = {**told(locked), "proof": proof.number, "from": locked.verification, "to": after}
    locked.verification = after
    locked.save(update_fields=["verification"])
    record_event(
        f"verification.{verb}", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )
    return proof
