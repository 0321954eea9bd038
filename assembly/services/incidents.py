"""Report incidents, deal with them, and keep facilitators' notes. No event of the record holds a word of them."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.enums import IncidentState
from assembly.errors import IncidentRefused
from assembly.incident_lifecycle import INCIDENT
from assembly.lifecycle import move
from assembly.models import (
    Assembly,
    AuditEvent,
    FacilitatorNote,
    Incident,
    IncidentReader,
    IncidentStep,
    User,
)
from assembly.selectors_incidents import incidents_readable_by, organisers_of, possible_readers
from assembly.services.record import record_event

ONE_READING = timedelta(minutes=15)
"""Within this time looking again is the same reading."""


@transaction.atomic
def report_incident(
    *,
    assembly: Assembly,
    kind: str,
    happened_on: date,
    happened_at: time | None,
    place: str,
    account: str,
    people: str,
    done: str,
    handlers: Collection[User],
    actor: User,
    now: datetime,
) -> Incident:
    """Number and keep a report; only its author and the organisers named as `handlers` can read it.

    Raises:
        IncidentRefused: nobody of the organisers is named.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    asked = list(organisers_of(assembly).filter(pk__in=[user.pk for user in handlers]))
    if not asked:
        raise IncidentRefused(_("Name at least one organiser who deals with it."))
    last = Incident.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    incident = Incident.objects.create(
        assembly=assembly,
        number=last + 1,
        kind=kind,
        happened_on=happened_on,
        happened_at=happened_at,
        place=place,
        account=account,
        people=people,
        done=done,
        reported_at=now,
        reported_by=actor,
    )
    readers = {user.pk for user in asked} | {actor.pk}
    IncidentReader.objects.bulk_create(
        IncidentReader(incident=incident, user_id=pk, since=now) for pk in sorted(readers)
    )
    _record("incident.report", incident, actor, now, readers=sorted(readers))
    return incident


@transaction.atomic
def add_step(*, incident: Incident, text: str, actor: User, now: datetime) -> IncidentStep:
    """Write down what was done or found out; the first step by an organiser takes it up.

    Raises:
        IncidentRefused: the actor cannot read it, or it is closed.
    """
    locked = _readable(incident, actor)
    if locked.state == IncidentState.CLOSED:
        raise IncidentRefused(_("This incident is closed. Open it again first."))
    step = IncidentStep.objects.create(incident=locked, at=now, author=actor, text=text)
    is_handler = organisers_of(locked.assembly).filter(pk=actor.pk).exists()
    if locked.state == IncidentState.REPORTED and is_handler:
        _move(locked, "look_into", actor, now)
    else:
        _record("incident.step", locked, actor, now)
    return step


@transaction.atomic
def close_incident(*, incident: Incident, outcome: str, actor: User, now: datetime) -> Incident:
    """Close an incident with its outcome.

    Raises:
        IncidentRefused: the actor cannot read it, or is no organiser.
        IllegalMove: it is closed.
    """
    locked = _handled(incident, actor)
    return _move(locked, "close", actor, now, outcome=outcome, closed_at=now)


@transaction.atomic
def reopen_incident(*, incident: Incident, text: str, actor: User, now: datetime) -> Incident:
    """Open a closed incident again; the reason becomes a step.

    Raises:
        IncidentRefused: the actor cannot read it, or is no organiser.
        IllegalMove: it is not closed.
    """
    locked = _handled(incident, actor)
    reopened = _move(locked, "reopen", actor, now, closed_at=None)
    IncidentStep.objects.create(incident=reopened, at=now, author=actor, text=text)
    return reopened


@transaction.atomic
def let_read(*, incident: Incident, reader: User, actor: User, now: datetime) -> None:
    """Let one more person of the team read an incident.

    Raises:
        IncidentRefused: the actor cannot read it or is no organiser, or the other is not on the staff.
    """
    locked = _handled(incident, actor)
    if not possible_readers(locked).filter(pk=reader.pk).exists():
        raise IncidentRefused(_("Choose somebody of the staff who cannot read it yet."))
    IncidentReader.objects.create(incident=locked, user=reader, since=now)
    _record("incident.share", locked, actor, now, person=reader.pk)


@transaction.atomic
def note_reading(*, incident: Incident, actor: User, now: datetime) -> None:
    """Record that somebody read an incident, once for a sitting."""
    recently = AuditEvent.objects.filter(
        type="incident.read",
        object_type="incident",
        object_id=str(incident.pk),
        actor=actor,
        at__gt=now - ONE_READING,
    )
    if not recently.exists():
        _record("incident.read", incident, actor, now)


@transaction.atomic
def write_note(*, note: FacilitatorNote, actor: User, now: datetime) -> FacilitatorNote:
    """Save a new note, or one that its author corrects.

    Raises:
        IncidentRefused: somebody else wrote it.
    """
    is_new = note.pk is None
    if is_new:
        note.author, note.written_at = actor, now
    elif note.author_id != actor.pk:
        raise IncidentRefused(_("Only its author can change a note."))
    else:
        note.changed_at = now
    note.save()
    record_event(
        "note.write" if is_new else "note.change",
        obj=note,
        assembly=note.assembly,
        actor=actor,
        now=now,
        details={"day": note.day.isoformat(), "is_shared": note.is_shared},
    )
    return note


def _readable(incident: Incident, actor: User) -> Incident:
    locked = (
        Incident.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=incident.pk)
    )
    if not incidents_readable_by(actor, locked.assembly).filter(pk=locked.pk).exists():
        raise IncidentRefused(_("This report is with other people."))
    return locked


def _handled(incident: Incident, actor: User) -> Incident:
    locked = _readable(incident, actor)
    if not organisers_of(locked.assembly).filter(pk=actor.pk).exists():
        raise IncidentRefused(_("Only an organiser can do this."))
    return locked


def _move(incident: Incident, verb: str, actor: User, now: datetime, **changes: object) -> Incident:
    return move(
        INCIDENT,
        incident,
        verb,
        assembly=incident.assembly,
        actor=actor,
        now=now,
        details={"number": incident.number},
        changes=changes,
    )


def _record(event: str, incident: Incident, actor: User, now: datetime, **details: object) -> None:
    record_event(
        event,
        obj=incident,
        assembly=incident.assembly,
        actor=actor,
        now=now,
        details={"number": incident.number, **details},
    )
