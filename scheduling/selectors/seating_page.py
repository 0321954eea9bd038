"""What the page of a plan shows: tables of one round, balance by value, who sits nowhere."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from assembly.models import Person
from scheduling.models import FixedSeat, PlanFacilitator, PlanSeat, PlanTable, SeatingPlan
from scheduling.selectors.sessions import members_at


@dataclass(slots=True)
class Place:
    """Somebody at a table; `is_fixed` where they stay whatever is computed."""

    person: Person
    is_fixed: bool


@dataclass(slots=True)
class TableCard:
    """A table in one round."""

    table: PlanTable
    facilitator: Person | None = None
    places: list[Place] = field(default_factory=list)

    @property
    def free(self) -> int:
        """Return how many places are left."""
        return self.table.capacity - len(self.places)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round: its tables, and the members expected who sit at none."""

    number: int
    cards: list[TableCard]
    unseated: list[Person]


def round_page(plan: SeatingPlan, number: int) -> RoundPage:
    """Return one round of a plan."""
    cards = {table.pk: TableCard(table) for table in plan.tables.select_related("room__venue")}
    fixed = {
        seat.person_id
        for seat in FixedSeat.objects.filter(session=plan.session_id)
        if seat.round in (None, number)
    }
    seats = PlanSeat.objects.filter(plan=plan, round=number).select_related("person")
    seated = set()
    for seat in sorted(seats, key=lambda each: str(each.person).casefold()):
        seated.add(seat.person_id)
        cards[seat.table_id].places.append(Place(seat.person, seat.person_id in fixed))
    for each in PlanFacilitator.objects.filter(plan=plan, round=number).select_related("person"):
        cards[each.table_id].facilitator = each.person
    unseated = [person for person in members_at(plan.session) if person.pk not in seated]
    return RoundPage(number, list(cards.values()), unseated)


@dataclass(frozen=True, slots=True)
class BalanceCell:
    """How many with a value sit at a table; even: the whole numbers beside the table's share of them."""

    table: int
    count: int
    low: int
    high: int

    @property
    def is_off(self) -> bool:
        """Whether the table has more or fewer than an even share would give."""
        return not self.low <= self.count <= self.high


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One value over all tables of a round."""

    value: str
    total: int
    cells: list[BalanceCell]


def balance_of(page: RoundPage, categories: Sequence[str]) -> list[tuple[str, list[BalanceRow]]]:
    """Return category → rows of values for one round."""
    people = sum(len(card.places) for card in page.cards)
    found = []
    for category in categories:
        counts: dict[str, Counter[int]] = defaultdict(Counter)
        for card in page.cards:
            for place in card.places:
                counts[place.person.values.get(category, "")][card.table.number] += 1
        rows = []
        for value in sorted(counts):
            total = sum(counts[value].values())
            cells = []
            for card in page.cards:
                share = Fraction(len(card.places) * total, people)
                number = card.table.number
                cells.append(BalanceCell(number, counts[value][number], floor(share), ceil(share)))
            rows.append(BalanceRow(value, total, cells))
        found.append((category, rows))
    return found
