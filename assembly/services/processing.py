"""Write what stands in the record of processing beside what the declarations say."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, ProcessingRecord, User
from assembly.services.record import record_event

PARTS = (
    "controller_contact",
    "officer_contact",
    "legal_basis",
    "recipients",
    "processors",
    "transfers",
    "security",
)


def processing_record(assembly: Assembly) -> ProcessingRecord:
    """Return what was written, or an unsaved record with what holds for every installation. Reads only."""
    return ProcessingRecord.objects.filter(assembly=assembly).first() or ProcessingRecord(
        assembly=assembly,
        recipients=_(
            "Nobody outside the team, except the processors below and whoever a law obliges us to tell."
        ),
        transfers=_("None."),
        security=_(
            "Sign-in with a second factor for everybody who sees other people’s data. Roles for each assembly. A "
            "record of every reading with its purpose, of every copy and every change, which nobody can alter. "
            "Encrypted connections. Erasure by clocks, also in backups that are put back."
        ),
    )


@transaction.atomic
def write_processing_record(
    *, assembly: Assembly, parts: Mapping[str, str], seen: Mapping[str, str], actor: User, now: datetime
) -> list[str]:
    """Save the parts and return the names of those that changed. Saving the same twice writes nothing.

    seen: the parts as the page showed them.

    Raises:
        ChangedMeanwhile: somebody else saved since the page that showed `seen` was loaded.
    """
    # The lock on the assembly orders two organisers, also at the first saving, when there is no row to lock.
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    record = processing_record(assembly)
    stands = {name: getattr(record, name) for name in PARTS}
    changed = [name for name in PARTS if parts[name] != stands[name]]
    if not changed and record.pk:
        return []
    if any(seen[name] != stands[name] for name in PARTS):
        raise ChangedMeanwhile(
            _("Somebody else changed this meanwhile. Nothing was saved; their words stand below yours.")
        )
    for name in PARTS:
        setattr(record, name, parts[name])
    record.save()
    record_event(
        "privacy.processing_changed",
        obj=record,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"parts": changed or list(PARTS)},
    )
    return changed
