"""Who may read which incident and which note."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assembly.enums import Role
from assembly.models import Appointment, Assembly, FacilitatorNote, Incident, IncidentReader, User


def organisers_of(assembly: Assembly) -> QuerySet[User]:
    """Return the organisers, who can be asked to deal with an incident."""
    return _with_roles(assembly, [Role.ORGANISER])


def possible_readers(incident: Incident) -> QuerySet[User]:
    """Return the staff of the team who cannot read an incident yet."""
    staff = _with_roles(incident.assembly, [Role.ORGANISER, Role.SESSION_STAFF, Role.FACILITATOR])
    return staff.exclude(pk__in=IncidentReader.objects.filter(incident=incident).values("user"))


def incidents_readable_by(user: User, assembly: Assembly) -> QuerySet[Incident]:
    """Return the incidents that `user`, who is on the team, may read.

    Those are the ones of which somebody made them a reader. Where no organiser is left among the readers, all
    organisers may read, so that nothing is lost with a person who goes.
    """
    found = Incident.objects.filter(assembly=assembly)
    mine = IncidentReader.objects.filter(incident=OuterRef("pk"), user=user)
    organisers = Appointment.objects.filter(assembly=assembly, role=Role.ORGANISER).values("user")
    cared_for = IncidentReader.objects.filter(incident=OuterRef("pk"), user__in=organisers)
    readable = Q(Exists(mine))
    if Appointment.objects.filter(assembly=assembly, role=Role.ORGANISER, user=user).exists():
        readable |= ~Q(Exists(cared_for))
    return found.filter(readable)


def handlers_of(incident: Incident) -> QuerySet[User]:
    """Return the organisers who deal with an incident."""
    readers = IncidentReader.objects.filter(incident=incident).values("user")
    return organisers_of(incident.assembly).filter(pk__in=readers)


def notes_readable_by(user: User, assembly: Assembly, *, is_staff: bool) -> QuerySet[FacilitatorNote]:
    """Return one's own notes and those that were shared; staff read all."""
    found = FacilitatorNote.objects.filter(assembly=assembly).select_related("author")
    return found if is_staff else found.filter(Q(author=user) | Q(is_shared=True))


def _with_roles(assembly: Assembly, roles: list[Role]) -> QuerySet[User]:
    held = Appointment.objects.filter(assembly=assembly, role__in=roles, user=OuterRef("pk"))
    return User.objects.filter(Exists(held)).order_by("name", "pk")
