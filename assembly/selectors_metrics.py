"""Figures of an installation for whoever watches it: counts and ages, never people, names or single assemblies."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Min
from django_tasks_db.models import DBTaskResult

from assembly.enums import MessageState
from assembly.models import Assembly, AuditEvent, OutboxMessage

CLOCK_KEY = "clock_ticked_at"
"""Where the clock notes in the shared cache when it last ticked."""
WATCHED = (MessageState.PENDING, MessageState.SENDING, MessageState.FAILED, MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: its name, what it says, and its values by labels."""

    name: str
    sentence: str
    values: Sequence[tuple[Mapping[str, str], float]]


_told: list[Callable[[datetime], Iterable[Metric]]] = []


def register_metrics(told: Callable[[datetime], Iterable[Metric]]) -> None:
    """Add figures of an app, cheap ones; call it from `AppConfig.ready`."""
    _told.append(told)


def note_tick(now: datetime) -> None:
    """Note that the clock ticked."""
    cache.set(CLOCK_KEY, now.timestamp(), timeout=None)


def metrics_of(now: datetime) -> list[Metric]:
    """Return all figures, with a query or two for each."""
    ticked = cache.get(CLOCK_KEY)
    return [
        *_work(now),
        Metric(
            "clock_age_seconds",
            "Seconds since the clock last ticked; without a value it never did.",
            [] if ticked is None else [({}, now.timestamp() - ticked)],
        ),
        Metric(
            "messages", "Messages of all outboxes by state.", _by("state", WATCHED, _count(OutboxMessage))
        ),
        Metric("assemblies", "Assemblies by state.", _by("state", (), _count(Assembly))),
        Metric("record_entries", "Entries of the record.", [({}, AuditEvent.objects.count())]),
        *(metric for told in _told for metric in told(now)),
    ]


def _work(now: datetime) -> Iterable[Metric]:
    """Return what stands in the queues and how long the oldest has waited."""
    rows = list(
        DBTaskResult.objects.order_by()
        .values_list("queue_name", "status")
        .annotate(Count("pk"), Min("enqueued_at"))
    )
    yield Metric(
        "tasks",
        "Background tasks by queue and status.",
        [
            ({"queue": queue, "status": status.lower()}, number)
            for queue, status, number, _since in sorted(rows)
        ],
    )
    waiting = [(queue, since) for queue, status, _number, since in sorted(rows) if status == "READY"]
    yield Metric(
        "oldest_task_seconds",
        "How long the oldest task that is ready has waited, by queue.",
        [({"queue": queue}, (now - since).total_seconds()) for queue, since in waiting],
    )


def _count(model: type[OutboxMessage | Assembly]) -> Counter[str]:
    return Counter(dict(model.objects.order_by().values_list("state").annotate(Count("pk"))))


def _by(label: str, always: Iterable[str], found: Counter[str]) -> list[tuple[Mapping[str, str], float]]:
    """Return a value for each label that was found, and for those that are always told, be it nought."""
    return [({label: str(key)}, found[key]) for key in sorted({*map(str, always), *found})]
