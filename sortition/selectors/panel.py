"""Reads of the panel: its seats in their order, the people on them, and how it stands to the targets."""

from dataclasses import dataclass

from assembly.models import Assembly
from sortition.enums import RespondentState
from sortition.fairness import CategoryFigures, category_figures
from sortition.models import Answer, Category, Respondent, SelectionRun
from sortition.selectors.runs import RunResult, binding_run, run_result

SEATED = (RespondentState.SELECTED, RespondentState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat by its number (the order in which the lottery's panel lists its people) and who was drawn for it."""

    number: int
    respondent_id: int
    state: str

    @property
    def is_taken(self) -> bool:
        """Whether the person drawn still holds it."""
        return self.state in SEATED

    @property
    def slot(self) -> str:
        """The state of the slot that draws it."""
        return {RespondentState.SELECTED: "active", RespondentState.CONFIRMED: "done"}.get(
            self.state, "vacant"
        )


@dataclass(frozen=True)
class Panel:
    """The assembly's panel: the run it came from, its seats, and the live balance."""

    run: SelectionRun
    result: RunResult
    seats: tuple[Seat, ...]

    @property
    def taken(self) -> int:
        """How many seats are held."""
        return sum(seat.is_taken for seat in self.seats)

    @property
    def confirmed(self) -> int:
        """How many seats are confirmed."""
        return sum(seat.state == RespondentState.CONFIRMED for seat in self.seats)

    @property
    def selected(self) -> int:
        """How many people were drawn and have not yet confirmed."""
        return sum(seat.state == RespondentState.SELECTED for seat in self.seats)

    @property
    def vacant(self) -> int:
        """How many seats were given up."""
        return len(self.seats) - self.taken

    def balance(self) -> tuple[CategoryFigures, ...]:
        """Count the people who hold seats against the frozen quotas, with pool and chances as they were drawn from."""
        return category_figures(
            self.result.snapshot.instance,
            self.result.selection["probabilities"],
            [str(seat.respondent_id) for seat in self.seats if seat.is_taken],
            self.result.snapshot.shares,
        )


@dataclass(frozen=True)
class PanelPerson:
    """One person drawn, with the seat's number and their answers by category."""

    seat: int
    respondent: Respondent
    answers: dict[str, str]


def panel_of(assembly: Assembly) -> Panel | None:
    """Return the assembly's panel; None before one was adopted."""
    run = binding_run(assembly)
    result = None if run is None else run_result(run)
    if run is None or result is None:
        return None
    drawn = [int(pk) for pk in result.selection["panel"]]
    states = dict(Respondent.objects.filter(pk__in=drawn).values_list("pk", "state"))
    seats = (Seat(number, pk, states.get(pk, "")) for number, pk in enumerate(drawn, start=1))
    return Panel(run, result, tuple(seats))


def panel_people(panel: Panel) -> list[PanelPerson]:
    """Return everybody who was drawn, in the order of seats, with a constant number of queries."""
    ids = [seat.respondent_id for seat in panel.seats]
    people = Respondent.objects.in_bulk(ids)
    answers: dict[int, dict[str, str]] = {}
    found = Answer.objects.filter(respondent__in=ids, value__isnull=False)
    for respondent_id, category, value in found.values_list("respondent_id", "category__name", "value__name"):
        answers.setdefault(respondent_id, {})[category] = value
    return [
        PanelPerson(seat.number, people[seat.respondent_id], answers.get(seat.respondent_id, {}))
        for seat in panel.seats
        if seat.respondent_id in people
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
