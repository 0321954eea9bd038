"""Reads of the panel: its places in their order, the people who hold them, and how they stand to the targets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assembly.models import Assembly
from sortition.enums_seats import AWAITING, HELD, SAID_YES, SeatState
from sortition.fairness import CategoryFigures, category_figures
from sortition.lottery.instance import CROSS
from sortition.models import Answer, Category, Respondent, SelectionRun
from sortition.models import Seat as SeatRow
from sortition.selectors.runs import RunResult, binding_run, run_result
from sortition.selectors.seats import present_seats

_SLOTS = {
    **dict.fromkeys(AWAITING, "active"),
    **dict.fromkeys(SAID_YES, "done"),
    SeatState.LEFT_VACANT: "todo",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One place by its number, and the row of whoever has it now or had it last."""

    number: int
    row: SeatRow

    @property
    def respondent_id(self) -> int:
        """The person on the row."""
        return self.row.respondent_id

    @property
    def state(self) -> str:
        """The state of the seat."""
        return self.row.state

    @property
    def is_taken(self) -> bool:
        """Whether somebody holds it."""
        return self.state in HELD

    @property
    def slot(self) -> str:
        """The state of the slot that draws it."""
        return slot_of(self.state)


def slot_of(state: str) -> str:
    """Return the slot that draws a seat's state: full, half, empty, or dashed where somebody left."""
    return _SLOTS.get(SeatState(state), "vacant")


@dataclass(frozen=True)
class Panel:
    """The assembly's panel: the run it came from, its places, the values of those who hold them, the live balance."""

    run: SelectionRun
    result: RunResult
    seats: tuple[Seat, ...]
    values: Mapping[int, Mapping[str, str]]

    @property
    def taken(self) -> int:
        """How many seats are held."""
        return sum(seat.is_taken for seat in self.seats)

    @property
    def confirmed(self) -> int:
        """How many people have said yes."""
        return sum(seat.state in SAID_YES for seat in self.seats)

    @property
    def selected(self) -> int:
        """How many people were asked and have not answered."""
        return sum(seat.state in AWAITING for seat in self.seats)

    @property
    def left_vacant(self) -> int:
        """How many seats are not to be filled."""
        return sum(seat.state == SeatState.LEFT_VACANT for seat in self.seats)

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return len(self.seats) - self.taken

    @property
    def to_replace(self) -> int:
        """How many seats nobody holds and somebody may."""
        return self.vacant - self.left_vacant

    def counts(self, states: Iterable[str] = HELD) -> Counter[tuple[str, str]]:
        """Count the people on seats in these states by (category, value)."""
        wanted = set(states)
        return Counter(
            pair
            for seat in self.seats
            if seat.state in wanted
            for pair in self.values[seat.respondent_id].items()
        )

    def balance(self, states: Iterable[str] = HELD) -> tuple[CategoryFigures, ...]:
        """Count people who hold seats against the quotas, with pool and chances as they were drawn from."""
        counts = self.counts(states)
        frozen = category_figures(
            self.result.snapshot.instance,
            self.result.selection["probabilities"],
            (),
            self.result.snapshot.shares,
        )
        return tuple(
            CategoryFigures(
                each.category,
                tuple(replace(v, panel=counts[each.category, v.value]) for v in each.values),
            )
            for each in frozen
        )


@dataclass(frozen=True)
class PanelPerson:
    """One person with a seat, with its number and their answers by category."""

    seat: int
    respondent: Respondent
    answers: dict[str, str]
    row: SeatRow


def panel_of(assembly: Assembly) -> Panel | None:
    """Return the assembly's panel; None before one was adopted."""
    run = binding_run(assembly)
    result = None if run is None else run_result(run)
    if run is None or result is None:
        return None
    seats = tuple(Seat(row.number, row) for row in present_seats(assembly))
    return Panel(run, result, seats, _values_of(result, [seat.respondent_id for seat in seats]))


def _values_of(result: RunResult, people: list[int]) -> dict[int, dict[str, str]]:
    """Return what counts of people by category, combinations among them: as they answer now, or else as frozen.

    Whoever was erased has no answers any more; the frozen file knows them by number only.
    """
    instance = result.snapshot.instance
    known = answers_by_category(people)
    frozen = {p.id: p.values for p in instance.people} if any(pk not in known for pk in people) else {}
    found = {}
    for pk in people:
        values = dict(known.get(pk) or frozen.get(str(pk), {}))
        for name, parts in instance.crossed.items():
            if all(part in values for part in parts):
                values[name] = CROSS.join(values[part] for part in parts)
        found[pk] = values
    return found


def answers_by_category(people: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what people answered, by the names of categories, in one query."""
    answers: dict[int, dict[str, str]] = {}
    rows = Answer.objects.filter(respondent__in=list(people), value__isnull=False)
    ordered = rows.order_by("category__position", "category_id")
    for pk, category, value in ordered.values_list("respondent_id", "category__name", "value__name"):
        answers.setdefault(pk, {})[category] = value
    return answers


def panel_people(panel: Panel) -> list[PanelPerson]:
    """Return everybody who has a place now or had it last, in the order of seats, with a constant number of queries."""
    answers = answers_by_category(seat.respondent_id for seat in panel.seats)
    return [
        PanelPerson(seat.number, seat.row.respondent, answers.get(seat.respondent_id, {}), seat.row)
        for seat in panel.seats
    ]


def people_matching(people: list[PanelPerson], words: str) -> list[PanelPerson]:
    """Narrow to people whose name, id, e-mail address or answers contain every one of `words`."""
    wanted = words.casefold().split()

    def text(person: PanelPerson) -> str:
        r = person.respondent
        return " ".join([str(r), r.reference, r.email, r.postcode, *person.answers.values()]).casefold()

    return [person for person in people if all(word in text(person) for word in wanted)]


def category_sources(assembly: Assembly) -> dict[str, str]:
    """Return the cited source of each category's shares, where there is one."""
    return dict(Category.objects.filter(assembly=assembly).exclude(source="").values_list("name", "source"))
