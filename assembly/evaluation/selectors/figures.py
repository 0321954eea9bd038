"""Exact counts of each stage, from the pool to the final vote: for the team, and for `small_cells` to protect."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from assembly.enums import PersonKind
from assembly.evaluation.figure_words import (
    CONFIRMED,
    LETTERS,
    OFFLINE,
    ONLINE,
    POOL,
    PRESENT,
    SELECTED,
    UNKNOWN,
    VOTED,
    WAYS,
    stage_label,
    stage_source,
)
from assembly.evaluation.way_rows import Way, WayCounts, all_ways
from assembly.models import Assembly, Person
from assembly.outcomes.enums import BallotState
from assembly.outcomes.models import Ballot
from assembly.small_cells import Counts
from scheduling.enums_attendance import ATTENDED, OVER
from scheduling.models import Attendance
from scheduling.selectors.sessions import sessions_of
from sortition.enums import WaveState
from sortition.enums_seats import SAID_YES, SeatOrigin
from sortition.models import Category, InvitationWave, Seat
from sortition.selectors.panel import Panel, panel_of
from sortition.selectors.targets import categories_of

CAST = (BallotState.CLOSED, BallotState.COUNTED, BallotState.VERIFIED, BallotState.PUBLISHED)
ORDERS = {LETTERS: 10, POOL: 20, SELECTED: 30, CONFIRMED: 40, PRESENT: 100, VOTED: 50_000, WAYS: 60_000}
"""Where a stage stands in the line; sessions by their numbers after 100, ways by their own order after 60,000."""

Values = Mapping[str, str]
"""What one person is, by category."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with its exact counts, its place in the line, its name and where the counts come from."""

    counts: Counts
    order: int
    label: str
    source: str

    @property
    def key(self) -> str:
        """Return what was counted."""
        return self.counts.stage


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted of an assembly: categories with their values, stages in their order, and ways."""

    categories: list[Category]
    stages: list[Stage]
    ways: list[tuple[Way, WayCounts]]

    def publishable(self) -> list[Stage]:
        """Return what can be published: whatever somebody is counted in."""
        return [stage for stage in [*self.stages, *map(_stage_of_way, self.ways)] if stage.counts.total]


def figures_of(assembly: Assembly) -> Figures:
    """Count everything, in a number of queries that does not depend on how many people there are."""
    categories = categories_of(assembly)
    panel = panel_of(assembly)
    counted: list[Counts] = []
    letters = _letters(assembly)
    if letters:
        counted.append(Counts(LETTERS, letters, {}, is_exact=True))
    if panel is not None:
        counted += _drawn(panel, assembly, categories)
    counted += _came(assembly, categories)
    ways = [(way, way.counts_of(assembly)) for way in all_ways()]
    return Figures(categories, [_stage(each) for each in counted], ways)


def _letters(assembly: Assembly) -> int:
    sent = InvitationWave.objects.filter(assembly=assembly, state__in=(WaveState.POSTED, WaveState.LANDED))
    return sent.aggregate(letters=Sum("letters"))["letters"] or 0


def _drawn(panel: Panel, assembly: Assembly, categories: list[Category]) -> list[Counts]:
    instance = panel.result.snapshot.instance
    people: dict[str, Values] = {person.id: person.values for person in instance.people}
    given = Seat.objects.filter(
        assembly=assembly, run=panel.run, origin__in=(SeatOrigin.DRAW, SeatOrigin.REHEARSAL)
    )
    drawn = [people.get(str(pk), {}) for pk in given.values_list("respondent_id", flat=True)]
    names = {category.name for category in categories}
    quotas: dict[str, dict[str, tuple[int, int]]] = {}
    for quota in instance.quotas:
        if quota.category in names:
            quotas.setdefault(quota.category, {})[quota.value] = (quota.minimum, quota.maximum)
    yes = [panel.values[seat.respondent_id] for seat in panel.seats if seat.state in SAID_YES]
    return [
        count_people(POOL, people.values(), categories, is_exact=True),
        count_people(SELECTED, drawn, categories, within=(POOL,), is_exact=True, quotas=quotas),
        count_people(CONFIRMED, yes, categories, within=(POOL,)),
    ]


def _came(assembly: Assembly, categories: list[Category]) -> list[Counts]:
    """Count who was at each session that is over, and at that of the last vote."""
    over = list(sessions_of(assembly).filter(state__in=OVER))
    rows = Attendance.objects.filter(
        session__in=over, state__in=ATTENDED, person__kind=PersonKind.MEMBER
    ).values_list("session_id", "person_id")
    there: dict[int, set[int]] = {}
    for session, person in rows:
        there.setdefault(session, set()).add(person)
    members = dict(
        Person.objects.filter(assembly=assembly, kind=PersonKind.MEMBER).values_list("pk", "values")
    )

    def of(stage: str, session: int) -> Counts:
        people = [members[person] for person in sorted(there.get(session, ()))]
        return count_people(stage, people, categories, within=(POOL,))

    # Where nobody is noted, nobody counted.
    found = [of(f"{PRESENT}{session.number}", session.pk) for session in over if session.pk in there]
    ballots = Ballot.objects.filter(assembly=assembly, state__in=CAST, session__in=over)
    last = ballots.order_by("held_on", "number").last()
    if last is not None and last.session_id in there:
        found.append(of(VOTED, last.session_id))
    return found


def count_people(
    stage: str,
    people: Iterable[Values],
    categories: list[Category],
    *,
    within: tuple[str, ...] = (),
    is_exact: bool = False,
    quotas: Mapping[str, Mapping[str, tuple[int, int]]] | None = None,
) -> Counts:
    """Count people by each value of each category; who gave none, or one that is no more, counts as not known."""
    crowd = list(people)
    cells = {}
    for category in categories:
        names = [value.name for value in category.values.all()]
        given = Counter(person.get(category.name, UNKNOWN) for person in crowd)
        counted = {name: given[name] for name in names}
        unknown = len(crowd) - sum(counted.values())
        cells[category.name] = {**counted, UNKNOWN: unknown} if unknown else counted
    return Counts(stage, len(crowd), cells, frozenset(within), is_exact=is_exact, quotas=quotas or {})


def _stage(counts: Counts) -> Stage:
    if counts.stage.startswith(PRESENT):
        order = ORDERS[PRESENT] + int(counts.stage.removeprefix(PRESENT))
    else:
        order = ORDERS[counts.stage]
    return Stage(counts, order, stage_label(counts.stage), stage_source(counts.stage))


def _stage_of_way(counted: tuple[Way, WayCounts]) -> Stage:
    """Return a way as something to publish: its own category, with who did it online and who offline."""
    way, ways = counted
    key = f"{WAYS}{way.key}"
    cells = {key: {ONLINE: ways.online_total, OFFLINE: ways.offline_total}}
    counts = Counts(key, ways.total, cells, is_exact=True)
    return Stage(counts, ORDERS[WAYS] + way.order, str(way.label), str(way.source))
