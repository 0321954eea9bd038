"""Copy an assembly without its people: for the next one, or to rehearse with invented people."""

import random
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assembly.copying import copy_parts, fill_rehearsal
from assembly.enums import AssemblyState, Role
from assembly.models import Appointment, Assembly, RemitVersion, RetentionPeriod, StateEntry, User
from assembly.permissions import forget_roles
from assembly.services.create_assembly import free_slug
from assembly.services.record import record_event

REHEARSAL_MARK = _("Rehearsal")
NAME_LENGTH = 160


@transaction.atomic
def copy_assembly(
    *, source: Assembly, name: str, is_rehearsal: bool, actor: User, chance: random.Random, now: datetime
) -> Assembly:
    """Make a fresh draft with the remit, the targets and the settings of `source`, and `actor` as its organiser.

    Neither people nor the team nor the record come along. A rehearsal keeps the dates and gets invented volunteers from
    `chance`; everything says that it is one, for good: its name too, which stands on documents, letters and files.
    """
    if is_rehearsal and str(REHEARSAL_MARK).casefold() not in name.casefold():
        name = f"{REHEARSAL_MARK}: {name}"[:NAME_LENGTH]
    copy = Assembly.objects.create(
        name=name,
        slug=free_slug(name),
        commissioning_authority=source.commissioning_authority,
        seats=source.seats,
        first_session_on=source.first_session_on if is_rehearsal else None,
        last_session_on=source.last_session_on if is_rehearsal else None,
        one_per_household=source.one_per_household,
        is_rehearsal=is_rehearsal,
        copied_from=source,
        created_at=now,
        created_by=actor,
    )
    StateEntry.objects.create(assembly=copy, state=AssemblyState.DRAFT, entered_at=now)
    Appointment.objects.create(assembly=copy, user=actor, role=Role.ORGANISER, appointed_at=now)
    _copy_remit(source, copy, actor, now)
    RetentionPeriod.objects.bulk_create(
        RetentionPeriod(assembly=copy, data_class=each.data_class, months=each.months)
        for each in RetentionPeriod.objects.filter(assembly=source)
    )
    copy_parts(source, copy)
    if is_rehearsal:
        fill_rehearsal(copy, chance, now)
    forget_roles(actor)
    details = {"source": source.pk, "seats": copy.seats, "is_rehearsal": is_rehearsal}
    record_event("assembly.copied", obj=copy, assembly=copy, actor=actor, now=now, details=details)
    return copy


def _copy_remit(source: Assembly, copy: Assembly, actor: User, now: datetime) -> None:
    """Begin the remit with the newest words of the other one, as a draft."""
    newest = RemitVersion.objects.filter(assembly=source).first()
    words = ("question", "in_scope", "out_of_scope", "response_promise", "response_months")
    RemitVersion.objects.create(
        assembly=copy,
        number=1,
        created_at=now,
        created_by=actor,
        **({word: getattr(newest, word) for word in words} if newest else {"question": copy.name}),
    )
