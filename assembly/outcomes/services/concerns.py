"""What members say back to an answer: ask for clarification or disagree; the team passes it on or sets it aside.

What a member does on their own page is recorded without their name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Person, User
from assembly.outcomes.enums_responses import ResponseState
from assembly.outcomes.errors import VoiceRefused
from assembly.outcomes.models import Concern, FormalResponse, ResponseVersion
from assembly.outcomes.response_lifecycle import CONCERN, RESPONSE
from assembly.outcomes.selectors.voices import is_newest
from assembly.services.record import record_event
from evidence.enums import Way


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody says back. `supporters` counts a table; `token` was made with the form."""

    kind: str
    text: str
    token: UUID
    supporters: int = 1
    raised_by: Person | None = None


@transaction.atomic
def raise_concern(
    *, version: ResponseVersion, raised: Raised, way: str = Way.ONLINE, actor: User | None, now: datetime
) -> Concern:
    """Keep what a member says, or what staff enter for a member or a table. Sent twice, it is one concern.

    Raises:
        VoiceRefused: the version is not the newest published one, or nothing is said.
    """
    response = _locked(version.response_id)
    if standing := Concern.objects.filter(token=raised.token, response=response).first():
        return standing
    if version.published_at is None or not is_newest(version):
        raise VoiceRefused(_("A revised version of this answer has come: read it first."), code="revised")
    if not raised.text.strip():
        raise VoiceRefused(_("Write what is unclear, or why you disagree."), code="no_text")
    last = response.concerns.aggregate(last=Max("number"))["last"] or 0
    concern = Concern.objects.create(
        response=response,
        version=version,
        number=last + 1,
        kind=raised.kind,
        text=raised.text.strip(),
        supporters=raised.supporters,
        raised_by=raised.raised_by,
        way=way,
        token=raised.token,
        raised_at=now,
        entered_by=actor,
    )
    verb = "concern.enter" if actor else "concern.raise"
    details = {**_told(concern, response), "kind": str(concern.kind), "way": str(way)}
    record_event(verb, obj=concern, assembly=response.assembly, actor=actor, now=now, details=details)
    return concern


@transaction.atomic
def pass_concern_on(*, concern: Concern, actor: User, now: datetime) -> Concern:
    """Pass a concern on to the body, whose answer waits for clarification from then on.

    Raises:
        IllegalMove: it was decided about before.
    """
    response = _locked(concern.response_id)
    moved = _move(concern, "pass_on", response, actor, now, passed_on_at=now)
    # A second concern joins a first that the body has not answered yet.
    if response.state != ResponseState.CLARIFICATION_REQUESTED:
        move(
            RESPONSE,
            response,
            "request_clarification",
            assembly=response.assembly,
            actor=actor,
            now=now,
            details={"recommendation": response.recommendation.report_number, "body": response.body.name},
        )
    return moved


@transaction.atomic
def set_concern_aside(*, concern: Concern, reason: str, actor: User, now: datetime) -> Concern:
    """Decide that a concern is not passed on, with the reason that whoever raised it reads.

    Raises:
        ReasonMissing: there is none.
        IllegalMove: it was passed on or set aside before.
    """
    response = _locked(concern.response_id)
    # Refused for its state before a reason is asked for, so that nobody writes one in vain.
    CONCERN.target(Concern.objects.get(pk=concern.pk).state, "set_aside")
    if not reason.strip():
        raise ReasonMissing(_("Say why it is set aside. Whoever raised it reads it."))
    return _move(concern, "set_aside", response, actor, now, reason=reason.strip())


@transaction.atomic
def take_concern_up(*, concern: Concern, actor: User, now: datetime) -> Concern:
    """Take up again what was set aside.

    Raises:
        IllegalMove: it was not.
    """
    return _move(concern, "take_up", _locked(concern.response_id), actor, now, reason="")


def _locked(pk: int) -> FormalResponse:
    # The answer's row is the lock for numbers, and keeps a body from revising while a concern is passed on.
    rows = FormalResponse.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("assembly", "recommendation", "body").get(pk=pk)


def _move(
    concern: Concern, verb: str, response: FormalResponse, actor: User, now: datetime, **changes: Any
) -> Concern:
    return move(
        CONCERN,
        concern,
        verb,
        assembly=response.assembly,
        actor=actor,
        now=now,
        details=_told(concern, response),
        changes=changes,
    )


def _told(concern: Concern, response: FormalResponse) -> dict[str, Any]:
    return {
        "number": concern.number,
        "recommendation": response.recommendation.report_number,
        "body": response.body.name,
    }
