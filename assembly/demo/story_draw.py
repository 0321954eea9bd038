"""The public draws of the story: three balls, two readers, three witnesses."""

import random
from datetime import datetime, timedelta

from assembly.models import User
from sortition.draw_terms import default_void_rule
from sortition.enums_draws import SourceKind
from sortition.models import Draw, SelectionRun
from sortition.selectors.draws import terms_digest
from sortition.services.draws import DrawTerms, approve_draw, prepare_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import enter_reading, publish_draw, resolve_draw

WITNESSES = ("Judge Helen Marsh", "Imam Yusuf Demir", "Carla Nunes, Riverbend Gazette")


def hold_draw(
    run: SelectionRun, people: dict[str, User], *, noon: datetime, balls: tuple[int, int, int], seed: int
) -> Draw:
    """Prepare and approve it the day before, commit in the morning, draw at noon in the town hall, publish."""
    # A demonstration is the same each time it is built; a real draw takes its secrets from the operating system.
    chance = random.Random(seed).randbytes  # noqa: S311
    amara, jonas = people["amara"], people["jonas"]
    terms = DrawTerms(
        kind=SourceKind.BALLS,
        held_at=noon,
        deadline=noon + timedelta(hours=6),
        void_rule=default_void_rule(),
        witnesses=WITNESSES,
    )
    prepared = noon - timedelta(hours=20, minutes=50)
    draw = prepare_draw(run=run, terms=terms, actor=amara, now=prepared, token_bytes=chance)
    approved = prepared + timedelta(minutes=90)
    approve_draw(draw=draw, seen=terms_digest(draw), actor=jonas, now=approved)
    committed = noon - timedelta(hours=3, minutes=30)
    draw = commit_draw(draw=draw, actor=amara, now=committed, token_bytes=chance)
    for minute, reader in enumerate(WITNESSES[:2], start=6):
        read_at = noon + timedelta(minutes=minute)
        draw = enter_reading(draw=draw, by=reader, goes=[balls], actor=amara, now=read_at)
    draw = resolve_draw(draw=draw, actor=amara, now=noon + timedelta(minutes=9))
    return publish_draw(draw=draw, actor=amara, now=noon + timedelta(minutes=30))
