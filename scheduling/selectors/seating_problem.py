"""Between the database and the pure package: the problem of a session, a computed plan, measures, repairs."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assembly.member_needs import needs_of_members
from assembly.models import Person
from scheduling.enums_tables import RuleKind
from scheduling.models import SeatingPlan, Session
from scheduling.planning.seating import STEPS, seat
from scheduling.planning.seating_faults import Fault
from scheduling.planning.seating_limits import Impossible, examine
from scheduling.planning.seating_measures import Measures, Violation, measure
from scheduling.planning.seating_problem import Facilitator, Participant, SeatingProblem, Table
from scheduling.planning.seating_repair import repair
from scheduling.planning.seating_repair_rounds import Move
from scheduling.selectors.round_hours import rounds_away
from scheduling.selectors.seating import (
    Rounds,
    facilitations,
    facilitators_of,
    fixed_in,
    meetings,
    plans_before,
    rounds_of,
    rules_in,
    seated_in,
)

SMALL = 120
"""So many places over all rounds are computed while the page waits, with fewer steps."""
STEPS_OF_SMALL = 2_000

Progress = Callable[[Mapping[str, Any]], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TableWanted:
    """A table to be used; room: its key, None where nobody says."""

    number: int
    capacity: int
    minimum: int
    room: int | None = None
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What a plan is asked to be. expected and facilitators: keys of people; categories: the weightiest first."""

    rounds: int
    categories: tuple[str, ...]
    tables: tuple[TableWanted, ...]
    expected: tuple[int, ...]
    facilitators: tuple[int, ...]
    seed: int

    def as_json(self) -> dict[str, Any]:
        """Return what the row of a computation keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PlanSettings":
        """Read it back."""
        tables = tuple(
            TableWanted(**{**table, "features": tuple(table["features"])}) for table in kept["tables"]
        )
        return cls(
            rounds=kept["rounds"],
            categories=tuple(kept["categories"]),
            tables=tables,
            expected=tuple(kept["expected"]),
            facilitators=tuple(kept["facilitators"]),
            seed=kept["seed"],
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A problem that can be solved, and what was taken out of it because it cannot be kept."""

    problem: SeatingProblem
    left_out: list[dict[str, Any]]
    blocking: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed plan."""

    rounds: Rounds
    facilitators: Rounds
    measures: dict[str, Any]
    left_out: list[dict[str, Any]]


def settings_of(plan: SeatingPlan, *, also: Iterable[int] = ()) -> PlanSettings:
    """Return the settings of a plan as it stands, for those who sit in it and some others."""
    rounds, facilitators = rounds_of(plan), facilitators_of(plan)
    return PlanSettings(
        rounds=plan.rounds,
        categories=tuple(plan.categories),
        tables=tuple(
            TableWanted(table.number, table.capacity, table.minimum, table.room_id, tuple(table.features))
            for table in plan.tables.all()
        ),
        expected=tuple(sorted(seated_in(rounds) | set(also))),
        facilitators=tuple(sorted({person for each in facilitators for person in each.values()})),
        seed=plan.seed,
    )


def problem_of(session: Session, wanted: PlanSettings) -> Built:
    """Build the problem of a session: people with values and needs, rules, fixed places, who has met before.

    Access needs are held against tables only where rooms are known: without a room nobody can tell what a table has.
    """
    expected = set(wanted.expected)
    values = dict(Person.objects.filter(pk__in=expected).values_list("pk", "values"))
    left_out: list[dict[str, Any]] = []
    needs: dict[int, set[str]] = {}
    for need in needs_of_members(session.assembly):
        if need.feature and need.person in expected:
            needs.setdefault(need.person, set()).add(need.feature)
    if needs and not any(table.room for table in wanted.tables):
        left_out.append({"code": "rooms_unknown", "params": {"named": sorted(needs)}})
        needs = {}
    groups: dict[str, list[frozenset[int]]] = {kind: [] for kind in RuleKind.values}
    for rule in rules_in(session):
        present = frozenset(person.pk for person in rule.people.all()) & expected
        if len(present) > 1:
            groups[rule.kind].append(present)
    before = plans_before(session)
    had = facilitations(before)
    away = rounds_away(session, wanted.facilitators, wanted.rounds)
    problem = SeatingProblem(
        participants=tuple(
            Participant(
                key,
                {category: values[key].get(category, "") for category in wanted.categories},
                frozenset(needs.get(key, ())),
            )
            for key in sorted(expected & values.keys())
        ),
        tables=tuple(
            Table(table.number, table.capacity, table.minimum, frozenset(table.features))
            for table in wanted.tables
        ),
        rounds=wanted.rounds,
        categories=wanted.categories,
        weights={name: len(wanted.categories) - place for place, name in enumerate(wanted.categories)},
        together=tuple(groups[RuleKind.TOGETHER]),
        apart=tuple(groups[RuleKind.APART]),
        fixed=_fixed(session, wanted),
        met=meetings(before),
        facilitators=tuple(
            Facilitator(
                key,
                away=away.get(key, frozenset()),
                met={person: times for (host, person), times in had.items() if host == key},
            )
            for key in wanted.facilitators
        ),
        seed=wanted.seed,
    )
    examined = examine(problem)
    named = [_as_json(each) for each in examined.impossible]
    return Built(
        examined.problem,
        left_out + [each for each in named if each["code"] not in BLOCKING],
        [each for each in named if each["code"] in BLOCKING],
    )


BLOCKING = frozenset({"more_people_than_seats"})
"""What no plan can go on without: the tables themselves must change."""


def _fixed(session: Session, wanted: PlanSettings) -> dict[tuple[int, int], int]:
    """Return the fixed places by round, counted from 0; one for a single round outweighs one for all."""
    fixed = {}
    for each in sorted(fixed_in(session), key=lambda each: each.round is not None):
        if each.person_id in wanted.expected:
            for number in [each.round - 1] if each.round else range(wanted.rounds):
                fixed[number, each.person_id] = each.table_number
    return fixed


def _as_json(finding: Impossible | Violation | Fault) -> dict[str, Any]:
    """Return a finding as it is kept: rounds counted from 1 as people do, those whom it names as `named`."""
    params: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in finding.params.items()
    }
    named = params.pop("participants", [])
    if "participant" in params:
        named = [params.pop("participant")]
    if "round" in params:
        params["round"] += 1
    return {"code": finding.code, "params": {**params, "named": named}}


def compute(
    session: Session, wanted: PlanSettings, *, progress: Progress, should_stop: ShouldStop
) -> Computed:
    """Seat a session."""
    built = problem_of(session, wanted)
    found = seat(
        built.problem,
        steps=STEPS if len(wanted.expected) * wanted.rounds > SMALL else STEPS_OF_SMALL,
        # What cannot be kept was taken out above and is named on the plan.
        without_impossible=True,
        progress=lambda done, total: progress({"done": done, "total": total}),
        should_stop=should_stop,
    )
    return Computed(
        rounds=tuple(dict(each) for each in found.rounds),
        facilitators=tuple(dict(each) for each in found.facilitators),
        measures=measures_as_json(found.measures),
        left_out=built.left_out,
    )


def measures_as_json(measures: Measures) -> dict[str, Any]:
    """Return the figures that a plan's row keeps."""
    before = measures.met_ever - measures.met_new
    return {
        "met": measures.met_ever,
        "new": measures.met_new,
        "repeats": measures.repeats,
        "pairs": measures.pairs,
        # Whoever met before has met whatever is done; the bound speaks of those who had not.
        "bound": before + measures.bound.pairs,
        "imbalance": measures.imbalance,
        "least": measures.least_possible,
        # Who sits at no table in a round stands on its page by name; an absence breaks no rule.
        "violations": [_as_json(each) for each in measures.violations if each.code != "not_seated"],
    }


def current_measures(plan: SeatingPlan) -> dict[str, Any]:
    """Measure a plan as its places stand now."""
    return Effects(plan).of(rounds_of(plan))


class Effects:
    """What changes of a plan would do: the problem is built once, and measured as often as is asked."""

    def __init__(self, plan: SeatingPlan, *, also: Iterable[int] = ()) -> None:
        self.problem = problem_of(plan.session, settings_of(plan, also=also)).problem

    def of(self, rounds: Rounds) -> dict[str, Any]:
        """Return the figures of a plan with these places."""
        return measures_as_json(measure(self.problem, rounds))


@dataclass(frozen=True, slots=True)
class RepairMove:
    """Who goes where in a round (counted from 1); None: no table. because: findings as `_as_json` writes them.

    reason: "absent", "arrived" or "repairs".
    """

    round: int
    person: int
    before: int | None
    after: int | None
    reason: str
    because: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair: its moves, and the figures before and after.

    is_fewest: in every round it is proven that fewer moves would not do. remaining: what no move puts right.
    """

    moves: tuple[RepairMove, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    is_fewest: bool
    remaining: tuple[dict[str, Any], ...]


def repair_of(
    plan: SeatingPlan, *, absent: Collection[int], arrived: Collection[int], from_round: int
) -> Proposal:
    """Find the fewest moves by which a plan is sound again without the absent and with those who came late.

    Each round is repaired for those who sit in it: whoever was absent from it before does not come back unasked.
    """
    rounds = rounds_of(plan)
    effects = Effects(plan, also=arrived)
    everybody = effects.problem.person_of.keys()
    mended = [dict(seats) for seats in rounds]
    moves: list[RepairMove] = []
    remaining: list[dict[str, Any]] = []
    is_fewest = True
    for number in range(from_round - 1, len(rounds)):
        present = (rounds[number].keys() | set(arrived)) - set(absent)
        gone = sorted(rounds[number].keys() - present)
        moves += [RepairMove(number + 1, key, rounds[number][key], None, "absent") for key in gone]
        if not present:
            mended[number] = {}
            continue
        # The absent stay in the problem until `repair` takes them out: it judges by what was even with them.
        problem = effects.problem.without(everybody - present - set(gone))
        found = repair(problem, tuple(mended[: number + 1]), absent=gone, from_round=number)
        mended[number] = dict(found.plan[number])
        moves += [_move(each, "arrived") for each in found.seated]
        moves += [_move(each, "repairs") for each in found.moves]
        remaining += [_as_json(each) for each in found.remaining]
        is_fewest = is_fewest and found.is_fewest
    return Proposal(tuple(moves), effects.of(rounds), effects.of(tuple(mended)), is_fewest, tuple(remaining))


def _move(move: Move, reason: str) -> RepairMove:
    because = tuple(_as_json(each) for each in move.because)
    return RepairMove(move.round + 1, move.participant, move.origin, move.table, reason, because)
