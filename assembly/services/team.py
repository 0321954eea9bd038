"""Give and take roles in an assembly."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, LastOrganiser
from assembly.models import Appointment, Assembly, User
from assembly.permissions import forget_roles
from assembly.services.record import record_event


@transaction.atomic
def change_roles(
    *,
    assembly: Assembly,
    user: User,
    roles: Iterable[str],
    seen: Iterable[str],
    actor: User,
    now: datetime,
) -> None:
    """Give `user` exactly `roles` in `assembly`; no roles means off the team. Each change is one event.

    Doing the same twice changes nothing.

    Raises:
        ChangedMeanwhile: somebody else changed this person's roles since the page that showed `seen` was loaded.
        LastOrganiser: nobody would be left who can manage the assembly.
    """
    # The lock on the assembly orders all changes of its team: two organisers cannot remove each other at once.
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    wanted = {Role(role) for role in roles}
    held = {Role(role) for role in _roles_held(assembly, user)}
    if wanted == held:
        return
    if held != set(seen):
        raise ChangedMeanwhile(
            _("Somebody else changed this person’s roles meanwhile. Nothing was saved; look at them again.")
        )
    if Role.ORGANISER in held - wanted:
        _refuse_last_organiser(assembly, user)
    for role in sorted(held - wanted):
        Appointment.objects.filter(assembly=assembly, user=user, role=role).delete()
        _record("team.role_taken", assembly=assembly, user=user, role=role, actor=actor, now=now)
    for role in sorted(wanted - held):
        give_role(assembly=assembly, user=user, role=role, actor=actor, now=now)
    forget_roles(user)


@transaction.atomic
def give_role(*, assembly: Assembly, user: User, role: str, actor: User | None, now: datetime) -> Appointment:
    """Give `user` one more role; having it already changes nothing."""
    appointment, created = Appointment.objects.get_or_create(
        assembly=assembly, user=user, role=role, defaults={"appointed_at": now}
    )
    if created:
        _record("team.role_given", assembly=assembly, user=user, role=role, actor=actor, now=now)
        forget_roles(user)
    return appointment


@transaction.atomic
def take_role(*, assembly: Assembly, user: User, role: str, actor: User | None, now: datetime) -> bool:
    """Take one role from somebody who is not to be asked about: a member who has left. Answer whether they had it."""
    removed, _models = Appointment.objects.filter(assembly=assembly, user=user, role=role).delete()
    if removed:
        _record("team.role_taken", assembly=assembly, user=user, role=role, actor=actor, now=now)
        forget_roles(user)
    return bool(removed)


def _roles_held(assembly: Assembly, user: User) -> list[str]:
    return list(Appointment.objects.filter(assembly=assembly, user=user).values_list("role", flat=True))


def _refuse_last_organiser(assembly: Assembly, user: User) -> None:
    others = Appointment.objects.filter(assembly=assembly, role=Role.ORGANISER, user__is_active=True).exclude(
        user=user
    )
    if not others.exists():
        raise LastOrganiser(
            _("%(name)s is the last organiser. Make somebody else an organiser first.") % {"name": user}
        )


def _record(
    kind: str, *, assembly: Assembly, user: User, role: str, actor: User | None, now: datetime
) -> None:
    record_event(
        kind,
        obj=user,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"person": user.pk, "role": role},
    )
