"""Write, open and close the call for submissions."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from evidence.call_lifecycle import CALL
from evidence.enums import CallState
from evidence.errors import SubmissionRefused
from evidence.models import Call


@transaction.atomic
def save_call(
    *,
    assembly: Assembly,
    title: str,
    text: str,
    closes_at: datetime | None,
    takes_files: bool,
    actor: User,
    now: datetime,
) -> Call:
    """Keep the words of the call, when it closes, and whether it takes files.

    Raises:
        SubmissionRefused: it is open, and would close in the past.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    call = Call.objects.filter(assembly=home).first() or Call(assembly=home)
    if closes_at is not None and closes_at <= now and (call.opened_at or call.state == CallState.OPEN):
        raise SubmissionRefused(_("Choose a last day that is not over, or close the call."), code="over")
    call.title, call.text, call.closes_at, call.takes_files = (
        title.strip(),
        text.strip(),
        closes_at,
        takes_files,
    )
    call.save()
    details = {"closes_at": closes_at.isoformat() if closes_at else ""}
    record_event("call.save", obj=call, assembly=home, actor=actor, now=now, details=details)
    return call


@transaction.atomic
def open_call(*, call: Call, actor: User, now: datetime) -> Call:
    """Let everybody send something in.

    Raises:
        SubmissionRefused: its last day is over.
        IllegalMove: it is open.
    """
    locked = (
        Call.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly").get(pk=call.pk)
    )
    CALL.target(locked.state, "open")
    if locked.closes_at is not None and locked.closes_at <= now:
        raise SubmissionRefused(_("Its last day is over. Give it another first."), code="over")
    return move(
        CALL,
        locked,
        "open",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        changes={"opened_at": now},
    )


@transaction.atomic
def close_call(*, call: Call, actor: User | None, now: datetime) -> Call:
    """Let nobody send anything in any more.

    Raises:
        IllegalMove: it is not open.
    """
    return move(CALL, call, "close", assembly=call.assembly, actor=actor, now=now)


def close_due_calls(now: datetime) -> int:
    """Close the calls whose last day is over; return how many."""
    closed = 0
    for call in Call.objects.filter(state=CallState.OPEN, closes_at__lte=now).select_related("assembly"):
        with transaction.atomic():
            locked = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
            # Somebody may have closed it, or given it a later day, since it was found.
            if locked.state == CallState.OPEN and locked.closes_at and locked.closes_at <= now:
                close_call(call=call, actor=None, now=now)
                closed += 1
    return closed
