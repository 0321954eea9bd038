"""Create an assembly from the answers to five questions."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from assembly.enums import AssemblyState, Role
from assembly.models import Appointment, Assembly, RemitVersion, StateEntry, User
from assembly.permissions import forget_roles
from assembly.services.record import record_event

# Addresses that mean something else: /assemblies/new/ is the form itself.
RESERVED_SLUGS = frozenset({"new"})
SLUG_LENGTH = 72  # leaves room for a number behind it


@transaction.atomic
def create_assembly(
    *,
    actor: User,
    name: str,
    commissioning_authority: str,
    question: str,
    seats: int,
    first_session_on: date | None,
    last_session_on: date | None,
    one_per_household: bool,
    now: datetime,
) -> Assembly:
    """Create an assembly in draft, its first draft of the remit, and make `actor` its organiser.

    The address is made from the name; a number is added when another assembly has it already.
    """
    assembly = Assembly.objects.create(
        name=name,
        slug=free_slug(name),
        commissioning_authority=commissioning_authority,
        seats=seats,
        first_session_on=first_session_on,
        last_session_on=last_session_on,
        one_per_household=one_per_household,
        created_at=now,
        created_by=actor,
    )
    StateEntry.objects.create(assembly=assembly, state=AssemblyState.DRAFT, entered_at=now)
    Appointment.objects.create(assembly=assembly, user=actor, role=Role.ORGANISER, appointed_at=now)
    RemitVersion.objects.create(
        assembly=assembly, number=1, question=question, created_at=now, created_by=actor
    )
    forget_roles(actor)
    record_event(
        "assembly.created",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"name": name, "seats": seats, "slug": assembly.slug},
    )
    return assembly


def free_slug(name: str) -> str:
    """Return an address made from `name` that no assembly has."""
    stem = slugify(name)[:SLUG_LENGTH].strip("-") or "assembly"
    taken = (
        set(Assembly.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    )
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
