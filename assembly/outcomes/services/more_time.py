"""More time for an answer: a body wishes it with a reason, the team grants or refuses; and when one is expected."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import User
from assembly.outcomes.enums_responses import ExtensionState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Extension, FormalResponse
from assembly.outcomes.response_lifecycle import EXTENSION
from assembly.services.record import record_event


@transaction.atomic
def ask_for_time(
    *, response: FormalResponse, wanted_until: date, reason: str, way: str, actor: User, now: datetime
) -> Extension:
    """Keep a body's wish for more time, by an official or entered from paper. Sent twice, it is one wish.

    Raises:
        ResponseRefused: nothing is owed, no reason is given, the day is not later, or another wish is open.
    """
    fresh = _locked(response)
    if not reason.strip():
        raise ResponseRefused(_("Say why more time is needed: the public reads it."), code="no_reason")
    if wanted_until <= max(fresh.due_on, timezone.localdate(now)):
        raise ResponseRefused(
            _("Choose a day after the day on which it is due, and after today."), code="no_later"
        )
    standing = fresh.extensions.filter(state=ExtensionState.ASKED).first()
    if standing is not None:
        if (standing.wanted_until, standing.reason) == (wanted_until, reason.strip()):
            return standing
        raise ResponseRefused(_("A wish for more time waits for a decision already."), code="open")
    last = fresh.extensions.aggregate(last=Max("number"))["last"] or 0
    wish = Extension.objects.create(
        response=fresh,
        number=last + 1,
        due_before=fresh.due_on,
        wanted_until=wanted_until,
        reason=reason.strip(),
        way=way,
        asked_at=now,
        asked_by=actor,
    )
    details = {**_told(fresh), "wanted_until": wanted_until, "way": str(way)}
    record_event("extension.ask", obj=wish, assembly=fresh.assembly, actor=actor, now=now, details=details)
    return wish


@transaction.atomic
def grant_time(*, extension: Extension, actor: User, now: datetime, reason: str = "") -> Extension:
    """Grant more time: the answer is due on the wished day, and the first due day stays beside it.

    One that was late is late no more; the record and the first day keep that it was.

    Raises:
        IllegalMove: it was decided before.
        ResponseRefused: the answer is published, or due later than wished by now.
    """
    fresh, response = _open_wish(extension, "grant")
    if fresh.wanted_until <= response.due_on:
        raise ResponseRefused(_("The answer is due on a later day by now."), code="no_later")
    response.due_on = fresh.wanted_until
    if fresh.wanted_until >= timezone.localdate(now):
        response.overdue_since = None
    response.save(update_fields=["due_on", "overdue_since"])
    return _decide("grant", fresh, response, reason=reason, actor=actor, now=now)


@transaction.atomic
def refuse_time(*, extension: Extension, reason: str, actor: User, now: datetime) -> Extension:
    """Refuse more time, with the reason.

    Raises:
        IllegalMove: it was decided before.
        ResponseRefused: no reason is given.
    """
    fresh, response = _open_wish(extension, "refuse", is_refused=True)
    if not reason.strip():
        raise ResponseRefused(_("Say why: the body reads it."), code="no_reason")
    return _decide("refuse", fresh, response, reason=reason, actor=actor, now=now)


@transaction.atomic
def expect_answer(
    *, response: FormalResponse, expected_on: date | None, actor: User, now: datetime
) -> FormalResponse:
    """Say when a body itself expects to answer; the day on which it is due stays. None takes it back.

    Raises:
        ResponseRefused: nothing is owed any more, or the day is over.
    """
    fresh = _locked(response)
    if expected_on is not None and expected_on < timezone.localdate(now):
        raise ResponseRefused(_("Choose a day that is not over."), code="over")
    if fresh.expected_on != expected_on:
        fresh.expected_on = expected_on
        fresh.save(update_fields=["expected_on"])
        details = {**_told(fresh), "expected_on": expected_on}
        record_event(
            "response.expect", obj=fresh, assembly=fresh.assembly, actor=actor, now=now, details=details
        )
    return fresh


def _locked(response: FormalResponse, *, must_be_owed: bool = True) -> FormalResponse:
    rows = FormalResponse.objects.select_for_update(of=("self",), no_key=True)
    fresh = rows.select_related("assembly", "recommendation", "body").get(pk=response.pk)
    if must_be_owed and not fresh.is_owed:
        raise ResponseRefused(_("The answer is published: nothing is owed any more."), code="answered")
    return fresh


def _open_wish(
    extension: Extension, verb: str, *, is_refused: bool = False
) -> tuple[Extension, FormalResponse]:
    """Lock the answer and then the wish, and hold the verb against the lifecycle."""
    response = _locked(extension.response, must_be_owed=False)
    fresh = Extension.objects.select_for_update(no_key=True, of=("self",)).get(pk=extension.pk)
    EXTENSION.target(fresh.state, verb)
    if not is_refused and not response.is_owed:
        raise ResponseRefused(_("The answer is published: nothing is owed any more."), code="answered")
    return fresh, response


def _decide(
    verb: str, wish: Extension, response: FormalResponse, *, reason: str, actor: User, now: datetime
) -> Extension:
    details = {**_told(response), "due_on": response.due_on}
    changes = {"decided_at": now, "decision_reason": reason.strip()}
    return move(
        EXTENSION,
        wish,
        verb,
        assembly=response.assembly,
        actor=actor,
        now=now,
        details=details,
        changes=changes,
    )


def _told(response: FormalResponse) -> dict[str, Any]:
    return {"recommendation": response.recommendation.report_number, "body": response.body.name}
