"""What other parts tell the comparison and the case entry: each fills its own when it starts.

Only what is published is told here, and never a count of few people.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The last published survey wave about the assembly: how many were satisfied, of how many answers and asked.

    most: at most so many were satisfied and `satisfied` at least, where few gave one of the answers and only that is
    published; None where `satisfied` is the number itself.
    """

    satisfied: int
    answers: int
    asked: int
    title: str
    published_on: date
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What the public was told of who pays; without an amount where none was named."""

    who_pays: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Recruitment:
    """Published counts of recruitment; None where one is not published."""

    letters: int | None
    answers: int | None


SatisfactionOf = Callable[[Collection[int], datetime], Mapping[int, Satisfaction]]
BudgetOf = Callable[[Collection[int], datetime], Mapping[int, Budget]]
RecruitmentOf = Callable[[Collection[int], datetime], Mapping[int, Recruitment]]

_satisfaction: list[SatisfactionOf] = []
_budget: list[BudgetOf] = []
_recruitment: list[RecruitmentOf] = []


def tell_satisfaction(told: SatisfactionOf) -> None:
    """Let surveys tell; call it from `AppConfig.ready`. The keys are those of assemblies."""
    _satisfaction[:] = [told]


def tell_budget(told: BudgetOf) -> None:
    """Let the public statement tell."""
    _budget[:] = [told]


def tell_recruitment(told: RecruitmentOf) -> None:
    """Let the published figures tell."""
    _recruitment[:] = [told]


def satisfaction_of(assemblies: Collection[int], now: datetime) -> Mapping[int, Satisfaction]:
    """Return what surveys tell of these assemblies; those without answers are left out."""
    found: dict[int, Satisfaction] = {}
    for told in _satisfaction:
        found.update({key: each for key, each in told(assemblies, now).items() if each.answers})
    return found


def budgets_of(assemblies: Collection[int], now: datetime) -> Mapping[int, Budget]:
    """Return what the public was told of money."""
    found: dict[int, Budget] = {}
    for told in _budget:
        found.update(told(assemblies, now))
    return found


def recruitment_of(assemblies: Collection[int], now: datetime) -> Mapping[int, Recruitment]:
    """Return what was published of recruitment."""
    found: dict[int, Recruitment] = {}
    for told in _recruitment:
        found.update(told(assemblies, now))
    return found
