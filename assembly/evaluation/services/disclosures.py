"""Take in freedom-of-information requests, and say what became of them. The record never holds who asked, or what."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.evaluation.errors_closing import DisclosureRefused
from assembly.evaluation.models import DisclosureRequest
from assembly.evaluation.request_lifecycle import REQUEST
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event

SAYS_WHY = ("refuse", "reopen")
"""Verbs that want a reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by whom, how and when. Days are those of the letter."""

    asked_on: date
    asked_by: str
    way: str
    subject: str
    period_from: date | None
    period_to: date | None
    due_on: date


@transaction.atomic
def receive_request(
    *, assembly: Assembly, asked: Asked, token: uuid.UUID, actor: User, now: datetime
) -> DisclosureRequest:
    """Number and keep a request; the same form sent twice is one request."""
    Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)
    if known := DisclosureRequest.objects.filter(token=token, assembly=assembly).first():
        return known
    requests = DisclosureRequest.objects.filter(assembly=assembly)
    request = DisclosureRequest.objects.create(
        assembly=assembly,
        number=(requests.aggregate(last=Max("number"))["last"] or 0) + 1,
        asked_on=asked.asked_on,
        asked_by=asked.asked_by,
        way=asked.way,
        subject=asked.subject,
        period_from=asked.period_from,
        period_to=asked.period_to,
        due_on=asked.due_on,
        token=token,
        entered_at=now,
        entered_by=actor,
    )
    record_event(
        "disclosure.receive",
        obj=request,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": request.number, "way": str(request.way)},
    )
    return request


@transaction.atomic
def settle_request(
    *,
    request: DisclosureRequest,
    verb: str,
    settled_on: date,
    reason: str,
    actor: User,
    now: datetime,
) -> DisclosureRequest:
    """Answer, withdraw, refuse or reopen a request.

    Raises:
        IllegalMove: not from where the request stands now.
        DisclosureRefused: the reason is missing, or the day lies before the request.
    """
    Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.assembly_id)
    if verb in SAYS_WHY and not reason:
        raise DisclosureRefused(_("Say why."), code="reason_missing")
    if verb != "reopen" and settled_on < request.asked_on:
        raise DisclosureRefused(_("That day lies before the request."), code="too_early")
    return move(
        REQUEST,
        request,
        verb,
        assembly=request.assembly,
        actor=actor,
        now=now,
        details={"number": request.number},
        changes={"reason": reason, "settled_on": None if verb == "reopen" else settled_on},
    )


@transaction.atomic
def forget_who_asked(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Forget who asked, where a request is settled; what was asked stays. Answer of how many."""
    Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)
    found = DisclosureRequest.objects.filter(assembly=assembly, settled_on__isnull=False).exclude(asked_by="")
    forgotten = found.update(asked_by="")
    if forgotten:
        record_event(
            "disclosure.askers_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"requests": forgotten},
        )
    return forgotten
