"""Give people seats, move seats through their lifecycle, and keep the people on them in step."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import IllegalMove, ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import RespondentState
from sortition.enums_seats import GIVEN_UP, HELD, SeatOrigin, SeatState
from sortition.models import Respondent, Seat, SelectionRun
from sortition.respondent_lifecycle import RESPONDENT
from sortition.seat_lifecycle import SEAT
from sortition.services.members import keep_in_step

# What becomes of the person when their seat is moved by a verb.
_OF_THE_PERSON = {
    "decline": {RespondentState.CONFIRMED: "reopen"},
    "recall": {RespondentState.SELECTED: "release"},
    "remove": {RespondentState.CONFIRMED: "withdraw"},
    "withdraw": {RespondentState.SELECTED: "withdraw", RespondentState.CONFIRMED: "withdraw"},
    "miss": {RespondentState.CONFIRMED: "withdraw"},
    # Until then an answer can be changed; once somebody else is sought it cannot.
    "seek": {RespondentState.SELECTED: "withdraw", RespondentState.CONFIRMED: "withdraw"},
}


@transaction.atomic
def open_seats(
    *,
    assembly: Assembly,
    run: SelectionRun,
    people: Iterable[int],
    origin: SeatOrigin,
    actor: User | None,
    now: datetime,
) -> list[Seat]:
    """Offer the places of a panel, from 1 in the order of `people` (keys of respondents), to those drawn for them.

    Who has withdrawn or was erased since the freeze was drawn all the same: their seat is there and given up, so that
    it is filled like any other. One event stands in the record.
    """
    drawn = list(people)
    found = Respondent.objects.select_for_update(no_key=True).in_bulk(drawn)
    present = [pk for pk in drawn if found[pk].state == RespondentState.POOL]
    Respondent.objects.filter(pk__in=present).update(state=RespondentState.SELECTED, selected_by=run)
    gone = {
        "state": SeatState.WITHDRAWN_BEFORE_START,
        "left_as": SeatState.WITHDRAWN_BEFORE_START,
        "left_at": now,
    }
    seats = Seat.objects.bulk_create(
        Seat(
            assembly=assembly,
            number=number,
            respondent_id=pk,
            origin=origin,
            run=run,
            offered_at=now,
            **({} if found[pk].state == RespondentState.POOL else gone),
        )
        for number, pk in enumerate(drawn, start=1)
    )
    record_event(
        "seat.opened",
        obj=run,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "number": run.number,
            "seats": len(seats),
            "respondents": drawn,
            "gone": len(drawn) - len(present),
        },
    )
    return seats


@transaction.atomic
def move_seat(
    *,
    seat: Seat,
    verb: str,
    actor: User | None,
    now: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Seat:
    """Move a seat by a verb of its lifecycle, and whoever holds it along with it.

    Locks the seat, then the person, always in this order: of two who answer at once the second sees what the first
    has done.

    Raises:
        IllegalMove: the seat's present state has no such move.
    """
    locked = (
        Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly").get(pk=seat.pk)
    )
    after = SEAT.target(locked.state, verb)
    marks: dict[str, Any] = {}
    if after in HELD:
        marks = {"left_as": "", "left_at": None}
    elif after in GIVEN_UP:
        marks = {"left_as": after, "left_at": now}
    moved = move(
        SEAT,
        locked,
        verb,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason,
        details={"number": locked.number, "respondent": locked.respondent_id, **(details or {})},
        changes={**marks, **(changes or {})},
    )
    _move_person(moved, verb, actor=actor, now=now, reason=reason)
    return moved


BY_HAND = ("onboard", "start", "complete", "withdraw", "miss", "remove")
"""Verbs that an organiser may use on a seat as such; the others belong to offers, calls and replacements."""
SAYS_WHY = ("withdraw", "miss", "remove")


def move_seat_by_hand(*, seat: Seat, verb: str, reason: str, actor: User, now: datetime) -> Seat:
    """Move a member's seat on, or note that the member leaves it.

    Raises:
        IllegalMove: the seat's present state has no such move, or the verb is none of `BY_HAND`.
        ReasonMissing: somebody leaves without a reason.
    """
    if verb not in BY_HAND:
        raise IllegalMove(_("“%(verb)s” is not done to a seat by hand.") % {"verb": verb})
    if verb in SAYS_WHY and not reason.strip():
        raise ReasonMissing(_("Say why. It stands in the record."))
    return move_seat(seat=seat, verb=verb, actor=actor, now=now, reason=reason.strip())


def _move_person(seat: Seat, verb: str, *, actor: User | None, now: datetime, reason: str) -> None:
    person = Respondent.objects.select_for_update(no_key=True).get(pk=seat.respondent_id)
    moves = _OF_THE_PERSON.get(verb, {})
    if verb == "seek" and Seat.objects.filter(respondent=person, state__in=HELD).exists():
        # An offer that was taken back gave them to the pool again, and they were drawn for another seat meanwhile.
        return
    # Whoever has withdrawn cannot say yes any more: the person's own table refuses it.
    own_verb = "confirm" if verb == "confirm" else moves.get(RespondentState(person.state))
    if own_verb is not None:
        moved = move(
            RESPONDENT,
            person,
            own_verb,
            assembly=seat.assembly,
            actor=actor,
            now=now,
            reason=reason or str(SeatState(seat.left_as).label if seat.left_as else ""),
            details={"seat": seat.number},
        )
        keep_in_step(seat=seat, person=moved, actor=actor, now=now)


def lock_seats_of(pks: Collection[int]) -> None:
    """Lock the seats that people hold, before anybody locks the people."""
    list(
        Seat.objects.select_for_update(no_key=True).filter(respondent__in=pks, state__in=HELD).order_by("pk")
    )


def vacate_seats_of(*, pks: Iterable[int], actor: User | None, now: datetime, reason: str) -> int:
    """Let people who withdraw or are erased leave the seats that they hold; return how many seats."""
    seats = Seat.objects.filter(respondent__in=list(pks), state__in=HELD).exclude(state=SeatState.COMPLETED)
    for seat in seats:
        move_seat(seat=seat, verb="withdraw", actor=actor, now=now, reason=reason)
    return len(seats)


@transaction.atomic
def fill_seat(
    *,
    seat: Seat,
    person: Respondent,
    origin: SeatOrigin,
    run: SelectionRun | None,
    actor: User | None,
    now: datetime,
) -> Seat:
    """Offer a seat that waits for a replacement to somebody from the pool; return the row that is now theirs.

    Raises:
        IllegalMove: the seat does not wait, or the person is not in the pool.
    """
    left = move_seat(seat=seat, verb="fill", actor=actor, now=now)
    chosen = move(
        RESPONDENT,
        person,
        "select",
        assembly=left.assembly,
        actor=actor,
        now=now,
        details={"seat": left.number},
        changes={"selected_by": run} if run else None,
    )
    offered = Seat.objects.create(
        assembly=left.assembly,
        number=left.number,
        respondent=chosen,
        origin=origin,
        run=run,
        fills=left,
        offered_at=now,
    )
    record_event(
        "seat.offered",
        obj=offered,
        assembly=left.assembly,
        actor=actor,
        now=now,
        details={"number": left.number, "respondent": chosen.pk, "fills": left.pk, "origin": str(origin)},
    )
    return offered
