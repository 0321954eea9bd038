"""Note which packs were posted, handed over and came back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Person, User
from assembly.services.record import record_event
from evidence.errors import EvidenceRefused
from evidence.models import PackDelivery, PackVersion
from scheduling.selectors.sessions import members_at

VERBS = ("posted", "handed", "returned", "undone")


@transaction.atomic
def note_deliveries(
    *, version: PackVersion, people: Collection[int], verb: str, actor: User, now: datetime
) -> int:
    """Note of some members what happened to their paper copy of a version; answer of how many it is new.

    posted, handed: it went out; one that came back goes out anew. returned: it came back, where it went out.
    undone: nothing of it is so; that they opened it on a screen stays.

    Raises:
        EvidenceRefused: nobody is named.
    """
    expected = members_at(version.pack.session).filter(pk__in=people)
    # One lock for all who note about a version: of two who press at once, the second finds it noted.
    PackVersion.objects.select_for_update(no_key=True, of=("self",)).get(pk=version.pk)
    rows = _rows(version, expected)
    if not rows:
        raise EvidenceRefused(_("Tick those whom it is about."), code="nobody")
    changed = [row for row in rows if _note(row, verb, actor, now)]
    fields = ["posted_at", "handed_at", "returned_at", "sent_by"]
    PackDelivery.objects.bulk_update(changed, fields)
    if changed:
        record_event(
            f"pack.{verb}",
            obj=version,
            assembly=version.pack.assembly,
            actor=actor,
            now=now,
            details={
                "session": version.pack.session.number,
                "number": version.number,
                "people": len(changed),
                "persons": [row.person_id for row in changed],
            },
        )
    return len(changed)


def _rows(version: PackVersion, people: Collection[Person]) -> list[PackDelivery]:
    PackDelivery.objects.bulk_create(
        (PackDelivery(version=version, person=person) for person in people), ignore_conflicts=True
    )
    return list(PackDelivery.objects.filter(version=version, person__in=people).order_by("pk"))


def _note(row: PackDelivery, verb: str, actor: User, now: datetime) -> bool:
    """Change one row; answer whether there was anything to change."""
    is_out = bool(row.posted_at or row.handed_at)
    if verb == "returned":
        if not is_out or row.returned_at:
            return False
        row.returned_at = now
        return True
    if verb == "undone":
        if not is_out:
            return False
        row.posted_at = row.handed_at = row.returned_at = None
        row.sent_by = None
        return True
    if is_out and not row.returned_at:
        return False
    row.posted_at, row.handed_at = (now, None) if verb == "posted" else (None, now)
    row.returned_at, row.sent_by = None, actor
    return True


@transaction.atomic
def record_address_export(
    *, version: PackVersion, people: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write into the record who took the addresses of a pack's readers out of the house, and what for."""
    record_event(
        "pack.addresses",
        obj=version,
        assembly=version.pack.assembly,
        actor=actor,
        now=now,
        details={
            "session": version.pack.session.number,
            "number": version.number,
            "people": people,
            "purpose": purpose,
        },
    )
