"""Reads of seating plans: which counts, who sits where, who has met whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assembly.models import Assembly, Person
from scheduling.enums_tables import JobState, PlanState
from scheduling.models import (
    FixedSeat,
    PlanFacilitator,
    PlanMove,
    PlanSeat,
    PlanTable,
    SeatingJob,
    SeatingPlan,
    SeatingRule,
    Session,
)
from scheduling.seating_lifecycle import UNDER_WAY

Rounds = tuple[dict[int, int], ...]
"""Per round: key of the person → number of the table."""


def plans_of(session: Session) -> QuerySet[SeatingPlan]:
    """Return the plans of a session, the newest first."""
    return SeatingPlan.objects.filter(session=session).select_related("made_by")


def plan_shown(session: Session) -> SeatingPlan | None:
    """Return the plan that a session's page shows: the one in use, else the newest draft."""
    plans = {plan.state: plan for plan in reversed(plans_of(session))}
    return plans.get(PlanState.IN_USE) or plans.get(PlanState.DRAFT)


def job_of(session: Session) -> SeatingJob | None:
    """Return the computation that is under way, else the last one where it failed."""
    job = SeatingJob.objects.filter(session=session).select_related("asked_by").first()
    return job if job and job.state in (*UNDER_WAY, JobState.FAILED) else None


def rounds_of(plan: SeatingPlan) -> Rounds:
    """Return who sits at which table, round by round."""
    rounds: Rounds = tuple({} for _round in range(plan.rounds))
    rows = PlanSeat.objects.filter(plan=plan).values_list("round", "person", "table__number")
    for number, person, table in rows.order_by("round", "person__seat_number", "person"):
        rounds[number - 1][person] = table
    return rounds


def table_names_at(session: Session) -> dict[int, str]:
    """Return where people begin the day, by their keys: their table in the first round of the plan in use."""
    seats = PlanSeat.objects.filter(plan__session=session, plan__state=PlanState.IN_USE, round=1)
    rows = seats.values_list("person", "table__number")
    return {person: _("Table %(number)s") % {"number": number} for person, number in rows}


def facilitators_of(plan: SeatingPlan) -> Rounds:
    """Return who facilitates where, round by round: number of the table → key of the person."""
    rounds: Rounds = tuple({} for _round in range(plan.rounds))
    rows = PlanFacilitator.objects.filter(plan=plan).values_list("round", "table__number", "person")
    for number, table, person in rows:
        rounds[number - 1][table] = person
    return rounds


def last_move(plan: SeatingPlan) -> PlanMove | None:
    """Return the last change by hand that was not undone."""
    return PlanMove.objects.filter(plan=plan, undone_at=None).select_related("made_by").first()


def rules_of(assembly: Assembly) -> QuerySet[SeatingRule]:
    """Return all rules of an assembly with the people they name."""
    rules = SeatingRule.objects.filter(assembly=assembly).select_related("since", "until")
    return rules.prefetch_related("people")


def rules_in(session: Session) -> list[SeatingRule]:
    """Return the rules that bind a session."""
    return [rule for rule in rules_of(session.assembly) if rule.binds(session)]


def fixed_in(session: Session) -> list[FixedSeat]:
    """Return the fixed places of a session."""
    return list(FixedSeat.objects.filter(session=session).select_related("person"))


def plans_before(session: Session) -> QuerySet[SeatingPlan]:
    """Return the plans in use of earlier sessions of the assembly."""
    plans = SeatingPlan.objects.filter(session__assembly=session.assembly_id, state=PlanState.IN_USE)
    return plans.filter(session__starts_at__lt=session.starts_at)


def meetings(plans: QuerySet[SeatingPlan]) -> Counter[frozenset[int]]:
    """Count how often each two people sat at one table."""
    met: Counter[frozenset[int]] = Counter()
    for people in _tables(plans).values():
        met.update(frozenset(pair) for pair in combinations(people, 2))
    return met


def facilitations(plans: QuerySet[SeatingPlan]) -> Counter[tuple[int, int]]:
    """Count how often each facilitator had each person at their table: (facilitator, person) → times."""
    tables = _tables(plans)
    had: Counter[tuple[int, int]] = Counter()
    rows = PlanFacilitator.objects.filter(plan__in=plans).values_list("plan", "round", "table", "person")
    for plan, number, table, person in rows:
        had.update((person, each) for each in tables[plan, number, table])
    return had


def _tables(plans: QuerySet[SeatingPlan]) -> dict[tuple[int, int, int], list[int]]:
    tables: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    rows = PlanSeat.objects.filter(plan__in=plans).values_list("plan", "round", "table", "person")
    for plan, number, table, person in rows:
        tables[plan, number, table].append(person)
    return tables


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """How many pairs of the present members have met at a table, and how many could have by now at the most.

    bound: nobody can meet more people than sat beside them over all rounds, nor more than there are.
    """

    people: int
    pairs: int
    met: int
    bound: int

    @property
    def share(self) -> float:
        """Return the share of all pairs."""
        return self.met / self.pairs if self.pairs else 0.0

    @property
    def share_possible(self) -> float:
        """Return the share that could have been reached with these tables."""
        return self.bound / self.pairs if self.pairs else 0.0


def acquaintance_of(assembly: Assembly) -> Acquaintance:
    """Count over all plans in use who has met among those who hold a seat now."""
    members = set(Person.objects.members().here().filter(assembly=assembly).values_list("pk", flat=True))
    plans = SeatingPlan.objects.filter(session__assembly=assembly, state=PlanState.IN_USE)
    met: set[tuple[int, int]] = set()
    beside: Counter[int] = Counter()
    for people in _tables(plans).values():
        present = sorted(members.intersection(people))
        met.update(combinations(present, 2))
        beside.update(dict.fromkeys(present, len(present) - 1))
    count = len(members)
    bound = sum(min(number, count - 1) for number in beside.values()) // 2
    return Acquaintance(people=count, pairs=count * (count - 1) // 2, met=len(met), bound=bound)


@dataclass(frozen=True, slots=True)
class OwnTable:
    """Where somebody sits, or which table they run, in one round."""

    round: int
    table: PlanTable
    facilitator: Person | None
    is_facilitating: bool = False


@dataclass(slots=True)
class OwnSession:
    """The tables of one person in one session."""

    session: Session
    places: list[OwnTable] = field(default_factory=list)


def tables_of(person: Person) -> list[OwnSession]:
    """Return the tables of a person by session and round, of plans in use alone."""
    seats = PlanSeat.objects.filter(person=person, plan__state=PlanState.IN_USE)
    runs = PlanFacilitator.objects.filter(person=person, plan__state=PlanState.IN_USE)
    related = ("plan__session__venue", "table__room")
    seated = list(seats.select_related(*related))
    running = {
        (row.table_id, row.round): row
        for row in PlanFacilitator.objects.filter(
            plan__in={seat.plan_id for seat in seated}, table__in={seat.table_id for seat in seated}
        ).select_related("person")
    }
    rows = [(seat, running.get((seat.table_id, seat.round)), False) for seat in seated]
    rows += [(run, None, True) for run in runs.select_related(*related)]
    found: dict[int, OwnSession] = {}
    for row, run, is_facilitating in sorted(
        rows, key=lambda each: (each[0].plan.session.starts_at, each[0].round)
    ):
        session = row.plan.session
        own = found.setdefault(session.pk, OwnSession(session))
        own.places.append(OwnTable(row.round, row.table, run and run.person, is_facilitating))
    return list(found.values())


def people_by_key(keys: Iterable[int]) -> dict[int, Person]:
    """Return people by their keys."""
    return Person.objects.in_bulk(list(keys))


def seated_in(rounds: Iterable[Mapping[int, int]]) -> set[int]:
    """Return the keys of those who sit anywhere."""
    return {key for each in rounds for key in each}
