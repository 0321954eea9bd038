"""When what clashes depend on changed last: every write leaves an event, so the record knows without counting."""

from django.db.models import Q

from assembly.models import Assembly, AuditEvent

_HARMLESS = (
    "absence.",
    "account.",
    "attendance.",
    "attendance_alert.",
    "calendar.",
    "claim.",
    "honorarium.",
    "mailing.",
    "message.",
    "money.",
    "payment.",
    "payments.",
    "placement.",
    "programme.",
    "record.",
    "reminder.",
    "seating_job.",
    "seating_plan.",
    "seating_rule.",
    "tables.",
    "team.",
)
"""What these events tell of changes no programme, no room, nobody’s time or need, and no member. An event that is not
named here counts as a change: at worst something is worked out once too often."""


def last_change_of_plan(assembly: Assembly) -> int | None:
    """Return the key of the newest event after which clashes may be others than before."""
    harmless = Q(type__endswith=".list_read")
    for prefix in _HARMLESS:
        harmless |= Q(type__startswith=prefix)
    found = AuditEvent.objects.filter(~harmless, assembly=assembly).order_by("-pk")
    return found.values_list("pk", flat=True).first()
