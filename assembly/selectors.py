"""What people read of assemblies, teams, remits and the record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assembly.enums import AssemblyState, PersonKind, Role
from assembly.models import (
    Appointment,
    Assembly,
    AuditEvent,
    Invitation,
    Person,
    RemitVersion,
    StateEntry,
    User,
)


def assemblies_visible_to(user: User, search: str = "", state: str = "") -> QuerySet[Assembly]:
    """Return the assemblies in which `user` has a role, newest first, and whether each has a published remit."""
    roles = Appointment.objects.filter(assembly=OuterRef("pk"), user=user)
    published = RemitVersion.objects.filter(assembly=OuterRef("pk")).exclude(published_at=None)
    found = Assembly.objects.filter(Exists(roles)).annotate(has_published_remit=Exists(published))
    if search:
        found = found.filter(Q(name__icontains=search) | Q(commissioning_authority__icontains=search))
    if state in AssemblyState.values:
        found = found.filter(state=state)
    return found


def person_of(assembly: Assembly, user: User) -> Person | None:
    """Return as whom somebody stands in an assembly, also when they have left; None for an account that is nobody's."""
    # An object lives as long as a request, in which several parts of the page ask.
    asked: dict[int, Person] = assembly.__dict__.setdefault("_people_by_account", {})
    if user.pk not in asked:
        person = Person.objects.filter(assembly=assembly, user=user).first()
        if person is None:
            return None
        person.assembly = assembly
        asked[user.pk] = person
    return asked[user.pk]


def member_of(assembly: Assembly, user: User) -> Person | None:
    """Return which member somebody is; None for anybody else, and for who has left."""
    person = person_of(assembly, user)
    return person if person and person.kind == PersonKind.MEMBER and person.left_at is None else None


def roles_by_assembly(user: User, assemblies: Collection[Assembly]) -> dict[int, frozenset[str]]:
    """Return the roles of `user` in each of some assemblies, by its key."""
    held: dict[int, set[str]] = {each.pk: set() for each in assemblies}
    for assembly, role in Appointment.objects.filter(user=user, assembly__in=list(held)).values_list(
        "assembly", "role"
    ):
        held[assembly].add(role)
    return {pk: frozenset(roles) for pk, roles in held.items()}


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop on the route of the process; `state` is the slot's shape."""

    key: str
    name: str
    state: str
    is_current: bool
    begun_at: datetime | None
    left_at: datetime | None


# The stops that people travel; beginning, end and the ways aside are told in words.
ROUTE = (
    AssemblyState.ANNOUNCED,
    AssemblyState.RECRUITING,
    AssemblyState.SELECTING,
    AssemblyState.ONBOARDING,
    AssemblyState.LEARNING,
    AssemblyState.DELIBERATING,
    AssemblyState.DECIDING,
    AssemblyState.REPORTED,
    AssemblyState.AWAITING_RESPONSE,
    AssemblyState.FOLLOW_UP,
)
ENDS = (AssemblyState.CLOSED, AssemblyState.ARCHIVED)


def route_of(assembly: Assembly) -> list[RouteStop]:
    """Return the whole process as stops, with the dates on which each state was entered and left.

    One that is over has its end among them. A paused or cancelled assembly stands at the last stop that it reached.
    """
    entries = [
        entry
        for entry in StateEntry.objects.filter(assembly=assembly)
        if entry.state not in (AssemblyState.PAUSED, AssemblyState.CANCELLED)
    ]
    first = {}
    for entry in entries:
        first.setdefault(entry.state, entry.entered_at)
    here = entries[-1].state if entries else assembly.state
    order = list(AssemblyState)
    position = order.index(AssemblyState(here))
    standing = assembly.state in (AssemblyState.PAUSED, AssemblyState.CANCELLED)
    stops = []
    for state in (*ROUTE, *(end for end in ENDS if end in first)):
        place = order.index(state)
        if place < position or state in ENDS:
            shape = "done"
        elif place == position:
            shape = "vacant" if standing else "active"
        else:
            shape = "todo"
        left = next((first[later] for later in order[place + 1 :] if later in first), None)
        stops.append(RouteStop(state.value, state.label, shape, place == position, first.get(state), left))
    return stops


def entered_on(assembly: Assembly, states: Collection[str]) -> date | None:
    """Return the day on which the assembly first entered one of `states`; None while it has not."""
    entry = StateEntry.objects.filter(assembly=assembly, state__in=states).order_by("entered_at").first()
    return timezone.localdate(entry.entered_at) if entry else None


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One person of a team with all their roles."""

    user: User
    roles: tuple[Role, ...]


def team_of(assembly: Assembly, search: str = "", role: str = "") -> list[TeamMember]:
    """Return the people of the team by name, each with the roles they hold."""
    appointments = Appointment.objects.filter(assembly=assembly).select_related("user")
    if search:
        appointments = appointments.filter(Q(user__name__icontains=search) | Q(user__email__icontains=search))
    if role in Role.values:
        holders = Appointment.objects.filter(assembly=assembly, role=role, user=OuterRef("user"))
        appointments = appointments.filter(Exists(holders))
    people: dict[int, tuple[User, list[Role]]] = {}
    for appointment in appointments.order_by("user__name", "user_id"):
        people.setdefault(appointment.user_id, (appointment.user, []))[1].append(Role(appointment.role))
    order = list(Role)
    return [TeamMember(user, tuple(sorted(roles, key=order.index))) for user, roles in people.values()]


def open_invitations(assembly: Assembly) -> QuerySet[Invitation]:
    """Return the invitations that were neither used nor revoked, newest first."""
    return Invitation.objects.filter(assembly=assembly, accepted_at=None, revoked_at=None)


def remit_versions(assembly: Assembly) -> QuerySet[RemitVersion]:
    """Return the versions of the remit, newest first, with their authors."""
    return RemitVersion.objects.filter(assembly=assembly).select_related("created_by", "published_by")


def events_of(
    assembly: Assembly,
    *,
    kind: str = "",
    person: int | None = None,
    since: date | None = None,
    until: date | None = None,
    text: str = "",
    thing: str = "",
    things: Collection[tuple[str, str]] | None = None,
) -> QuerySet[AuditEvent]:
    """Return the record of `assembly`, newest first.

    kind: the part of a type before its point. person: who did it. since, until: days on the installation's clocks,
    both included. thing: what it was done to, as `respondent:17`; things: one of these, as (type, key).
    """
    found = AuditEvent.objects.filter(assembly=assembly).select_related("actor", "kept")
    if kind:
        found = found.filter(type__startswith=f"{kind}.")
    if person is not None:
        found = found.filter(actor=person)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    if thing:
        object_type, _colon, object_id = thing.partition(":")
        found = found.filter(object_type=object_type, object_id=object_id)
    if things is not None:
        by_type: dict[str, list[str]] = {}
        for object_type, object_id in things:
            by_type.setdefault(object_type, []).append(object_id)
        about = Q(pk=None)
        for object_type, keys in by_type.items():
            about |= Q(object_type=object_type, object_id__in=keys)
        found = found.filter(about)
    if text:
        found = found.filter(
            Q(kept__text__icontains=text) | Q(type__icontains=text) | Q(actor__name__icontains=text)
        )
    return found


def kinds_of_events(assembly: Assembly) -> list[str]:
    """Return the parts of types before the point that the record of `assembly` has."""
    types = AuditEvent.objects.filter(assembly=assembly).order_by().values_list("type", flat=True).distinct()
    return sorted({type_.partition(".")[0] for type_ in types})


def actors_of(assembly: Assembly) -> QuerySet[User]:
    """Return the people who did something that the record of `assembly` holds."""
    acted = AuditEvent.objects.filter(assembly=assembly, actor=OuterRef("pk"))
    return User.objects.filter(Exists(acted)).order_by("name", "pk")


def with_people(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Put the name of the person whom a team event concerns on each event, in two queries for all of them."""
    events = list(events)
    people = {e.details["person"] for e in events if isinstance(e.details.get("person"), int)}
    invitations = {e.details["invitation"] for e in events if isinstance(e.details.get("invitation"), int)}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    invited = dict(Invitation.objects.filter(pk__in=invitations).values_list("pk", "name"))
    for event in events:
        event.person_name = names.get(event.details.get("person")) or invited.get(  # type: ignore[attr-defined]
            event.details.get("invitation"), ""
        )
    return events
