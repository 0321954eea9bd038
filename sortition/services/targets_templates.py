"""Keep the targets of an assembly as a template."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.errors import ImpossibleQuota
from sortition.models import TargetsTemplate
from sortition.selectors.targets import categories_of
from sortition.selectors.targets_copies import rows_of, stored_rows


@transaction.atomic
def save_template(*, assembly: Assembly, name: str, actor: User, now: datetime) -> TargetsTemplate:
    """Keep categories, values, shares and quotas as they stand under a name; the same name again replaces it.

    Raises:
        ImpossibleQuota: there is nothing to keep.
    """
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    rows = rows_of(categories_of(locked))
    if not rows:
        raise ImpossibleQuota(_("There are no targets to keep yet."), code="nothing_to_keep")
    TargetsTemplate.objects.filter(assembly=locked, name__iexact=name).delete()
    template = TargetsTemplate.objects.create(
        assembly=locked,
        name=name,
        seats=locked.seats,
        rows=stored_rows(rows),
        created_at=now,
        created_by=actor,
    )
    record_event(
        "targets.template_saved",
        obj=template,
        assembly=locked,
        actor=actor,
        now=now,
        details={"name": name, "values": len(rows)},
    )
    return template
