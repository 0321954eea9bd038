"""Write down how members wish to be reached, and whom to call for them in an emergency."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import User
from assembly.services.record import record_event
from sortition.errors import MemberRefused
from sortition.models import ContactPreference, EmergencyContact, Respondent
from sortition.selectors.membership import EMERGENCY_FIELDS, PREFERENCE_FIELDS, is_member, seen_of


@transaction.atomic
def set_contact_preference(
    *,
    respondent: Respondent,
    channel: str,
    language: str,
    best_time: str,
    seen: str,
    actor: User,
    now: datetime,
) -> bool:
    """Save how a member wishes to be reached; return whether anything was different.

    seen: the digest of what the page showed.

    Raises:
        MemberRefused: the person is not among those drawn.
        ChangedMeanwhile: somebody else saved since that page was loaded.
    """
    person = locked_member(respondent)
    wanted = {"channel": channel, "language": language, "best_time": best_time}
    row = ContactPreference.objects.filter(respondent=person).first()
    if not _is_different(row, wanted, seen, PREFERENCE_FIELDS):
        return False
    saved, _is_new = ContactPreference.objects.update_or_create(
        respondent=person, defaults={**wanted, "changed_at": now, "changed_by": actor}
    )
    _record("member.preference", saved, person, actor, now)
    return True


@transaction.atomic
def set_emergency_contact(
    *, respondent: Respondent, name: str, relation: str, phone: str, seen: str, actor: User, now: datetime
) -> bool:
    """Save whom to call for a member; return whether anything was different. Nothing of it stands in the record.

    Raises:
        MemberRefused: the person is not among those drawn.
        ChangedMeanwhile: somebody else saved since the page with `seen` was loaded.
    """
    person = locked_member(respondent)
    wanted = {"name": name, "relation": relation, "phone": phone}
    row = EmergencyContact.objects.filter(respondent=person).first()
    if not _is_different(row, wanted, seen, EMERGENCY_FIELDS):
        return False
    saved, _is_new = EmergencyContact.objects.update_or_create(
        respondent=person, defaults={**wanted, "changed_at": now, "changed_by": actor}
    )
    _record("member.emergency", saved, person, actor, now)
    return True


@transaction.atomic
def remove_emergency_contact(*, respondent: Respondent, actor: User, now: datetime) -> bool:
    """Delete whom to call, who may have asked for it; return whether there was anybody."""
    person = (
        Respondent.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=respondent.pk)
    )
    row = EmergencyContact.objects.filter(respondent=person).first()
    if row is None:
        return False
    _record("member.emergency_removed", row, person, actor, now)
    row.delete()
    return True


def locked_member(respondent: Respondent) -> Respondent:
    """Lock somebody who was drawn and has not left; their row orders two people who write at once.

    Raises:
        MemberRefused: they are not among those drawn.
    """
    person = (
        Respondent.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=respondent.pk)
    )
    if not is_member(person):
        raise MemberRefused(_("This person is not, or no longer, among those who were drawn."))
    return person


def changed_meanwhile() -> ChangedMeanwhile:
    """Make the refusal that every form of the membership record gives."""
    return ChangedMeanwhile(
        _("Somebody else changed this meanwhile. Nothing was saved; what they wrote stands above your words.")
    )


def _is_different(row: Any, wanted: dict[str, str], seen: str, fields: tuple[str, ...]) -> bool:
    if row is not None and {name: getattr(row, name) for name in wanted} == wanted:
        return False
    if seen_of(row, fields) != seen:
        raise changed_meanwhile()
    return True


def _record(event: str, row: Any, person: Respondent, actor: User, now: datetime) -> None:
    record_event(
        event, obj=row, assembly=person.assembly, actor=actor, now=now, details={"respondent": person.pk}
    )
