"""Makers of draws in every state, through the real services, on the small pool of tests/factories_runs.py."""

import hashlib
import random
from datetime import timedelta
from typing import Any

from assembly.models import Assembly, User
from sortition.enums import RunState
from sortition.enums_draws import DrawState, SourceKind
from sortition.models import Draw, SelectionRun
from sortition.selectors.draws import terms_digest
from sortition.services.draws import DrawTerms, approve_draw, prepare_draw, void_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import (
    enter_additions,
    enter_beacon,
    enter_reading,
    publish_draw,
    resolve_draw,
)
from tests.factories import NOON, UserFactory
from tests.factories_runs import make_run

HELD = NOON + timedelta(days=7)
BEACON_SIGNATURE = "ab" * 48
ORDER = (
    DrawState.PREPARED,
    DrawState.COMMITTED,
    DrawState.RANDOMNESS_RECEIVED,
    DrawState.RESOLVED,
    DrawState.PUBLISHED,
)


def terms_by(kind: SourceKind = SourceKind.BALLS, **fields: Any) -> DrawTerms:
    """Lay down a draw in a week, with two witnesses."""
    options: dict[str, Any] = {
        "kind": kind,
        "held_at": HELD,
        "deadline": HELD + timedelta(days=1),
        "void_rule": "⟪Void if nothing is drawn by the deadline.⟫",
        "witnesses": ["⟪Helen Marsh⟫", "⟪Yusuf Demir⟫"],
    }
    return DrawTerms(**options | fields)


def make_draw(
    assembly: Assembly,
    state: str = DrawState.PREPARED,
    *,
    kind: SourceKind = SourceKind.BALLS,
    actor: User | None = None,
    panels: int = 100,
    digits: tuple[int, ...] = (4, 7),
    **fields: Any,
) -> Draw:
    """Prepare a draw on a completed run and bring it to `state`; `voided` is from committed."""
    actor = actor or UserFactory()
    chance = random.Random(7).randbytes
    run = make_run(assembly, RunState.COMPLETED, panels=panels)
    draw = prepare_draw(run=run, terms=terms_by(kind, **fields), actor=actor, now=NOON, token_bytes=chance)
    if state == DrawState.PREPARED:
        return draw
    approve_draw(draw=draw, seen=terms_digest(draw), actor=UserFactory(), now=NOON)
    draw = commit_draw(draw=draw, actor=actor, now=NOON, token_bytes=chance)
    if state == DrawState.VOIDED:
        return void_draw(
            draw=draw, reason="⟪The tube broke⟫", witnesses=["⟪Helen Marsh⟫"], actor=actor, now=HELD
        )
    upto = ORDER.index(DrawState(state))
    if upto >= 2:
        draw = receive(draw, actor, digits)
    if upto >= 3:
        draw = resolve_draw(draw=draw, actor=actor, now=HELD)
    if upto >= 4:
        draw = publish_draw(draw=draw, actor=actor, now=HELD)
    return draw


def receive(draw: Draw, actor: User, digits: tuple[int, ...] = (4, 7)) -> Draw:
    """Enter the randomness that the draw's source asks for."""
    if draw.source_kind == SourceKind.BALLS:
        for reader in ("⟪Helen Marsh⟫", "⟪Yusuf Demir⟫"):
            draw = enter_reading(draw=draw, by=reader, goes=[digits], actor=actor, now=HELD)
        return draw
    if draw.source_kind == SourceKind.BEACON:
        randomness = beacon_randomness(BEACON_SIGNATURE)
        return enter_beacon(
            draw=draw, signature=BEACON_SIGNATURE, randomness=randomness, actor=actor, now=HELD
        )
    return enter_additions(draw=draw, texts=["⟪12⟫", "⟪a blue door⟫"], actor=actor, now=HELD)


def beacon_randomness(signature: str) -> str:
    """Return the randomness that belongs to a signature."""
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def make_panel(assembly: Assembly, actor: User | None = None) -> SelectionRun:
    """Draw a panel in public, and return the run that it came from."""
    run = make_draw(assembly, DrawState.PUBLISHED, actor=actor).run
    run.refresh_from_db()
    return run
