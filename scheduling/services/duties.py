"""Say when people are free, and who is on duty at a session."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Person, User
from assembly.services.record import record_event
from scheduling.errors import SessionRefused
from scheduling.models import PersonTime, Session, SessionDuty

Span = tuple[datetime, datetime]


@transaction.atomic
def add_person_times(
    *, person: Person, openness: str, spans: Collection[Span], note: str, actor: User | None, now: datetime
) -> int:
    """Say that somebody is free, or is not, in spans; what was said of exactly the same span before gives way."""
    locked = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    for starts_at, ends_at in spans:
        PersonTime.objects.update_or_create(
            person=locked,
            starts_at=starts_at,
            ends_at=ends_at,
            defaults={"openness": openness, "note": note},
        )
    _record("person.times", locked, locked.assembly, actor, now, spans=len(spans))
    return len(spans)


@transaction.atomic
def remove_person_time(*, person: Person, pk: int, actor: User | None, now: datetime) -> bool:
    """Take a span away; answer whether it was still there."""
    removed, _models = PersonTime.objects.filter(person=person, pk=pk).delete()
    if removed:
        _record("person.times", person, person.assembly, actor, now, spans=0)
    return bool(removed)


@transaction.atomic
def set_duties(
    *, session: Session, parts: Mapping[int, str], seen: Mapping[int, str], actor: User, now: datetime
) -> bool:
    """Put exactly these people on duty (key of the person → part), where the page showed `seen`.

    Answers whether anything changed. Somebody who is not free may be on duty; the page shows it.

    Raises:
        SessionRefused: somebody else changed the duties meanwhile, or somebody is no longer there.
    """
    # The session's row is the lock: of two who save at once, the second sees what the first has saved.
    locked = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=session.pk)
    )
    standing = dict(SessionDuty.objects.filter(session=locked).values_list("person", "part"))
    if standing == dict(parts):
        return False
    if standing != dict(seen):
        raise SessionRefused(
            _("Somebody else changed who is on duty meanwhile. Nothing was saved; look at the list again.")
        )
    fresh = set(parts) - set(standing)
    people = Person.objects.here().filter(assembly=locked.assembly, pk__in=fresh)
    if people.count() != len(fresh):
        raise SessionRefused(_("Somebody whom you chose no longer takes part. Nothing was saved."))
    SessionDuty.objects.filter(session=locked).exclude(person__in=parts).delete()
    for pk, part in parts.items():
        SessionDuty.objects.update_or_create(session=locked, person_id=pk, defaults={"part": part})
    _record("duty.set", locked, locked.assembly, actor, now, number=locked.number, people=sorted(parts))
    return True


def _record(event: str, obj: Any, assembly: Any, actor: User | None, now: datetime, **details: Any) -> None:
    record_event(event, obj=obj, assembly=assembly, actor=actor, now=now, details=details)
