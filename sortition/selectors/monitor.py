"""How the pool grows: registrations by day and channel, and the values that are at risk, the gravest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assembly.models import Assembly
from sortition.enums import RespondentState, Standing
from sortition.models import Answer, Category, Respondent
from sortition.selectors.pool import quota_categories, respondents_with_standing
from sortition.selectors.pool_figures import REMEMBERED_SECONDS, pool_state, pool_state_key
from sortition.selectors.targets import categories_of

COMFORTABLE = 3
"""So many people in the pool for each seat that a value must have: with fewer it is at risk."""

RECENT_DAYS = 14
DAYS_SHOWN_SINGLY = 35
"""A longer recruitment is shown by weeks."""

IMPOSSIBLE, AT_RISK, ENOUGH, NO_QUOTA = "impossible", "at_risk", "enough", "no_quota"
_GRAVITY = (IMPOSSIBLE, AT_RISK, ENOUGH, NO_QUOTA)

# Whoever was drawn has left the pool, yet was found: the monitor is about finding people.
_FOUND = (Standing.IN_POOL, Standing.SELECTED)


@dataclass(frozen=True, slots=True)
class ValueInPool:
    """One value: how many who can be drawn, or were, gave it, how many of them lately, and the seats it must have.

    share, pool_share: of the population and of the pool, between 0 and 1; share is None where none is known.
    enough_on: when there will be enough if people keep coming as lately; None where that cannot be said.
    """

    category: str
    value: str
    people: int
    recent: int
    minimum: int | None
    share: float | None
    pool_share: float
    enough_on: date | None

    @property
    def state(self) -> str:
        """Return how many there are beside what is needed."""
        if not self.minimum:
            return NO_QUOTA
        if self.people < self.minimum:
            return IMPOSSIBLE
        return AT_RISK if self.people < COMFORTABLE * self.minimum else ENOUGH

    @property
    def per_seat(self) -> float:
        """Return how many people there are for each seat that must be filled."""
        return self.people / self.minimum if self.minimum else 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a week: how many registered, by channel, and how many altogether until its end."""

    begin: date
    by_channel: Mapping[str, int]
    together: int

    @property
    def new(self) -> int:
        """How many registered in it."""
        return sum(self.by_channel.values())


@dataclass(frozen=True, slots=True)
class Monitor:
    """Everything that the page shows."""

    values: tuple[ValueInPool, ...]
    periods: tuple[Period, ...]
    is_weekly: bool
    by_channel: Mapping[str, int]
    recent_by_channel: Mapping[str, int]
    total: int
    in_pool: int

    def values_in(self, *states: str) -> list[ValueInPool]:
        """Return the values in one of these states."""
        return [value for value in self.values if value.state in states]


def pool_monitor(assembly: Assembly, now: datetime) -> Monitor:
    """Return how the pool has grown until `now`, computed at most once a day for the same pool."""
    categories = categories_of(assembly)
    today = timezone.localdate(now)
    since = today - timedelta(days=RECENT_DAYS)
    state = pool_state(assembly)
    found = sum(state.figures.by_standing[standing] for standing in _FOUND)
    counts = _counts_by_value(assembly, since, today)
    registered = _registrations(assembly)
    together: Counter[str] = Counter()
    lately: Counter[str] = Counter()
    for day, channel, people in registered:
        together[channel] += people
        lately[channel] += people if day > since else 0
    values = _values(categories, counts, found, today)
    periods, is_weekly = periods_of(registered)
    return Monitor(
        values=tuple(sorted(values, key=_gravest_first)),
        periods=periods,
        is_weekly=is_weekly,
        by_channel=together,
        recent_by_channel=lately,
        total=together.total(),
        in_pool=found,
    )


def periods_of(registered: Sequence[tuple[date, str, int]]) -> tuple[tuple[Period, ...], bool]:
    """Sort registrations (day, channel, people) into days, or weeks from Monday where the time is long.

    Returns the periods from the first to the last, empty ones too, and whether they are weeks.
    """
    if not registered:
        return (), False
    days = [day for day, _channel, _people in registered]
    is_weekly = (max(days) - min(days)).days >= DAYS_SHOWN_SINGLY
    step = timedelta(days=7 if is_weekly else 1)
    by_period: dict[date, Counter[str]] = {}
    for day, channel, people in registered:
        begin = day - timedelta(days=day.weekday()) if is_weekly else day
        by_period.setdefault(begin, Counter())[channel] += people
    begin, last = min(by_period), max(by_period)
    found, together = [], 0
    while begin <= last:
        new = by_period.get(begin, Counter())
        together += new.total()
        found.append(Period(begin, new, together))
        begin += step
    return tuple(found), is_weekly


def _values(
    categories: Sequence[Category], counts: Mapping[int, tuple[int, int]], in_pool: int, today: date
) -> list[ValueInPool]:
    found = []
    for category in categories:
        for value in category.values.all():
            people, recent = counts.get(value.pk, (0, 0))
            found.append(
                ValueInPool(
                    category=category.name,
                    value=value.name,
                    people=people,
                    recent=recent,
                    minimum=value.minimum,
                    share=None if value.share is None else float(value.share) / 100,
                    pool_share=people / in_pool if in_pool else 0.0,
                    enough_on=_enough_on(people, recent, value.minimum, today),
                )
            )
    return found


def _enough_on(people: int, recent: int, minimum: int | None, today: date) -> date | None:
    """Return when there will be enough if people keep coming as in the last days; within a year, or not at all."""
    missing = COMFORTABLE * (minimum or 0) - people
    if missing <= 0 or not recent:
        return None
    days = -(-missing * RECENT_DAYS // recent)
    return today + timedelta(days=days) if days <= 365 else None


def _gravest_first(value: ValueInPool) -> tuple[int, float]:
    return _GRAVITY.index(value.state), value.per_seat


def _counts_by_value(assembly: Assembly, since: date, today: date) -> dict[int, tuple[int, int]]:
    """Return for every value how many in the pool gave it, and how many of them came after `since`."""
    category_ids = list(quota_categories(assembly).order_by("pk").values_list("pk", flat=True))
    key = f"{pool_state_key(assembly, category_ids)}:values:{today}"
    found: dict[int, tuple[int, int]] | None = cache.get(key)
    if found is None:
        everybody = respondents_with_standing(assembly, pool_state(assembly).incomplete)
        in_pool = everybody.filter(standing__in=_FOUND).order_by()
        morning = timezone.make_aware(datetime.combine(since + timedelta(days=1), time.min))
        lately = Q(registered_on__gt=since) | Q(registered_on=None, created_at__gte=morning)
        people, recent = (_answers_of(some) for some in (in_pool, in_pool.filter(lately)))
        found = {value: (number, recent.get(value, 0)) for value, number in people.items()}
        cache.set(key, found, REMEMBERED_SECONDS)
    return found


def _answers_of(people: QuerySet[Respondent]) -> dict[int, int]:
    found = Answer.objects.filter(respondent__in=people.values("pk"), value__isnull=False)
    return dict(found.order_by().values_list("value").annotate(people=Count("pk")))


def _registrations(assembly: Assembly) -> list[tuple[date, str, int]]:
    """Return (day, channel, people) for all who answered; who has no day of their own came with the import."""
    answered = (
        Respondent.objects.filter(assembly=assembly, is_test=False)
        .exclude(state=RespondentState.ERASED)
        .order_by()
    )
    dated = answered.filter(registered_on__isnull=False).values_list("registered_on", "channel")
    found = list(dated.annotate(people=Count("pk")))
    # Whole imports share one moment, so grouping by it is quick; turning it into a day for each row is not.
    others = answered.filter(registered_on=None).values_list("created_at", "channel")
    found += [
        (timezone.localdate(moment), channel, people)
        for moment, channel, people in others.annotate(people=Count("pk"))
    ]
    return found
