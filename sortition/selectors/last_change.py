"""When pool, quotas or seats changed last: every write leaves an event, so the record knows without counting."""

from django.db.models import Q, QuerySet

from assembly.models import Assembly, AuditEvent

# What these events tell of changes neither people nor quotas nor seats.
_HARMLESS = (
    "team.",
    "remit.",
    "selection_run.",
    "draw.",
    "targets.sign_off",
    "targets.template_saved",
    "pool.exported",
    "pool.file_uploaded",
    "pool.list_read",
    "panel.export",
    "panel.list_read",
    "panel.read",
    "respondent.read",
    "privacy.shown",
    "privacy.copied",
    "account.",
    "record.",
)
ADOPTION = "selection_run.adopt"
"""The one act on a run that moves people: they leave the pool for the panel."""


def changes_of_problem(assembly: Assembly) -> QuerySet[AuditEvent]:
    """Return the events that may have changed what the lottery solves, the newest first."""
    harmless = Q()
    for prefix in _HARMLESS:
        harmless |= Q(type__startswith=prefix)
    return AuditEvent.objects.filter(~harmless | Q(type=ADOPTION), assembly=assembly).order_by("-pk")


def last_change_of_problem(assembly: Assembly) -> int | None:
    """Return the key of the newest of them."""
    return changes_of_problem(assembly).values_list("pk", flat=True).first()


def last_change_of_people(assembly: Assembly) -> int | None:
    """Return the key of the newest event that may have changed people or their answers."""
    found = changes_of_problem(assembly).exclude(type__startswith="targets.")
    return found.exclude(type="assembly.seats_changed").values_list("pk", flat=True).first()
