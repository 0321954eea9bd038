"""Whether the targets can be met: computed exactly when somebody asks, and remembered until something changes."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.cache import cache

from assembly.models import Assembly
from sortition.errors import NotReadyForLottery
from sortition.lottery import (
    CapChange,
    Cause,
    Instance,
    LotteryError,
    NothingFound,
    Quota,
    QuotaChange,
    Repair,
    SeatsChange,
    check_feasibility,
)
from sortition.models import Category
from sortition.selectors.instance import instance_of
from sortition.selectors.last_change import last_change_of_problem
from sortition.selectors.targets import categories_of, targets_version

TIME_LIMIT = 5.0
"""Seconds that a reader waits at most; pools of some thousand people take a fraction of one."""

REMEMBERED_SECONDS = 30 * 24 * 60 * 60

POSSIBLE, IMPOSSIBLE, UNDECIDED, NOT_READY = "possible", "impossible", "undecided", "not_ready"


@dataclass(frozen=True, slots=True)
class FeasibilityAnswer:
    """The answer for one state of pool and quotas: `version` is that of the targets it was computed for.

    state: "possible", "impossible" (with repairs and causes), "undecided" in the time given, or "not_ready"
        (`reason` says why).
    """

    state: str
    version: str
    seconds: float = 0.0
    people: int = 0
    repairs: tuple[Repair, ...] = ()
    causes: tuple[Cause, ...] = ()
    reason: str = ""


def known_feasibility(assembly: Assembly, categories: Sequence[Category]) -> FeasibilityAnswer | None:
    """Return the answer if it was computed for exactly what stands now; never compute. Costs two queries."""
    return _recall(_state_key(assembly, categories))


def feasibility_of(assembly: Assembly, *, time_limit: float = TIME_LIMIT) -> FeasibilityAnswer:
    """Return whether a panel can meet all quotas, exactly; computed at most once for the same pool and quotas.

    Reads everything first and computes outside any transaction.
    """
    categories = categories_of(assembly)
    state_key, version = _state_key(assembly, categories), targets_version(categories)
    if known := _recall(state_key):
        return known
    try:
        instance = instance_of(assembly)
    except NotReadyForLottery as error:
        return FeasibilityAnswer(NOT_READY, version, reason=str(error))
    instance_key = _instance_key(instance, version)
    answer = _recall(instance_key) or _compute(instance, version, time_limit)
    if answer.state != UNDECIDED:
        _remember(instance_key, answer)
        _remember(state_key, answer)
    return answer


def _compute(instance: Instance, version: str, time_limit: float) -> FeasibilityAnswer:
    begun = time.monotonic()
    people = len(instance.people)
    try:
        found = check_feasibility(instance, time_limit=time_limit)
    except NothingFound:
        return FeasibilityAnswer(UNDECIDED, version, time_limit, people)
    except LotteryError as error:
        return FeasibilityAnswer(NOT_READY, version, reason=str(error))
    seconds = time.monotonic() - begun
    if found.is_feasible:
        return FeasibilityAnswer(POSSIBLE, version, seconds, people)
    repairs = _gentlest_first(instance, found.repairs, time_limit - seconds)
    return FeasibilityAnswer(IMPOSSIBLE, version, seconds, people, repairs, found.causes)


def _gentlest_first(
    instance: Instance, repairs: tuple[Repair, ...], seconds_left: float
) -> tuple[Repair, ...]:
    """Put repairs that stay within the flexible bounds that somebody allowed before all others.

    They are sought with every bound held that nobody said may give way; those found beside them keep their order.
    """
    if seconds_left <= 0 or not any(_is_flexible(quota) for quota in instance.quotas):
        return repairs
    held = replace(instance, quotas=tuple(_held(quota) for quota in instance.quotas))
    try:
        within = check_feasibility(held, time_limit=seconds_left).repairs
    except NothingFound:
        return repairs
    allowed = [repair for repair in within if all(isinstance(each, QuotaChange) for each in repair.changes)]
    known = {frozenset(repair.changes) for repair in allowed}
    return (*allowed, *(each for each in repairs if frozenset(each.changes) not in known))


def _is_flexible(quota: Quota) -> bool:
    return quota.minimum_flex is not None or quota.maximum_flex is not None


def _held(quota: Quota) -> Quota:
    return replace(
        quota,
        minimum_flex=quota.minimum if quota.minimum_flex is None else quota.minimum_flex,
        maximum_flex=quota.maximum if quota.maximum_flex is None else quota.maximum_flex,
    )


def _state_key(assembly: Assembly, categories: Sequence[Category]) -> str:
    """Name the state of pool and quotas cheaply: every write leaves an event, so the last one stands for the pool."""
    last = last_change_of_problem(assembly)
    parts = [assembly.pk, assembly.seats, assembly.one_per_household, targets_version(categories), last]
    return "feasibility-state:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _instance_key(instance: Instance, version: str) -> str:
    caps = [[cap.column, cap.maximum] for cap in instance.caps]
    digest = hashlib.sha256(f"{instance.seats}|{version}|{json.dumps(caps)}".encode())
    for person in sorted(instance.people, key=lambda person: person.id):
        values = sorted(person.values.items())
        groups = sorted(person.groups.items())
        digest.update(json.dumps([person.id, values, person.household, groups]).encode())
    return f"feasibility-instance:{digest.hexdigest()}"


def _remember(key: str, answer: FeasibilityAnswer) -> None:
    cache.set(key, json.dumps(asdict(answer)), REMEMBERED_SECONDS)


def _recall(key: str) -> FeasibilityAnswer | None:
    stored = cache.get(key)
    if stored is None:
        return None
    plain = json.loads(stored)
    repairs = tuple(
        Repair(tuple(_change(change) for change in repair["changes"]), repair["cost"])
        for repair in plain.pop("repairs")
    )
    causes = tuple(
        Cause(cause["code"], cause["params"], tuple((c, v, bound) for c, v, bound in cause["bounds"]))
        for cause in plain.pop("causes")
    )
    return FeasibilityAnswer(**plain, repairs=repairs, causes=causes)


def _change(plain: dict[str, Any]) -> QuotaChange | CapChange | SeatsChange:
    if "bound" in plain:
        return QuotaChange(**plain)
    return CapChange(**plain) if "column" in plain else SeatsChange(**plain)
