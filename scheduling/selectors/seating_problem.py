"""Between the database and the pure package: the problem of a session, a computed plan, measures, repairs."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assembly.member_needs import needs_of_members
from assembly.models import Person
from scheduling.enums_tables import RuleKind
from scheduling.models import SeatingPlan, Session
from scheduling.planning.seating import (
    Measures,
    Move,
    Participant,
    SeatingProblem,
    Table,
    impossibilities,
    measure,
    repair,
    seat,
)
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
        left_out.append({"code": "rooms_unknown", "params": {"people": sorted(needs)}})
        needs = {}
    groups: dict[str, list[frozenset[int]]] = {kind: [] for kind in RuleKind.values}
    for rule in rules_in(session):
        present = frozenset(person.pk for person in rule.people.all()) & expected
        if len(present) > 1:
            groups[rule.kind].append(present)
    before = plans_before(session)
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
        together=tuple(groups[RuleKind.TOGETHER]),
        apart=tuple(groups[RuleKind.APART]),
        fixed=_fixed(session, wanted),
        met=meetings(before),
        facilitators=wanted.facilitators,
        facilitated=facilitations(before),
        seed=wanted.seed,
    )
    return _without_impossible(problem, left_out)


def _fixed(session: Session, wanted: PlanSettings) -> dict[tuple[int, int], int]:
    fixed = {}
    for each in sorted(fixed_in(session), key=lambda each: each.round is not None):
        if each.person_id in wanted.expected:
            for number in [each.round] if each.round else range(1, wanted.rounds + 1):
                fixed[number, each.person_id] = each.table_number
    return fixed


def _without_impossible(problem: SeatingProblem, left_out: list[dict[str, Any]]) -> Built:
    named = [{"code": each.code, "params": dict(each.params)} for each in impossibilities(problem)]
    blocking = [each for each in named if each["code"] == "too_few_seats"]
    taken_out = [frozenset(each["params"].get("people", ())) for each in named]
    problem = replace(
        problem,
        together=tuple(group for group in problem.together if group not in taken_out),
        apart=tuple(group for group in problem.apart if group not in taken_out),
    )
    return Built(problem, [*left_out, *[each for each in named if each not in blocking]], blocking)


def compute(
    session: Session, wanted: PlanSettings, *, progress: Progress, should_stop: ShouldStop
) -> Computed:
    """Seat a session."""
    built = problem_of(session, wanted)
    found = seat(built.problem, progress=progress, should_stop=should_stop)
    return Computed(
        rounds=tuple(dict(each) for each in found.rounds),
        facilitators=tuple(dict(each) for each in found.facilitators),
        measures=measures_as_json(found.measures),
        left_out=built.left_out,
    )


def measures_as_json(measures: Measures) -> dict[str, Any]:
    """Return the figures that a plan's row keeps."""
    return {
        "met": measures.met,
        "new": measures.new,
        "repeats": measures.repeats,
        "pairs": measures.pairs,
        "bound": measures.bound,
        "imbalance": measures.imbalance,
        "least": measures.least_possible,
        "facilitator_repeats": measures.facilitator_repeats,
        "violations": [{"code": each.code, "params": dict(each.params)} for each in measures.violations],
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
class Proposal:
    """A repair: its moves and the figures before and after."""

    moves: tuple[Move, ...]
    before: dict[str, Any]
    after: dict[str, Any]


def repair_of(
    plan: SeatingPlan, *, absent: Collection[int], arrived: Collection[int], from_round: int
) -> Proposal:
    """Find the fewest moves by which a plan is sound again without the absent and with those who came late."""
    rounds = rounds_of(plan)
    effects = Effects(plan, also=arrived)
    found = repair(
        effects.problem,
        rounds,
        frozenset(absent),
        arrived=frozenset(arrived),
        from_round=from_round,
    )
    return Proposal(
        tuple(found.moves), effects.of(rounds), effects.of(tuple(dict(each) for each in found.rounds))
    )
