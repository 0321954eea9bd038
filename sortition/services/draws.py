"""Prepare a draw, let a second person approve it, and call it void."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.draw import declare_void, resolve
from sortition.draw.sources import read_value
from sortition.draw_lifecycle import DRAW
from sortition.draw_terms import (
    BALLS,
    DICE,
    SYSTEM,
    as_moment,
    balls_for,
    beacon_at,
    on_one_line,
    sealed_with,
)
from sortition.enums_draws import DrawState, SourceKind
from sortition.errors import DrawRefused
from sortition.models import Draw, DrawFile, SelectionRun
from sortition.selectors.draws import bundle_of, terms_digest
from sortition.services.runs_panel import adoption_blockers
from sortition.snapshot import pack

TokenBytes = Callable[[int], bytes]


@dataclass(frozen=True)
class DrawTerms:
    """What organisers lay down for a draw.

    uses_dice: dice instead of numbered balls. witnesses: names; those of a sealed number add to it.
    """

    kind: SourceKind
    held_at: datetime
    deadline: datetime
    void_rule: str
    witnesses: Sequence[str]
    uses_dice: bool = False


def draw_blockers(run: SelectionRun) -> list[str]:
    """Return, as sentences, why no draw can be made of the run's panels; empty where one can."""
    found = adoption_blockers(run)
    if not run.panels:
        found.append(_("It has no numbered panels to draw from. Start a new run."))
    return found


@transaction.atomic
def prepare_draw(
    *, run: SelectionRun, terms: DrawTerms, actor: User, now: datetime, token_bytes: TokenBytes
) -> Draw:
    """Lay down source, witnesses, time, deadline and void rule of a draw; nothing is frozen yet.

    Raises:
        DrawRefused: the run's panels cannot be drawn from, another draw is under way, or the terms contradict.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=run.assembly_id)
    if Draw.objects.filter(assembly=assembly).exclude(state=DrawState.VOIDED).exists():
        raise DrawRefused(_("A draw is prepared or made already."), code="draw_exists")
    if blockers := draw_blockers(run):
        raise DrawRefused(" ".join(blockers), code="not_drawable", params={"blockers": blockers})
    last = Draw.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    draw = Draw(
        assembly=assembly,
        number=last + 1,
        run=run,
        is_rehearsal=assembly.is_rehearsal,
        prepared_at=now,
        prepared_by=actor,
    )
    seed = token_bytes(32).hex()
    _lay_down(draw, terms, seed, now)
    draw.save()
    DrawFile.objects.create(draw=draw, seed=seed if terms.kind == SourceKind.REVEAL else "")
    _note(draw, "draw.prepared", actor, now)
    return draw


@transaction.atomic
def revise_draw(*, draw: Draw, terms: DrawTerms, actor: User, now: datetime, token_bytes: TokenBytes) -> Draw:
    """Change the terms of a draw before it is committed; an approval of the old terms ends.

    Raises:
        DrawRefused: it is committed already, or the terms contradict.
    """
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "run")
        .get(pk=draw.pk)
    )
    if locked.state != DrawState.PREPARED:
        raise DrawRefused(_("The draw is committed: its terms stand."), code="committed")
    seed = token_bytes(32).hex()
    _lay_down(locked, terms, seed, now)
    # Whoever changed the terms last is the one whose work another person has to approve.
    locked.prepared_by, locked.prepared_at = actor, now
    locked.approved_by = locked.approved_at = None
    locked.save()
    DrawFile.objects.filter(draw=locked).update(seed=seed if terms.kind == SourceKind.REVEAL else "")
    _note(locked, "draw.revised", actor, now)
    return locked


@transaction.atomic
def approve_draw(*, draw: Draw, seen: str, actor: User, now: datetime) -> Draw:
    """Approve the terms of a draw as a second person; `seen` is the digest of the terms that were read.

    Raises:
        DrawRefused: one's own draw, terms that have changed since, or a draw that is past approval.
    """
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "run")
        .get(pk=draw.pk)
    )
    if locked.state != DrawState.PREPARED or locked.approved_by_id is not None:
        raise DrawRefused(_("This draw does not wait for an approval."), code="not_waiting")
    if locked.prepared_by_id == actor.pk and not locked.is_rehearsal:
        raise DrawRefused(_("A second person has to approve it: you prepared it yourself."), code="own_draw")
    if seen != terms_digest(locked):
        raise DrawRefused(_("The terms were changed while you read them. Read them again."), code="changed")
    locked.approved_by, locked.approved_at = actor, now
    locked.save(update_fields=["approved_by", "approved_at"])
    _note(locked, "draw.approved", actor, now, terms=seen)
    return locked


@transaction.atomic
def void_draw(*, draw: Draw, reason: str, witnesses: Sequence[str], actor: User, now: datetime) -> Draw:
    """Call a draw void. It stays in the list with its reason, and the next one names it.

    Raises:
        DrawRefused: no reason; or, once it is committed, no witnesses.
        IllegalMove: its result stands already, or it is void.
    """
    locked = (
        Draw.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly", "run", "file")
        .get(pk=draw.pk)
    )
    DRAW.target(locked.state, "void")
    said, names = on_one_line(reason), [on_one_line(name) for name in witnesses if name.strip()]
    if not said:
        raise DrawRefused(_("Say why the draw is void."), code="no_reason")
    changes: dict[str, Any] = {"voided_at": now, "void_reason": said, "void_witnesses": names}
    if locked.frozen_hash:
        if not names:
            raise DrawRefused(_("Name who witnesses that the draw is void."), code="no_witnesses")
        # What was drawn, if anything, is told with the reason: nobody may draw until a panel pleases.
        public = bundle_of(locked)
        if locked.received_at and public.outcome is None:
            drawn_at = as_moment(locked.received_at)
            public = resolve(public, read_value(locked.value, "value"), drawn_at=drawn_at)
        void = declare_void(public, reason=said, witnesses=names, voided_at=as_moment(now))
        DrawFile.objects.filter(draw=locked).update(bundle=pack(void.to_bytes()))
        changes["bundle_hash"] = void.hash
    return move(
        DRAW,
        locked,
        "void",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=said,
        details={"number": locked.number, "panel": locked.panel_number},
        changes=changes,
    )


def _lay_down(draw: Draw, terms: DrawTerms, seed: str, now: datetime) -> None:
    names = tuple(dict.fromkeys(on_one_line(name) for name in terms.witnesses if name.strip()))
    if not now < terms.held_at <= terms.deadline:
        raise DrawRefused(
            _("The draw has to be in the future, and its deadline after it."), code="times_contradict"
        )
    if not names:
        raise DrawRefused(_("Name at least one witness."), code="no_witnesses")
    if SYSTEM in names:
        raise DrawRefused(
            _("“%(name)s” is the name under which the system takes part. Name people.") % {"name": SYSTEM},
            code="named_like_the_system",
        )
    panels = draw.run.panels or 1
    if terms.kind == SourceKind.BALLS:
        sides, lowest = DICE if terms.uses_dice else BALLS
        source: Any = balls_for(panels, sides=sides, lowest=lowest)
    elif terms.kind == SourceKind.BEACON:
        source = beacon_at(terms.held_at)
    else:
        source = sealed_with(seed, names)
    draw.source_kind = terms.kind
    draw.source = source.to_json()
    draw.witnesses = list(names)
    draw.held_at, draw.deadline = terms.held_at, terms.deadline
    draw.void_rule = on_one_line(terms.void_rule)


def _note(draw: Draw, event: str, actor: User, now: datetime, **details: Any) -> None:
    record_event(
        event,
        obj=draw,
        assembly=draw.assembly,
        actor=actor,
        now=now,
        details={"number": draw.number, "run": draw.run.number, "source": draw.source_kind, **details},
    )
