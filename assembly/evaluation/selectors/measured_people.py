"""Measures of how people were found, and of how they stayed. Each asks once for all assemblies."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, Sum

from assembly.enums import PersonKind
from assembly.evaluation.measures import Reading, Readings, count, share
from assembly.evaluation.told_elsewhere import budgets_of, satisfaction_of
from assembly.models import Assembly
from scheduling.enums_attendance import ATTENDED, OVER
from scheduling.enums_money import ClaimState, HonorariumState
from scheduling.models import Attendance, ExpenseClaim, Honorarium
from scheduling.selectors.money import NOTHING, in_pence
from sortition.enums import Channel, WaveState
from sortition.enums_draws import DrawState
from sortition.enums_seats import SAID_YES, SeatState
from sortition.models import Draw, InvitationWave, Respondent, Seat, WaveResponse

SENT = (WaveState.POSTED, WaveState.LANDED)
LEFT = (
    SeatState.WITHDRAWN_BEFORE_START,
    SeatState.NO_SHOW,
    SeatState.WITHDRAWN_DURING,
    SeatState.REMOVED,
)
"""How somebody leaves a seat after they had said yes."""


def seats(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001 (the signature is the registry's)
    """Return the seats."""
    return {each.pk: count(each.seats) for each in assemblies}


def _letters(assemblies: Sequence[Assembly]) -> dict[int, int]:
    rows = InvitationWave.objects.filter(assembly__in=assemblies, state__in=SENT).order_by()
    return dict(rows.values_list("assembly").annotate(total=Sum("letters")))


def letters(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return the letters that were posted."""
    return {key: count(total) for key, total in _letters(assemblies).items()}


def response_rate(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return answers with the code of a letter, of all letters."""
    rows = WaveResponse.objects.filter(wave__assembly__in=assemblies, wave__state__in=SENT).order_by()
    answers = dict(rows.values_list("wave__assembly").annotate(total=Count("pk")))
    posted = _letters(assemblies)
    return {key: share(answers.get(key, 0), total) for key, total in posted.items() if total}


def pool(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return how many people the published draw drew from."""
    rows = Draw.objects.filter(assembly__in=assemblies, state=DrawState.PUBLISHED, is_rehearsal=False)
    return {key: count(size) for key, size in rows.values_list("assembly", "run__pool_size")}


def offline_share(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return volunteers who answered by phone, by post or in person, of all volunteers."""
    rows = Respondent.objects.filter(assembly__in=assemblies, is_test=False).order_by()
    counted = rows.values_list("assembly").annotate(
        offline=Count("pk", filter=~Q(channel=Channel.WEB)), total=Count("pk")
    )
    return {key: share(offline, total) for key, offline, total in counted}


def attendance(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return half-days that members attended, of all half-days that were noted of members."""
    rows = Attendance.objects.filter(
        session__assembly__in=assemblies, session__state__in=OVER, person__kind=PersonKind.MEMBER
    ).order_by()
    counted = rows.values_list("session__assembly").annotate(
        there=Count("pk", filter=Q(state__in=ATTENDED)), total=Count("pk")
    )
    return {key: share(there, total) for key, there, total in counted}


def _said_yes() -> Q:
    return Q(state__in=SAID_YES) | Q(left_as__in=LEFT)


def left(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return people who left after they had said yes, of all who said yes."""
    rows = Seat.objects.filter(_said_yes(), assembly__in=assemblies).order_by()
    counted = rows.values_list("assembly").annotate(
        gone=Count("pk", filter=Q(left_as__in=LEFT)), total=Count("pk")
    )
    return {key: share(gone, total) for key, gone, total in counted}


def replaced(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return people who said yes to a place that somebody else had given up."""
    rows = Seat.objects.filter(assembly__in=assemblies).order_by()
    counted = rows.values_list("assembly").annotate(
        came=Count("pk", filter=_said_yes() & Q(fills__isnull=False)),
        total=Count("pk", filter=_said_yes()),
    )
    return {key: count(came) for key, came, total in counted if total}


def paid_per_seat(assemblies: Sequence[Assembly], now: datetime) -> Readings:  # noqa: ARG001
    """Return honoraria and expenses that were paid, for each seat; nothing where two currencies would be mixed."""
    paid: dict[int, Counter[str]] = defaultdict(Counter)
    honoraria = Honorarium.objects.filter(session__assembly__in=assemblies, state=HonorariumState.PAID)
    claims = ExpenseClaim.objects.filter(assembly__in=assemblies, state=ClaimState.PAID)
    for rows, path, amount in (
        (honoraria, "session__assembly", "amount"),
        (claims, "assembly", "granted"),
    ):
        sums = rows.order_by().values_list(path, "payment__currency").annotate(total=Sum(amount))
        for key, currency, total in sums:
            paid[key][currency] += in_pence(total or NOTHING)  # type: ignore[assignment]
    return {
        each.pk: _per_seat(Decimal(total), currency, each.seats)
        for each in assemblies
        if len(paid.get(each.pk, {})) == 1
        for currency, total in paid[each.pk].items()
    }


def budget_per_seat(assemblies: Sequence[Assembly], now: datetime) -> Readings:
    """Return the budget that the public was told, for each seat."""
    told = budgets_of([each.pk for each in assemblies], now)
    return {
        each.pk: _per_seat(budget.amount, budget.currency, each.seats)
        for each in assemblies
        if (budget := told.get(each.pk)) and budget.amount is not None
    }


def _per_seat(amount: Decimal, currency: str, places: int) -> Reading:
    return Reading(Fraction(amount) / places, currency=currency)


def satisfaction(assemblies: Sequence[Assembly], now: datetime) -> Readings:
    """Return members who were satisfied with the assembly, of those who answered the last survey that is published."""
    told = satisfaction_of([each.pk for each in assemblies], now)
    return {key: share(each.satisfied, each.answers, each.most) for key, each in told.items()}
