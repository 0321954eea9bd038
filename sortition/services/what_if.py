"""Take over quotas that were tried: seats and quotas together, or neither."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from assembly.models import Assembly, User
from sortition.lottery import Repair, SeatsChange
from sortition.services.targets import QuotaEntry, save_quotas
from sortition.services.targets_repair import apply_repair


@transaction.atomic
def take_quotas_over(
    *,
    assembly: Assembly,
    quotas: Mapping[int, QuotaEntry],
    seats: int,
    version: str,
    actor: User,
    now: datetime,
) -> int:
    """Save what was tried and return how many values changed; another number of seats is an event of its own.

    Raises:
        TargetsFrozen, ChangedMeanwhile, ImpossibleQuota: see `save_quotas`; nothing is changed then.
    """
    if seats != assembly.seats:
        change = Repair((SeatsChange(assembly.seats, seats),), 0)
        apply_repair(assembly=assembly, repair=change, version=version, actor=actor, now=now)
    return save_quotas(assembly=assembly, quotas=quotas, version=version, actor=actor, now=now)
