"""The one gate before every write to categories, targets and quotas, and the one way to record it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.errors import TargetsFrozen
from sortition.models import Category, TargetsSignOff
from sortition.selectors.targets import categories_of, has_binding_run, targets_version


def open_targets(assembly: Assembly, version: str | None = None) -> tuple[Assembly, list[Category]]:
    """Lock the assembly and return it with its categories, in the caller's transaction.

    The lock orders all changes of targets: of two people who save at once, the second sees what the first has left.

    version: what the person's page showed; None for a change that does not depend on it.

    Raises:
        TargetsFrozen: a run is binding.
        ChangedMeanwhile: what stands is not what the page showed.
    """
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if has_binding_run(locked):
        raise TargetsFrozen(
            _("A panel was adopted for these quotas, so they stay as they were when it was drawn.")
        )
    categories = categories_of(locked)
    if version is not None and targets_version(categories) != version:
        raise ChangedMeanwhile(_("Somebody else changed the targets meanwhile. Nothing was saved."))
    return locked, categories


def record_targets_event(
    kind: str, *, obj: models.Model, assembly: Assembly, actor: User, now: datetime, details: dict[str, Any]
) -> None:
    """Record a change of the targets; a sign-off that stands is reopened by it, with an event of its own."""
    record_event(kind, obj=obj, assembly=assembly, actor=actor, now=now, details=details)
    standing = (
        TargetsSignOff.objects.filter(assembly=assembly, reopened_at=None).select_related("signed_by").first()
    )
    if standing is None:
        return
    standing.reopened_at, standing.reopened_by = now, actor
    standing.save(update_fields=["reopened_at", "reopened_by"])
    record_event(
        "targets.sign_off_reopened",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"signed_by": standing.signed_by_id, "version": standing.version},
    )
