"""Raise an alert once when somebody missed twice, and settle it."""

from datetime import datetime

from django.db import transaction

from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.enums_attendance import OVER
from scheduling.models import AttendanceAlert, Session
from scheduling.selectors.attendance import Miss, misses_of


def raise_alerts(now: datetime) -> int:
    """Raise what is due in all assemblies, and withdraw what is no longer true; return how many alerts changed."""
    with_sessions = Session.objects.filter(state__in=OVER).order_by().values("assembly").distinct()
    return sum(
        raise_alerts_of(assembly=assembly, now=now)
        for assembly in Assembly.objects.filter(pk__in=with_sessions).order_by("pk")
    )


@transaction.atomic
def raise_alerts_of(*, assembly: Assembly, now: datetime) -> int:
    """Raise an alert for everybody who has missed twice, once for each session that made it so.

    One that was raised and is no longer true (a sheet came in, somebody caught up) is settled by nobody.
    """
    # The assembly's row is the lock: two clocks raise each alert once.
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    misses = {(miss.person, miss.session): miss for miss in misses_of(assembly)}
    alerts = {
        (each.person_id, each.session_id): each
        # All before the record: whoever settles one holds its row and waits for the record.
        for each in AttendanceAlert.objects.filter(session__assembly=assembly)
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    }
    changed = 0
    for key, miss in misses.items():
        if key not in alerts:
            _raise(assembly, miss, now)
            changed += 1
        elif alerts[key].settled_at and alerts[key].settled_by_id is None:
            # A correction was itself corrected: nobody has seen to it yet.
            AttendanceAlert.objects.filter(pk=alerts[key].pk).update(settled_at=None)
            changed += 1
    for key, alert in alerts.items():
        if alert.settled_at is None and key not in misses:
            _settle(assembly, alert, None, now)
            changed += 1
    return changed


@transaction.atomic
def settle_alert(*, alert: AttendanceAlert, actor: User, now: datetime) -> bool:
    """Note that somebody has seen to it; return whether it was open until now."""
    locked = AttendanceAlert.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=alert.pk, settled_at=None
    )
    found = locked.select_related("session__assembly").first()
    if found is None:
        return False
    _settle(found.session.assembly, found, actor, now)
    return True


def _raise(assembly: Assembly, miss: Miss, now: datetime) -> None:
    alert = AttendanceAlert.objects.create(
        person_id=miss.person, session_id=miss.session, kind=miss.kind, raised_at=now
    )
    record_event(
        "attendance_alert.raise",
        obj=alert,
        assembly=assembly,
        actor=None,
        now=now,
        details={"seat": alert.person.seat_number, "kind": str(miss.kind)},
    )


def _settle(assembly: Assembly, alert: AttendanceAlert, actor: User | None, now: datetime) -> None:
    alert.settled_at, alert.settled_by = now, actor
    alert.save(update_fields=["settled_at", "settled_by"])
    record_event(
        "attendance_alert.settle",
        obj=alert,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"seat": alert.person.seat_number},
    )
