"""Who takes part: everybody who stands in programmes or sits at tables, and who can be put on duty."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assembly.enums import PersonKind, Role
from assembly.models import Appointment, Assembly, Person, User
from scheduling.models import Session
from scheduling.selectors.free_times import Freedom, freedom

_TEAM = {
    Role.ORGANISER: PersonKind.STAFF,
    Role.SESSION_STAFF: PersonKind.STAFF,
    Role.FACILITATOR: PersonKind.FACILITATOR,
}


def people_of(assembly: Assembly) -> QuerySet[Person]:
    """Return everybody who is or was there: members by seat, then the others by name."""
    found = Person.objects.filter(assembly=assembly).select_related("user")
    return found.prefetch_related("times").order_by("kind", "seat_number", "name", "pk")


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """Somebody who can be on duty: `key` is `person-<pk>`, or `account-<pk>` for one of the team not yet entered."""

    key: str
    name: str
    kind: str
    part: str
    freedom: Freedom


def duty_choices(session: Session) -> list[DutyChoice]:
    """Return staff and facilitators with what they do at a session, and whether they are free."""
    duties = dict(session.duties.values_list("person", "part"))
    people = people_of(session.assembly)
    entered = [
        person
        for person in people
        if person.pk in duties
        or (person.left_at is None and person.kind in (PersonKind.STAFF, PersonKind.FACILITATOR))
    ]
    known = {person.user_id for person in people if person.user_id}
    rows = [
        DutyChoice(
            f"person-{person.pk}",
            str(person),
            str(person.get_kind_display()),
            duties.get(person.pk, ""),
            freedom(person.times.all(), session.starts_at, session.ends_at),
        )
        for person in entered
    ]
    nothing = freedom((), session.starts_at, session.ends_at)
    return rows + [
        DutyChoice(f"account-{user.pk}", str(user), str(kind.label), "", nothing)
        for user, kind in team_of(session.assembly).items()
        if user.pk not in known
    ]


def team_of(assembly: Assembly) -> dict[User, PersonKind]:
    """Return the accounts of the team who work at sessions, by name, with as what."""
    held = Appointment.objects.filter(assembly=assembly, role__in=_TEAM, user__is_active=True)
    found: dict[User, PersonKind] = {}
    for each in held.select_related("user").order_by("user__name", "user", "role"):
        kind = _TEAM[Role(each.role)]
        # Whoever has both kinds of role is staff.
        found[each.user] = PersonKind.STAFF if PersonKind.STAFF in (kind, found.get(each.user)) else kind
    return found
