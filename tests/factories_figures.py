"""Makers of everything that figures count, and of published figures, through services: triggers refuse short cuts."""

import random
from collections.abc import Sequence

from assembly.enums import AssemblyState
from assembly.evaluation.models import PublishedColumn
from assembly.evaluation.selectors.figures import figures_of
from assembly.evaluation.selectors.figures_published import columns_of, digest_of, limit_of, preview_of
from assembly.evaluation.services.figures import publish_figures
from assembly.models import Assembly, Person
from scheduling.enums import SessionState
from scheduling.models import Session
from sortition.enums import RespondentState
from sortition.enums_seats import SeatState
from sortition.models import Seat
from sortition.selectors.panel import answers_by_category
from tests.factories import NOON, UserFactory
from tests.factories_attendance import note
from tests.factories_draws import make_panel
from tests.factories_outcomes import make_ballot
from tests.factories_people import member_of
from tests.factories_sessions import make_session
from tests.factories_waves import wave_at


def seat_everybody(assembly: Assembly) -> list[Person]:
    """Let everybody who was drawn say yes, and make them members."""
    made = []
    for seat in Seat.objects.filter(assembly=assembly).select_related("respondent"):
        Seat.objects.filter(pk=seat.pk).update(state=SeatState.CONFIRMED)
        person = seat.respondent
        type(person).objects.filter(pk=person.pk).update(state=RespondentState.CONFIRMED)
        values = answers_by_category([person.pk])[person.pk]
        standing = Person.objects.filter(assembly=assembly, seat_number=seat.number).first()
        made.append(standing or member_of(person, seat_number=seat.number, values=values))
    return made


def make_figures(assembly: Assembly) -> Session:
    """Post letters, draw a panel of four, hold a session at which three of them were, and a vote there."""
    make_panel(assembly)
    wave_at(assembly, "posted")
    members = seat_everybody(assembly)
    session = make_session(assembly, state=SessionState.OPEN)
    for member in members[1:]:
        note(session, member)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    ballot = make_ballot(assembly, session=session)
    type(ballot).objects.filter(pk=ballot.pk).update(state="closed")
    return session


def publish(assembly: Assembly, stage: str) -> PublishedColumn:
    """Publish one stage, having looked at it."""
    found = next(each for each in figures_of(assembly).publishable() if each.key == stage)
    seen = digest_of(preview_of(found, columns_of(assembly), limit_of(assembly)))
    return publish_figures(assembly=assembly, stage=stage, seen=seen, actor=UserFactory(), now=NOON)


def make_published(assembly: Assembly, stages: Sequence[str] | None = None) -> list[PublishedColumn]:
    """Publish some stages, or all that there are."""
    if not figures_of(assembly).publishable():
        make_figures(assembly)
    wanted = stages or [stage.key for stage in figures_of(assembly).publishable()]
    return [publish(assembly, stage) for stage in wanted]


def make_public(assembly: Assembly) -> Assembly:
    """Let the public know of it."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    return assembly


def random_crowd(seed: int, stages: int, people: int) -> list[tuple[int, int, int]]:
    """Return people as (first value, second value, last stage), from a seed."""
    chance = random.Random(seed)
    return [(chance.randrange(4), chance.randrange(2), chance.randrange(stages)) for _ in range(people)]
