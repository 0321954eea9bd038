"""Test who is on duty at sessions: nobody in two places at once, and nobody who is not free.

A duty lasts from the beginning of its session to the end. Which room somebody looks after nobody says, so nothing is
asked of rooms; and who speaks at the session at which they are on duty does no more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from scheduling.planning.clash_rules import Clash, ClashCode, Param
from scheduling.planning.programme import Programme, SessionDay, Span, is_free


def clashes_of_duties(programme: Programme) -> Iterator[Clash]:
    """Test the duties of all sessions, apart from the items in which the same people have a part."""
    for person, keys in sorted(programme.duties_of.items()):
        days = sorted((programme.session_of[key] for key in keys), key=lambda day: (day.start, day.key))
        known = programme.person_of.get(person)
        for day in days:
            if known is not None and not is_free(day.span, known.available, known.unavailable):
                yield Clash(ClashCode.DUTY_UNAVAILABLE, (), _params(person, day, day.span))
        for one, other in combinations(days, 2):
            if one.span.overlaps(other.span):
                common = Span(max(one.start, other.start), min(one.end, other.end))
                params = {**_params(person, one, common), "other_session": other.key}
                yield Clash(ClashCode.DUTY_TWICE, (), params)


def _params(person: int, day: SessionDay, span: Span) -> dict[str, Param]:
    return {"person": person, "session": day.key, "start": span.start, "end": span.end}
