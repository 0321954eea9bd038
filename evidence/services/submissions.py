"""Take in what people send to the call, and decide about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from evidence.call_lifecycle import SUBMISSION
from evidence.enums import CallState, Way
from evidence.errors import SubmissionRefused
from evidence.models import Call, Submission, Topic
from evidence.selectors.calls import is_open
from evidence.services.files import keep_file
from evidence.services.receipts import Page, begin_receipt
from evidence.services.submission_items import item_of_submission
from evidence.services.submissions_erasure import erase_submissions
from evidence.uploads.checked import CheckedFile


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends in, and what they say about themselves."""

    title: str
    text: str
    name: str
    interests: str
    organisation: str = ""
    email: str = ""
    address: str = ""
    may_name: bool = False
    topic: Topic | None = None
    file: CheckedFile | None = None


@transaction.atomic
def send_submission(
    *, call: Call, sent: Sent, token: UUID, now: datetime, page: Page | None = None
) -> Submission:
    """Take in what somebody sends on the public page; the same form sent twice is one submission.

    page: on which page; then its author is told by e-mail that it has come, where they gave an address.

    Raises:
        SubmissionRefused: the call is not open, or nothing is said.
    """
    home = _locked_home(call)
    if standing := Submission.objects.filter(token=token, call=call).first():
        return standing
    # Held to the end, so that what is taken in stands in the record before the call is closed.
    held = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    if not is_open(held, now):
        raise SubmissionRefused(_("The call is closed."), code="closed")
    submission = _keep(home, call, sent, way=Way.ONLINE, token=token, actor=None, now=now)
    if page is not None:
        begin_receipt(submission, page=page, now=now)
    return submission


@transaction.atomic
def enter_submission(
    *, call: Call, sent: Sent, way: str, token: UUID, actor: User, now: datetime
) -> Submission:
    """Enter what came by post, by e-mail or by phone; also after the call has closed, for what came in time.

    Raises:
        SubmissionRefused: there was no call yet, or nothing is said.
    """
    home = _locked_home(call)
    if standing := Submission.objects.filter(token=token, call=call).first():
        return standing
    call.refresh_from_db(fields=["state"])
    if call.state == CallState.DRAFT:
        raise SubmissionRefused(_("Open the call first."), code="not_open")
    return _keep(home, call, sent, way=way, token=token, actor=actor, now=now)


def _locked_home(call: Call) -> Assembly:
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    return Assembly.objects.select_for_update(no_key=True).get(pk=call.assembly_id)


def _keep(
    home: Assembly, call: Call, sent: Sent, *, way: str, token: UUID, actor: User | None, now: datetime
) -> Submission:
    if not sent.text.strip() and sent.file is None:
        raise SubmissionRefused(_("Write something, or add a file."), code="empty")
    stored = keep_file(assembly=home, checked=sent.file, actor=actor, now=now) if sent.file else None
    last = Submission.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    submission = Submission.objects.create(
        call=call,
        number=last + 1,
        title=sent.title.strip(),
        text=sent.text.strip(),
        name=sent.name.strip(),
        organisation=sent.organisation.strip(),
        email=sent.email.strip(),
        address=sent.address.strip(),
        may_name=sent.may_name,
        interests=sent.interests.strip(),
        topic=sent.topic,
        file=stored,
        way=way,
        token=token,
        received_at=now,
        entered_by=actor,
    )
    record_event(
        "submission.enter" if actor else "submission.receive",
        obj=submission,
        assembly=home,
        actor=actor,
        now=now,
        details={"number": submission.number, "way": str(way)},
    )
    return submission


def _locked(submission: Submission, verb: str, seen: str | None = None) -> Submission:
    # The assembly's row first: taking up counts the evidence items.
    Assembly.objects.select_for_update(no_key=True).get(pk=submission.call.assembly_id)
    rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "call__assembly", "file"
    )
    locked = rows.get(pk=submission.pk)
    if seen is not None and locked.state != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody has decided about this submission meanwhile. This is how it stands now: decide again."
            )
        )
    SUBMISSION.target(locked.state, verb)
    if locked.erased_at is not None:
        raise SubmissionRefused(_("Its words were erased."), code="erased")
    return locked


@transaction.atomic
def take_submission_up(
    *, submission: Submission, actor: User, now: datetime, seen: str | None = None
) -> Submission:
    """Make an evidence item of it, which then passes review, plain language and approval like any other.

    Raises:
        ChangedMeanwhile: somebody else decided: it is no longer in the state that the page showed (`seen`).
        SubmissionRefused: its words were erased.
        IllegalMove: it is taken up already, or was taken back.
    """
    locked = _locked(submission, "take_up", seen)
    item = item_of_submission(submission=locked, actor=actor, now=now)
    return move(
        SUBMISSION,
        locked,
        "take_up",
        assembly=locked.call.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "item": item.number},
        changes={"item": item, "reason": "", "decided_at": now, "decided_by": actor},
    )


@transaction.atomic
def turn_submission_down(
    *, submission: Submission, reason: str, actor: User, now: datetime, seen: str | None = None
) -> Submission:
    """Decide not to take it up, with the reason that its author reads.

    Raises:
        ChangedMeanwhile: somebody else decided: it is no longer in the state that the page showed (`seen`).
        ReasonMissing: there is none.
        IllegalMove: it is decided already, or was taken back.
    """
    locked = _locked(submission, "turn_down", seen)
    if not reason.strip():
        raise ReasonMissing(_("Say why it is not taken up. Its author reads it."))
    return move(
        SUBMISSION,
        locked,
        "turn_down",
        assembly=locked.call.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
        changes={"reason": reason.strip(), "decided_at": now, "decided_by": actor},
    )


@transaction.atomic
def withdraw_submission(*, submission: Submission, actor: User | None, now: datetime) -> Submission:
    """Take it back at its author's wish, and erase its words, names and file.

    actor: None where its author does it by the secret link.

    Raises:
        IllegalMove: it is evidence by now, or was taken back already.
    """
    locked = _locked(submission, "withdraw")
    assembly = locked.call.assembly
    # First, because erasing takes the details of all earlier entries of the record: this one keeps the number.
    erase_submissions(
        pks=[locked.pk], assembly=assembly, actor=actor, now=now, reason=_("Taken back by its author")
    )
    return move(
        SUBMISSION,
        locked,
        "withdraw",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": locked.number},
    )
