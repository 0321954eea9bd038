"""From the committed draw to the panel: take the randomness in, resolve it, publish the result and offer the seats."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.draw import (
    Addition,
    BallEntry,
    BallsRead,
    Beacon,
    BeaconRound,
    DrawError,
    Revealed,
    Seed,
    panel_number,
    resolve,
)
from sortition.draw.sources import Value, read_value
from sortition.draw_lifecycle import DRAW
from sortition.draw_terms import SYSTEM, as_moment, on_one_line, source_of
from sortition.enums_draws import DrawState, SourceKind
from sortition.enums_seats import SeatOrigin
from sortition.errors import DrawRefused
from sortition.models import Draw, DrawEntrant, DrawFile, SelectionRun
from sortition.selectors.draws import bundle_of
from sortition.services.seats import open_seats
from sortition.snapshot import pack

MOST_READINGS = 2
_SENTENCES = {
    "wrong_faces": gettext_lazy(
        "Each go has to name every ball or die, and each of them a number that it can show."
    ),
    "no_go_counts": gettext_lazy(
        "This number stands for no panel, so all are drawn once more. Add the next go below the others."
    ),
    "go_after_the_last": gettext_lazy("An earlier go decides already. Take away what stands after it."),
    "round_differs": gettext_lazy("This is another round than the one that was named."),
    "randomness_is_not_the_hash": gettext_lazy(
        "The randomness is not the hash of the signature. Copy both again."
    ),
    "not_hexadecimal": gettext_lazy(
        "Both are rows of the digits 0 to 9 and the letters a to f. Copy them again."
    ),
    "parties_differ": gettext_lazy("Everybody who was named has to add something, and nobody else."),
    "text_not_canonical": gettext_lazy("Write something on one line, at most 2,000 characters."),
    "drawn_out_of_time": gettext_lazy("The deadline of the draw has passed: it is void. Say so on its page."),
}


@transaction.atomic
def enter_reading(*, draw: Draw, by: str, goes: Sequence[Sequence[int]], actor: User, now: datetime) -> Draw:
    """Take what one person read of the balls or dice; the second reading settles it where both say the same.

    Returns:
        the draw, still committed after the first reading, with the randomness received after the second.

    Raises:
        DrawRefused: numbers that cannot have been drawn; the same reader twice; or the second reading differs from
            the first: then both are put aside, and both people read again.
    """
    locked = _locked(draw, SourceKind.BALLS)
    reader = on_one_line(by)
    entry = BallEntry(reader, tuple(tuple(go) for go in goes))
    # A reading that could not be drawn is refused before it counts as one.
    _number_of(locked, BallsRead((entry, BallEntry(f"{reader} again", entry.goes))))
    if any(each["by"].casefold() == reader.casefold() for each in locked.readings):
        raise DrawRefused(_("The second reading has to be by somebody else."), code="same_reader")
    if locked.readings and locked.readings[0]["goes"] != [list(go) for go in entry.goes]:
        first = locked.readings[0]["by"]
        Draw.objects.filter(pk=locked.pk).update(readings=[])
        record_event(
            "draw.readings_differ",
            obj=locked,
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number, "readers": [first, reader]},
        )
        locked.readings = []
        return locked
    locked.readings = [*locked.readings, {"by": reader, "goes": [list(go) for go in entry.goes]}]
    if len(locked.readings) < MOST_READINGS:
        locked.save(update_fields=["readings"])
        record_event(
            "draw.reading_entered",
            obj=locked,
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number, "reader": reader},
        )
        return locked
    entries = tuple(
        BallEntry(each["by"], tuple(tuple(go) for go in each["goes"])) for each in locked.readings
    )
    return _receive(locked, BallsRead(entries), actor, now)


@transaction.atomic
def enter_beacon(*, draw: Draw, signature: str, randomness: str, actor: User, now: datetime) -> Draw:
    """Take the round that was named, as the beacon published it.

    Raises:
        DrawRefused: the round is not out yet, or the two do not belong together.
    """
    locked = _locked(draw, SourceKind.BEACON)
    if now < locked.held_at:
        raise DrawRefused(_("The round is not out yet."), code="too_early")
    source = source_of(locked.source)
    number = source.round if isinstance(source, Beacon) else 0
    given = BeaconRound(number, signature.strip().lower(), randomness.strip().lower())
    return _receive(locked, given, actor, now)


@transaction.atomic
def enter_additions(*, draw: Draw, texts: Sequence[str], actor: User, now: datetime) -> Draw:
    """Take what the witnesses add, in the order in which they were named, and open the system's seal.

    Raises:
        DrawRefused: somebody added nothing.
    """
    locked = _locked(draw, SourceKind.REVEAL)
    seed = DrawFile.objects.values_list("seed", flat=True).get(draw=locked)
    added = tuple(
        Addition(name, on_one_line(text)) for name, text in zip(locked.witnesses, texts, strict=True)
    )
    return _receive(locked, Revealed((Seed(SYSTEM, seed),), added), actor, now)


@transaction.atomic
def resolve_draw(*, draw: Draw, actor: User, now: datetime) -> Draw:
    """Compute the number of the panel from the randomness received; nobody has anything to decide.

    Raises:
        IllegalMove: there is no randomness yet, or it was resolved already.
        DrawRefused: the deadline has passed.
    """
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "file")
        .get(pk=draw.pk)
    )
    DRAW.target(locked.state, "resolve")
    public = bundle_of(locked)
    try:
        resolved = resolve(
            public, read_value(locked.value, "value"), drawn_at=as_moment(locked.received_at or now)
        )
    except DrawError as error:
        raise _refused(error) from error
    number = getattr(resolved.outcome, "number", None)
    DrawFile.objects.filter(draw=locked).update(bundle=pack(resolved.to_bytes()))
    return move(
        DRAW,
        locked,
        "resolve",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "panel": number, "hash": resolved.hash},
        changes={"panel_number": number, "resolved_at": now, "bundle_hash": resolved.hash},
    )


@transaction.atomic
def publish_draw(*, draw: Draw, actor: User, now: datetime) -> Draw:
    """Publish the result: the run becomes binding, and the seats are offered to the people of the panel.

    Raises:
        IllegalMove: it is not resolved, or was published already.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=draw.assembly_id)
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "file", "run")
        .get(pk=draw.pk)
    )
    published = move(
        DRAW,
        locked,
        "publish",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "panel": locked.panel_number},
        changes={"published_at": now},
    )
    SelectionRun.objects.filter(pk=locked.run_id).update(is_binding=True)
    outcome = bundle_of(locked).outcome
    people = dict(DrawEntrant.objects.filter(draw=locked).values_list("pseudonym", "respondent"))
    open_seats(
        assembly=locked.assembly,
        run=locked.run,
        people=[people[pseudonym] for pseudonym in getattr(outcome, "panel", ())],
        origin=SeatOrigin.DRAW,
        actor=actor,
        now=now,
    )
    return published


def _locked(draw: Draw, kind: SourceKind) -> Draw:
    """Lock a committed draw; of two who type at once the second sees what the first has entered."""
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "file")
        .get(pk=draw.pk)
    )
    if locked.state != DrawState.COMMITTED or locked.source_kind != kind:
        raise DrawRefused(_("This draw does not wait for this."), code="not_waiting")
    return locked


def _number_of(draw: Draw, value: Value) -> int:
    public = bundle_of(draw)
    try:
        return panel_number(
            public.frozen.source, value, panels=len(public.frozen.panels), frozen_hash=public.frozen.hash
        )
    except DrawError as error:
        raise _refused(error) from error


def _receive(draw: Draw, value: Value, actor: User, now: datetime) -> Draw:
    """Keep the randomness once it is such that a number follows from it."""
    try:
        checked = read_value(value.to_json(), "value")
        resolve(bundle_of(draw), checked, drawn_at=as_moment(now))
    except DrawError as error:
        raise _refused(error) from error
    return move(
        DRAW,
        draw,
        "receive",
        assembly=draw.assembly,
        actor=actor,
        now=now,
        details={"number": draw.number, "source": draw.source_kind},
        changes={"value": checked.to_json(), "received_at": now, "readings": draw.readings},
    )


def _refused(error: DrawError) -> DrawRefused:
    sentence = _SENTENCES.get(error.code)
    return DrawRefused(str(sentence or error), code=error.code)
