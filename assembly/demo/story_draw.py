"""The public draw of the story: three balls, two readers, three witnesses."""

import random

from assembly.demo.calendar import Calendar
from assembly.models import User
from sortition.draw_terms import default_void_rule
from sortition.enums_draws import SourceKind
from sortition.models import Draw, SelectionRun
from sortition.selectors.draws import terms_digest
from sortition.services.draws import DrawTerms, approve_draw, prepare_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import enter_reading, publish_draw, resolve_draw

SEED = 471
WITNESSES = ("Judge Helen Marsh", "Imam Yusuf Demir", "Carla Nunes, Riverbend Gazette")
BALLS = (4, 7, 1)


def hold_draw(run: SelectionRun, people: dict[str, User], calendar: Calendar) -> Draw:
    """Prepare, approve, commit, draw at noon in the town hall, publish."""
    # A demonstration is the same each time it is built; a real draw takes its secrets from the operating system.
    chance = random.Random(SEED).randbytes  # noqa: S311
    amara, jonas = people["amara"], people["jonas"]
    terms = DrawTerms(
        kind=SourceKind.BALLS,
        held_at=calendar.at(2026, 4, 17, 12, 0),
        deadline=calendar.at(2026, 4, 17, 18, 0),
        void_rule=default_void_rule(),
        witnesses=WITNESSES,
    )
    draw = prepare_draw(
        run=run, terms=terms, actor=amara, now=calendar.at(2026, 4, 16, 15, 10), token_bytes=chance
    )
    approve_draw(draw=draw, seen=terms_digest(draw), actor=jonas, now=calendar.at(2026, 4, 16, 16, 40))
    draw = commit_draw(draw=draw, actor=amara, now=calendar.at(2026, 4, 17, 8, 30), token_bytes=chance)
    for minute, reader in enumerate(WITNESSES[:2], start=6):
        draw = enter_reading(
            draw=draw, by=reader, goes=[BALLS], actor=amara, now=calendar.at(2026, 4, 17, 12, minute)
        )
    draw = resolve_draw(draw=draw, actor=amara, now=calendar.at(2026, 4, 17, 12, 9))
    return publish_draw(draw=draw, actor=amara, now=calendar.at(2026, 4, 17, 12, 30))
