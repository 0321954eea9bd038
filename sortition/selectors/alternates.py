"""Reads of alternates: dropout rates, who stands by, who of them is still there, and who would be next in line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from assembly.models import Assembly
from sortition.enums import RespondentState
from sortition.enums_seats import HELD, AlternatesState
from sortition.lottery import DropoutModel, Instance
from sortition.models import Alternate, AlternateSet, DropoutRate, Seat
from sortition.selectors.pool import pool_for_lottery
from sortition.selectors.residual import residual_of
from sortition.selectors.runs import binding_run, run_result
from sortition.selectors.seats import present_seats

USUAL_STAY = Decimal("90.0")
"""About one in ten drops out at the confirmation calls."""


@dataclass(frozen=True)
class Rates:
    """How many of a hundred stay: of everybody, and of values (by key) that have a rate of their own."""

    everybody: Decimal
    by_value: dict[int, Decimal]
    named: tuple[tuple[str, str, Decimal], ...]

    def as_json(self) -> dict[str, object]:
        """Give the rates as shares between 0 and 1, to be kept with what was chosen by them."""
        return {
            "all": float(self.everybody) / 100,
            "values": [[category, value, float(stay) / 100] for category, value, stay in self.named],
        }


def rates_of(assembly: Assembly) -> Rates:
    """Return the assembly's rates; 90 % where nobody has set any."""
    rows = list(
        DropoutRate.objects.filter(assembly=assembly)
        .select_related("value__category")
        .order_by("value__category__position", "value__position", "pk")
    )
    everybody = next((row.stay for row in rows if row.value is None), USUAL_STAY)
    own = [(row.value, row.stay) for row in rows if row.value is not None]
    return Rates(
        everybody,
        {value.pk: stay for value, stay in own},
        tuple((value.category.name, value.name, stay) for value, stay in own),
    )


def dropout_model(rates: dict[str, object]) -> DropoutModel:
    """Make the engine's model of kept rates: the rate of everybody, and each value's as a factor of it."""
    base = float(rates["all"])  # type: ignore[arg-type]
    values: list[list[object]] = rates["values"]  # type: ignore[assignment]
    factors = {(str(c), str(v)): float(stay) / base if base else 0.0 for c, v, stay in values}  # type: ignore[arg-type]
    return DropoutModel(base, factors)


def sets_of(assembly: Assembly) -> QuerySet[AlternateSet]:
    """Return every choice of alternates, the newest first."""
    return AlternateSet.objects.filter(assembly=assembly).select_related("asked_by")


def current_set(assembly: Assembly) -> AlternateSet | None:
    """Return the alternates who stand by."""
    return sets_of(assembly).filter(state=AlternatesState.CURRENT).first()


@dataclass(frozen=True, slots=True)
class StandingBy:
    """One alternate as they are now: still there, on a seat, or gone."""

    alternate: Alternate
    is_there: bool
    seat: int | None

    @property
    def has_left(self) -> bool:
        """Whether they can no longer be called, and have no seat either."""
        return not self.is_there and self.seat is None


def standing_by(alternates: AlternateSet) -> list[StandingBy]:
    """Return a set's people in their order, each with what became of them."""
    rows = list(alternates.people.select_related("respondent").order_by("rank"))
    keys = [row.respondent_id for row in rows]
    there = set(pool_for_lottery(alternates.assembly).filter(pk__in=keys).values_list("pk", flat=True))
    seats = dict(
        Seat.objects.filter(respondent__in=keys, state__in=HELD).values_list("respondent_id", "number")
    )
    return [StandingBy(row, row.respondent_id in there, seats.get(row.respondent_id)) for row in rows]


def held_problem(assembly: Assembly, *, vacated: Collection[int] = ()) -> tuple[Instance, list[str]]:
    """Return the problem in which alternates stand by for those who hold seats now, and who these are.

    Its number of seats is that of the people who hold one, and nobody is fixed.
    """
    seats = present_seats(assembly).filter(state__in=HELD)
    held = [str(seat.respondent_id) for seat in seats if seat.pk not in vacated]
    problem = residual_of(assembly)
    known = {person.id for person in problem.people}
    return replace(problem, seats=len(held), fixed=()), [name for name in held if name in known]


def next_in_line(
    instance: Instance, panel: Collection[str], chances: dict[str, float], count: int
) -> list[str]:
    """Return the simple ranking that a choice is compared with: those who sat on most of the lottery's panels.

    That is by the chance they had when the panel was drawn, the highest first, and by their place in the pool among
    equals; who came later had none. One of each home, and nobody who lives with somebody of the panel.
    """
    on_panel = set(panel)
    homes = {person.household for person in instance.people if person.id in on_panel and person.household}
    found: list[str] = []
    rest = [person for person in instance.people if person.id not in on_panel]
    for person in sorted(rest, key=lambda each: -chances.get(each.id, 0.0)):
        if person.household in homes:
            continue
        found.append(person.id)
        if person.household:
            homes.add(person.household)
        if len(found) == count:
            break
    return found


def chances_when_drawn(assembly: Assembly) -> dict[str, float]:
    """Return everybody's chance in the run that the panel came from."""
    run = binding_run(assembly)
    result = None if run is None else run_result(run)
    return {} if result is None else dict(result.selection["probabilities"])


def still_there(rows: Iterable[StandingBy]) -> list[StandingBy]:
    """Narrow to those who can be called."""
    return [row for row in rows if row.is_there and row.alternate.respondent.state == RespondentState.POOL]
