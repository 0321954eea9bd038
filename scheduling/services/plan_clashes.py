"""Let clashes stand with a reason, and count them again."""

from datetime import datetime

from django.db import transaction

from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.models import AcceptedClash
from scheduling.services.plan import lock_plan


@transaction.atomic
def accept_clash(
    *, assembly: Assembly, key: str, sentence: str, reason: str, actor: User, now: datetime
) -> AcceptedClash:
    """Let a clash stand. Of two who do so at once, the first one's reason stays.

    sentence: the clash in words, for the record; the key says nothing to people.
    """
    lock_plan(assembly)
    accepted, is_new = AcceptedClash.objects.get_or_create(
        assembly=assembly, key=key, defaults={"reason": reason, "accepted_at": now, "accepted_by": actor}
    )
    if is_new:
        record_event(
            "plan.accept",
            obj=accepted,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"key": key, "clash": sentence, "reason": reason},
        )
    return accepted


@transaction.atomic
def take_acceptance_back(*, accepted: AcceptedClash, actor: User, now: datetime) -> None:
    """Count a clash again; doing so twice changes nothing."""
    lock_plan(accepted.assembly)
    deleted, _by_model = AcceptedClash.objects.filter(pk=accepted.pk).delete()
    if deleted:
        record_event(
            "plan.count_again",
            assembly=accepted.assembly,
            actor=actor,
            now=now,
            details={"key": accepted.key, "reason": accepted.reason},
        )
